from funds.models.accounts import Bank, FundAccount
from funds.models.bank import BankLine, BankStatement
from funds.models.contracts import Contract
from funds.models.journal import Book, Entry, Leg
from funds.models.proofs import JournalProof

__all__ = [
    "Bank",
    "BankLine",
    "BankStatement",
    "Book",
    "Contract",
    "Entry",
    "FundAccount",
    "JournalProof",
    "Leg",
]
