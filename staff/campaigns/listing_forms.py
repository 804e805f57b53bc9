"""Forms of the problems that leaders watch over."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from inspections.models import Campaign
from staff.forms import DateInput, StaffForm


class ListedForm(StaffForm):
    """A problem at one institution of the campaign's list, with owner, deadline and leader."""

    target = forms.ModelChoiceField(label="机构", queryset=None, empty_label="请选择机构")
    problem = forms.CharField(
        label="须督办的问题", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(
        label="责任人", queryset=None, empty_label="请选择", help_text="其所在部门为责任部门"
    )
    leader = forms.ModelChoiceField(label="督战领导", queryset=None, empty_label="请选择")
    due_on = forms.DateField(label="完成期限", widget=DateInput)
    wide = ("target", "problem")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = (
            User.objects.active().persons().filter(department__isnull=False).order_by("full_name")
        )
        targets = campaign.targets.select_related("institution").order_by("institution__name")
        self.fields["target"].queryset = targets
        self.fields["target"].label_from_instance = lambda row: row.institution.name
        for name in ("owner", "leader"):
            self.fields[name].queryset = people.select_related("department")
            self.fields[name].label_from_instance = _with_department


def _with_department(person: User) -> str:
    return f"{person.full_name}（{person.department}）"


class ProgressForm(StaffForm):
    text = forms.CharField(label="进展", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("text",)


class DeadlineForm(StaffForm):
    due_on = forms.DateField(label="新的完成期限", widget=DateInput)
    reason = forms.CharField(label="理由", max_length=200)


class EndForm(StaffForm):
    """Strike off, or take down: both say on what grounds."""

    result = forms.CharField(label="依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    wide = ("result",)
