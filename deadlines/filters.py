"""What the due list is narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from common.filters import Asker, Filters, OneOf, OneRow, Pick
from deadlines.models import Deadline
from deadlines.states import DeadlineState, PeriodUnit

_SUNDAY = 6


def _this_week(rows: Any, asker: Asker) -> Any:
    """From today to the coming Sunday."""
    return rows.due_within(asker.today, _SUNDAY - asker.today.weekday())


def _owners(asker: Asker) -> QuerySet:
    return User.objects.filter(pk__in=Deadline.objects.values("owner_id")).order_by("full_name")


class DeadlineFilters(Filters):
    title = "deadlines"
    filters = (
        Pick(
            name="whose",
            label="责任人",
            says="whose deadlines",
            picks={
                "mine": ("我的", lambda rows, asker: rows.of(asker.user)),
                "nobody": ("没有责任人", lambda rows, asker: rows.filter(owner__isnull=True)),
            },
        ),
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "overdue": ("已逾期", lambda rows, asker: rows.overdue(asker.today)),
                "today": ("今天届满", lambda rows, asker: rows.due_within(asker.today, 0)),
                "week": ("本周届满", _this_week),
                "month": ("三十日内届满", lambda rows, asker: rows.due_within(asker.today, 30)),
                "provisional": ("暂定", lambda rows, asker: rows.provisional()),
            },
        ),
        OneOf(
            name="state",
            label="状态",
            says="its state now; without it, what is open",
            choices=DeadlineState,
        ),
        OneRow(
            name="owner",
            label="责任人",
            says="the person who answers for it",
            column="owner_id",
            rows_of=_owners,
            is_hidden=True,
        ),
        OneOf(name="unit", label="单位", says="in what it is counted", choices=PeriodUnit),
    )
