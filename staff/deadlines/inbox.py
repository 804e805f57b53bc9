"""What comes due for a person: one's own in good time; others' once they were passed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from deadlines.models import Deadline
from deadlines.queries import due_list, lead_days, reminders_for
from deadlines.states import ReminderLevel
from staff.inbox.rows import MINE, OVERDUE, Work

ROWS_AT_MOST = 20  # more become one line that leads to the list


def work(user: User, as_of: date) -> Iterator[Work]:
    """Own deadlines within the lead time, then those of others that this person was told of."""
    last = as_of + timedelta(days=lead_days(as_of)[ReminderLevel.OWNER])
    mine = due_list(user).running().filter(due_on__lte=last)
    rows = list(mine[: ROWS_AT_MOST + 1])
    for one in rows[:ROWS_AT_MOST]:
        yield _line(one, as_of, "")
    if len(rows) > ROWS_AT_MOST:
        yield _more("我的期限还有多项即将届满或者已经逾期", "?whose=mine")
    told = reminders_for(user).exclude(level=ReminderLevel.OWNER)
    heard = list(told[: ROWS_AT_MOST + 1])
    for reminder in heard[:ROWS_AT_MOST]:
        one = reminder.deadline
        yield _line(one, as_of, f"责任人{one.owner}" if one.owner else "没有责任人")
    if len(heard) > ROWS_AT_MOST:
        yield _more("还有多项期限已提醒到本级", "?pick=overdue")


def _line(deadline: Deadline, as_of: date, whose: str) -> Work:
    is_late = deadline.due_on < as_of
    texts = [deadline.label, deadline.length, whose, "暂定" if deadline.is_provisional else ""]
    return Work(
        OVERDUE if is_late else MINE,
        deadline.about,
        " · ".join(text for text in texts if text),
        reverse("staff:deadline", args=[deadline.pk]),
        "calendar-due",
        due_on=deadline.due_on,
        label="逾期" if is_late else "期限",
        tone="bad" if is_late else "warn",
    )


def _more(title: str, query: str) -> Work:
    url = reverse("staff:deadlines") + query
    return Work(MINE, title, "打开期限列表", url, "calendar-due", label="期限", tone="warn")
