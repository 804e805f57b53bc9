"""Forms of the assignments' room."""

from __future__ import annotations

from django import forms

from assignments.states import AnswerOutcome
from staff.forms import StaffForm


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
