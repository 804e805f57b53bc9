"""Forms of the assignments' room."""

from __future__ import annotations

from django import forms

from assignments.states import AnswerOutcome, AssignmentKind, AssignmentState
from staff.forms import FilterForm, StaffForm


class AssignmentFilter(FilterForm):
    """What the list is narrowed by."""

    pick = forms.ChoiceField(
        label="范围",
        choices=[
            ("", "全部"),
            ("ours", "请本部门办理的"),
            ("asked", "本部门发起的"),
            ("overdue", "逾期未答复的"),
        ],
    )
    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), *AssignmentKind.choices])
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *AssignmentState.choices])


class ReplyForm(StaffForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="办理结果", choices=AnswerOutcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label="办理情况", widget=forms.Textarea(attrs={"rows": 5}))
    wide = ("outcome", "text")


class GivenBackForm(StaffForm):
    """Why it is given or taken back."""

    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)
