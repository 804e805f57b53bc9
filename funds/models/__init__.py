from funds.models.accounts import Bank, FundAccount
from funds.models.alerts import Alert
from funds.models.bank import BankLine, BankStatement
from funds.models.contracts import Contract
from funds.models.journal import Book, Entry, Leg
from funds.models.lessons import Lesson
from funds.models.orders import PaymentOrder
from funds.models.payments import PaymentFile
from funds.models.proofs import JournalProof

__all__ = [
    "Alert",
    "Bank",
    "BankLine",
    "BankStatement",
    "Book",
    "Contract",
    "Entry",
    "FundAccount",
    "JournalProof",
    "Leg",
    "Lesson",
    "PaymentFile",
    "PaymentOrder",
]
