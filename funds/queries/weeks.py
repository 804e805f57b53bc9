"""The last weeks of an account, week by week, for what they give reason to expect."""

from __future__ import annotations

from datetime import date, timedelta

from funds.models import FundAccount, Leg, Lesson
from funds.rules.forecasting import DAYS_OF_A_WEEK, Weeks
from funds.states import BookCode, EntryKind, LessonState


def weeks_before(account: FundAccount, day: date, *, weeks: int) -> Weeks:
    """Sums of the weeks that end with ``day``, the latest last; two queries.

    What was reversed is left out with its reversal. A dispute counts on the day it was raised
    or, once it is decided for the parent, on that day.
    """
    first = day - timedelta(days=weeks * DAYS_OF_A_WEEK - 1)
    came, left, refunds, disputes = ([0] * weeks for _ in range(4))
    for kind, on, fen in _legs(account, first, day):
        week = (on - first).days // DAYS_OF_A_WEEK
        if fen > 0:
            came[week] += fen
        else:
            left[week] -= fen
            refunds[week] -= fen if kind == EntryKind.REFUND else 0
    for on in _disputes(account, first, day):
        disputes[(on - first).days // DAYS_OF_A_WEEK] += 1
    age = ((day - account.opened_on).days + 1) // DAYS_OF_A_WEEK
    return Weeks(came, left, refunds, disputes, known=max(0, min(weeks, age)))


def _legs(account: FundAccount, first: date, last: date) -> list[tuple[str, date, int]]:
    rows = Leg.objects.filter(
        account=account,
        book__code=BookCode.BANK,
        entry__account=account,  # by which and the day the index finds the few
        entry__occurred_on__range=(first, last),
        entry__reversed_by__isnull=True,
    ).exclude(entry__kind=EntryKind.REVERSAL)
    return list(rows.values_list("entry__kind", "entry__occurred_on", "amount_fen"))


def _disputes(account: FundAccount, first: date, last: date) -> list[date]:
    rows = Lesson.objects.filter(
        contract__account=account,
        state__in=(LessonState.DISPUTED, LessonState.REFUSED),
        answered_on__range=(first, last),
    )
    return [on for on in rows.values_list("answered_on", flat=True) if on is not None]
