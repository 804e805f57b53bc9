from funds.models.accounts import Bank, FundAccount
from funds.models.alerts import Alert
from funds.models.bank import BankLine, BankStatement
from funds.models.contracts import Contract
from funds.models.findings import FundFinding, FundTask
from funds.models.journal import Book, Entry, Leg
from funds.models.lessons import Lesson
from funds.models.orders import PaymentOrder
from funds.models.payments import PaymentFile
from funds.models.proofs import JournalProof
from funds.models.receipts import OutsideFee, StopNotice
from funds.models.refusals import RefusedFile
from funds.models.schools import AttendanceGroup, AttendanceSheet, School, SchoolPrice
from funds.models.services import BankService

__all__ = [
    "Alert",
    "AttendanceGroup",
    "AttendanceSheet",
    "Bank",
    "BankLine",
    "BankService",
    "BankStatement",
    "Book",
    "Contract",
    "Entry",
    "FundAccount",
    "FundFinding",
    "FundTask",
    "JournalProof",
    "Leg",
    "Lesson",
    "PaymentFile",
    "OutsideFee",
    "PaymentOrder",
    "RefusedFile",
    "School",
    "SchoolPrice",
    "StopNotice",
]
