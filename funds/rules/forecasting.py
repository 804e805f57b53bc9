"""What the last weeks give reason to expect, and what is out of the usual in them: never more.

A sentence with its figures, and no decision: a person looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from common.money import yuan
from funds.rules.watching import Finding
from funds.states import Breach

PER_CENT, DAYS_OF_A_WEEK = 100, 7


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the county looks ahead: from some weeks, some days; unusual from some per cent on."""

    weeks: int
    days: int
    percent: int
    least_fen: int
    least_disputes: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """Sums of the last weeks, the latest last, each of seven days. Fen, and numbers of disputes.

    ``known`` is how many of them the account has existed.
    """

    came: Sequence[int]
    left: Sequence[int]
    refunds: Sequence[int]
    disputes: Sequence[int]
    known: int


def forecasts(
    weeks: Weeks, outlook: Outlook, *, balance_fen: int, minimum_fen: int | None
) -> list[Finding]:
    """What the weeks say ahead and beside, at most one finding a rule."""
    return [
        *_minimum_ahead(weeks, outlook, balance_fen, minimum_fen),
        *_unusual_sum(Breach.OUTFLOW_UNUSUAL, "支出", weeks.left, weeks.known, outlook),
        *_unusual_sum(Breach.REFUNDS_UNUSUAL, "退费", weeks.refunds, weeks.known, outlook),
        *_unusual_disputes(weeks, outlook),
    ]


def days_left(balance_fen: int, floor_fen: int, *, lost_fen: int, days: int) -> int | None:
    """After how many days a balance falls under a floor, if it goes on as in the last ``days``.

    Args:
        lost_fen: what it lost in these days, net; not positive: it does not fall.

    Returns:
        Whole days until the first one at whose end less than the floor is left; None if it
        does not fall, or lies under the floor already.
    """
    if lost_fen <= 0 or balance_fen < floor_fen:
        return None
    return (balance_fen - floor_fen) * days // lost_fen + 1


def is_unusual(last: int, before: Sequence[int], *, percent: int) -> bool:
    """Whether the last week passes the mean of those before by so many per cent of it."""
    if not before:
        return False
    return last * PER_CENT * len(before) > sum(before) * percent


def _minimum_ahead(
    weeks: Weeks, outlook: Outlook, balance_fen: int, minimum_fen: int | None
) -> Iterator[Finding]:
    floor, known = minimum_fen or 0, weeks.known
    if known < 2:
        return
    days = known * DAYS_OF_A_WEEK
    lost = sum(weeks.left[-known:]) - sum(weeks.came[-known:])
    left = days_left(balance_fen, floor, lost_fen=lost, days=days)
    if left is None or left > outlook.days:
        return
    line = f"最低余额{yuan(floor)}元" if minimum_fen is not None else "零"
    yield Finding(
        Breach.MINIMUM_AHEAD,
        lost * outlook.days // days - (balance_fen - floor),
        f"近{known}周净流出{yuan(lost)}元，平均每天{yuan(lost // days)}元；"
        f"现余额{yuan(balance_fen)}元，照此约{left}天后低于{line}。",
    )


def _unusual_sum(
    rule: Breach, word: str, sums: Sequence[int], known: int, outlook: Outlook
) -> Iterator[Finding]:
    before, last = sums[-known:-1] if known > 1 else (), sums[-1] if sums else 0
    if last < outlook.least_fen or not is_unusual(last, before, percent=outlook.percent):
        return
    mean = sum(before) // len(before)
    yield Finding(
        rule,
        last - mean,
        f"最近一周{word}{yuan(last)}元，此前{len(before)}周平均每周{yuan(mean)}元，"
        f"超过{outlook.percent}%。",
    )


def _unusual_disputes(weeks: Weeks, outlook: Outlook) -> Iterator[Finding]:
    known, last = weeks.known, weeks.disputes[-1] if weeks.disputes else 0
    before = weeks.disputes[-known:-1] if known > 1 else ()
    if last < outlook.least_disputes or not is_unusual(last, before, percent=outlook.percent):
        return
    total = sum(before)
    yield Finding(
        Breach.DISPUTES_UNUSUAL,
        0,  # no sum of money
        f"最近一周家长对课时提出异议{last}件，此前{len(before)}周共{total}件。",
    )
