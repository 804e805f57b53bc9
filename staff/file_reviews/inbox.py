"""Files of yearly reviews that a person may score: one line per review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.queries import part_of, reviewed_files_for
from staff.inbox.rows import MINE, Work


def work(user: User, as_of: date) -> Iterator[Work]:
    """How many drawn files wait that this person had no part in."""
    if not user.has(P.CASE_SUPERVISE):
        return
    waiting = reviewed_files_for(user).filter(scored_at__isnull=True)
    others = waiting.exclude(case__in=part_of(user).values("pk")).order_by("review__year")
    for row in others.values("review_id", "review__year").annotate(count=Count("pk")):
        yield Work(
            MINE,
            f"{row['review__year']}年案卷评查：{row['count']}份待评分",
            "您没有参与这些案件的办理和审批，可以评分",
            reverse("staff:file-review", args=[row["review_id"]]),
            "clipboard-list",
            label="待评分",
            tone="busy",
        )
