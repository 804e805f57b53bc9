"""What the list of assignments is narrowed by."""

from assignments.states import AssignmentKind, AssignmentState
from common.filters import Filters, OneOf, Pick, Words


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
