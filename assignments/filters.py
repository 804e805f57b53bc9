"""What the list of assignments is narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from assignments.states import AssignmentKind, AssignmentState, SharingPurpose
from common.filters import Filters, OneOf, Pick, Words


def _told(rows: Any, text: str) -> Any:
    for word in text.split():
        rows = rows.filter(Q(about__icontains=word) | Q(receiver_name__icontains=word))
    return rows


class AssignmentFilters(Filters):
    title = "assignments"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "ours": (
                    "请本部门办理的",
                    lambda rows, asker: rows.filter(asked_of=asker.user.department_id),
                ),
                "asked": (
                    "本部门发起的",
                    lambda rows, asker: rows.filter(asked_by__department=asker.user.department_id),
                ),
                "overdue": ("逾期未答复的", lambda rows, asker: rows.overdue(asker.today)),
            },
        ),
        OneOf(name="kind", label="类别", says="what is asked", choices=AssignmentKind),
        OneOf(name="state", label="状态", says="its state now", choices=AssignmentState),
        Words(
            name="text",
            label="查找",
            says="every word stands in the title or its initials",
            hint="事项或拼音首字母",
        ),
    )


class SharingFilters(Filters):
    title = "sharings"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "given": (
                    "本部门提供的",
                    lambda rows, asker: rows.filter(giver=asker.user.department_id),
                ),
                "got": (
                    "提供给本部门的",
                    lambda rows, asker: rows.filter(receiver=asker.user.department_id),
                ),
            },
        ),
        OneOf(name="purpose", label="目的", says="what it was given for", choices=SharingPurpose),
        Words(
            name="text",
            label="查找",
            says="every word stands in what it was about or in the receiver's name",
            hint="事项、接收方",
            by=_told,
        ),
    )
