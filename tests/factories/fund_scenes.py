"""Accounts in which something happened, by the real verbs: for pages and for the walk through all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from funds.models import Alert, BankStatement, Contract, FundAccount
from funds.services import (
    Held,
    RefundSaid,
    answer_lesson,
    approve_order,
    book_lines,
    check_order,
    import_statement,
    move_account,
    propose_refund,
    propose_release,
    prove_journal,
    record_lesson,
    watch_account,
)
from funds.states import RefundCause
from policies.services import seed_parameters
from tests.factories import funds, package_law
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

HEAD = "交易日期,收入金额,支出金额,余额,交易流水号,附言\n"


@dataclass(frozen=True, slots=True)
class Lively:
    """An account with fees, lessons, a release, a refund, money of nobody, and alerts."""

    by: User
    head: User
    account: FundAccount
    paid: Contract
    awaited: Contract
    statement: BankStatement


def law() -> None:
    """Calendar, catalogue and the parameters of the package."""
    package_law.calendar()
    package_law.catalogue()
    seed_parameters({}, at=NOON)


def csv(*lines: str) -> bytes:
    """A file of the layout ``two_columns`` as a bank writes it."""
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode("gbk")


def taken(account: FundAccount, by: User, *lines: str, on: date = DAY) -> BankStatement:
    """A file taken in and booked at noon of a day."""
    at = NOON + timedelta(days=(on - DAY).days)
    kept = import_statement(
        account.pk, csv(*lines), name="十一月流水.csv", layout="two_columns", by=by, at=at
    )
    book_lines(account.pk, at=at)
    return kept


def lively(**said: object) -> Lively:
    """3,600 paid, ten lessons taught and half of them released, 300 to go back, 120 of nobody.

    The contract that awaits 120 is too old for the amount alone to decide.
    """
    by, head = funds.supervisor(), UserFactory(section_head=True)
    account = funds.account(by, **({"own_minimum_fen": 500000} | said))
    paid = funds.contract(account, by)
    awaited = funds.contract(account, by, fee_fen=12000, signed_on=date(2021, 10, 1))
    taken(account, by, f"2021-11-09,3600.00,,3600.00,R1,{paid.order_no} 缴费")
    lesson = record_lesson(paid.pk, Held("L1", DAY, 10), by=by, at=NOON)
    answer_lesson(lesson.pk, "confirm", by=by, at=NOON)
    _through(propose_release(account.pk, 40000, by=by, at=NOON).pk, head)
    order = account.orders.get()
    back = RefundSaid(30000, RefundCause.CONSUMER, "搬家")
    _through(propose_refund(paid.pk, back, by=by, at=NOON).pk, head)
    lines = f"2021-11-10,,400.00,3200.00,R2,{order.number}", "2021-11-10,120.00,,3320.00,R3,王家"
    statement = taken(account, by, *lines)
    watch_account(account.pk, day=DAY, at=NOON)
    return Lively(by, head, account, paid, awaited, statement)


def _through(order_id: int, head: User) -> None:
    check_order(order_id, by=funds.supervisor(), at=NOON)
    approve_order(order_id, by=head, at=NOON)


def in_every_state(lived: Lively) -> list[FundAccount]:
    """Watched, frozen, settling and closed: empty ones beside the lively one."""
    ways = (("watch",), ("freeze",), ("settle",), ("close",))
    rows = [funds.account(lived.by) for _ in ways]
    for account, (action,) in zip(rows, ways, strict=True):
        by = lived.by if action == "watch" else lived.head
        move_account(account.pk, action, reason="负责人失联", by=by, at=NOON)
    return rows


def furnished() -> dict[tuple[str, ...], list[dict[str, object]]]:
    """The keys of everything that has a page, for the walk through all addresses."""
    law()
    lived = lively()
    accounts = [lived.account, *in_every_state(lived)]
    prove_journal(at=NOON)
    lines = lived.account.bank_lines.order_by("pk")
    alerts = Alert.objects.filter(account=lived.account)
    moves = ("watch", "freeze", "close")
    return {
        ("account_id",): [{"account_id": row.pk} for row in accounts],
        ("account_id", "fund_move"): [
            {"account_id": row.pk, "fund_move": move} for row in accounts for move in moves
        ],
        ("bank_line_id",): [{"bank_line_id": row.pk} for row in lines],
        ("statement_id",): [{"statement_id": row.pk} for row in lived.account.statements.all()],
        ("alert_id",): [{"alert_id": row.pk} for row in alerts],
    }
