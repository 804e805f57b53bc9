"""What points, scores and vetoes lead to, by the county's scheme: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from institutions.states import AnnualResult, ListKind


@dataclass(frozen=True, slots=True)
class Standing:
    """Where so many points put an institution at the end of a year.

    ``months`` is how long it stays on the list; None is without end. ``fails_annual_check``:
    the annual check of the year counts as failed.
    """

    kind: ListKind
    months: int | None
    fails_annual_check: bool


def standing_of(points: int, scheme: Mapping[str, int]) -> Standing:
    """The list that points lead to.

    Args:
        points: the base and all that was added and taken away in the year.
        scheme: ``white_from`` points and more stand on the white list, ``black_to`` points and
            less on the black list for ``black_months``, what lies between under key supervision
            for ``key_months``; ``black_fails_annual`` 1: the annual check counts as failed.

    Source: registry-funds 5.3, 济南市校外培训机构积分管理办法 (2022-11), as the county sets it.
    """
    if points >= scheme["white_from"]:
        return Standing(ListKind.WHITE, None, False)
    if points > scheme["black_to"]:
        return Standing(ListKind.KEY_SUPERVISION, scheme["key_months"], False)
    return Standing(ListKind.BLACK, scheme["black_months"], bool(scheme["black_fails_annual"]))


def grade_of(score: Decimal, grades: Mapping[str, int]) -> str:
    """The grade whose least score is the highest that ``score`` reaches.

    A score below all of them has the lowest grade. Raises ValueError for a scheme of no grades.
    """
    if not grades:
        raise ValueError("a scheme needs at least one grade")
    from_the_top = sorted(grades, key=lambda grade: grades[grade], reverse=True)
    reached = (grade for grade in from_the_top if score >= grades[grade])
    return next(reached, from_the_top[-1])


def annual_result(
    score: Decimal, vetoes: Sequence[str], *, excellent_from: int, pass_from: int
) -> AnnualResult:
    """The class of an annual check; one veto fails it whatever the score.

    Source: registry-funds 5.4 (昌教发〔2023〕1号), as the county sets it.
    """
    if vetoes or score < pass_from:
        return AnnualResult.FAILED
    return AnnualResult.EXCELLENT if score >= excellent_from else AnnualResult.PASSED


def most_excellent(checked: int, percent: Decimal) -> int:
    """How many of those checked may be excellent: the share rounded down."""
    return int(checked * percent / 100)


def last_day(first: date, months: int) -> date:
    """The last day of so many months that begin on ``first``: the day before the same day.

    A month without that day ends with its own last day. Source: funds-cases, month_cap.
    """
    year, month = divmod(first.month - 1 + months, 12)
    for day in (first.day, 30, 29, 28):
        try:
            same = date(first.year + year, month + 1, min(day, first.day))
        except ValueError:
            continue
        is_short = same.day < first.day
        return same if is_short else same - timedelta(days=1)
    raise AssertionError("every month has 28 days")
