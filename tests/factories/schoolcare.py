"""After-school money of tests: schools, accounts, months and payouts by the real verbs."""

from __future__ import annotations

from datetime import date
from itertools import count

from accounts.models import User
from funds.models import AttendanceSheet, FundAccount, PaymentOrder, School
from funds.services import (
    Attended,
    Came,
    Opened,
    PayoutSaid,
    open_school_account,
    propose_payout,
    record_attendance,
    register_school,
)
from funds.states import AccountKind, BookCode, PayoutUse
from tests.factories import funds
from tests.times import NOON

_numbers = count(1)
OCTOBER = date(2021, 10, 1)
OPENED = date(2021, 9, 1)
# 2 lessons a day: 20 pupils the whole month, 5 on 8 of 22 days; 1 lesson: 10 the whole month.
GROUPS = (Came(2, 22, 20), Came(2, 8, 5), Came(1, 20, 10))
FEES = 20 * 11000 + 5 * 4000 + 10 * 6000


def school(by: User, name: str = "") -> School:
    return register_school(name or f"第{next(_numbers)}实验小学", "", by=by, at=NOON)


def account(by: User, name: str = "", **said: object) -> FundAccount:
    """A school's account that was opened in September."""
    number = str(said.get("number", f"62280000{next(_numbers):08d}"))
    opened = Opened(AccountKind.SCHOOLCARE, number, OPENED)
    held = school(by, name)
    return open_school_account(held.pk, funds.bank(by).pk, opened, by=by, at=NOON)


def month(
    held: FundAccount, by: User, first: date = OCTOBER, groups: tuple[Came, ...] = GROUPS
) -> AttendanceSheet:
    """A month of 22 working days."""
    return record_attendance(held.pk, Attended(first, 22, groups), by=by, at=NOON)


def came_in(held: FundAccount, by: User, *, fees: int = 0, subsidy: int = 0) -> None:
    """A statement with so many fen of fees and of a subsidy."""
    number, lines = next(_numbers), []
    for fen, remark in ((fees, "代收课后服务费"), (subsidy, "财政补助")):
        if fen:
            lines.append(f"2021-11-08,{fen / 100:.2f},,R{number}{remark[:1]},{remark}")
    funds.told_by_bank(held, by, *lines)


def payout(
    held: FundAccount, by: User, amount_fen: int, book: BookCode = BookCode.SERVICE
) -> PaymentOrder:
    """Staff are paid."""
    said = PayoutSaid(PayoutUse.ALLOWANCE, book, amount_fen, "10月教师补贴")
    return propose_payout(held.pk, said, by=by, at=NOON)
