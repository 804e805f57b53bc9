"""Forms of the room; what may be said in them is judged by the verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import Department
from staff.cases.forms.base import certified
from staff.forms import StaffForm


class CloseForm(StaffForm):
    """Why a finding needs nothing more."""

    because = forms.CharField(
        label="处置情况和理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    wide = ("because",)


class DeclineForm(StaffForm):
    """Why no visit is made."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)


class AskForm(StaffForm):
    """Which department sees to it; the day is the county's parameter."""

    department = forms.ModelChoiceField(
        label="办理部门", queryset=Department.objects.none(), empty_label="请选择部门"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.order_by("pk")


class ClueForm(StaffForm):
    """Under which cause it is registered, and who checks it, the first as lead."""

    cause = forms.CharField(label="案由", max_length=200)
    officers = forms.ModelMultipleChoiceField(
        label="核查人员",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="至少两名持有效执法证的人员，第一名为主办。",
    )
    wide = ("cause", "officers")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].queryset = certified(today)
