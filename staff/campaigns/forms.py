"""Forms of the campaigns' room."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department, User
from accounts.queries import partner_departments
from inspections.models import Campaign, CampaignTarget
from inspections.states import TargetGroup, TargetOutcome
from institutions.queries import institutions_for
from staff.forms import DateInput, StaffForm
from staff.institutions.fields import InstitutionField


class CampaignForm(StaffForm):
    """A new campaign."""

    name = forms.CharField(label="名称", max_length=100)
    starts_on = forms.DateField(label="开始日期", widget=DateInput)
    ends_on = forms.DateField(label="结束日期", widget=DateInput)
    departments = forms.ModelMultipleChoiceField(
        label="参加部门",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="教育局牵头，不必勾选。",
    )
    plan_text = forms.CharField(
        label="工作方案", required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    wide = ("name", "departments", "plan_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = [department.pk for department in partner_departments()]
        self.fields["departments"].queryset = Department.objects.filter(pk__in=partners)


class TargetForm(StaffForm):
    """An institution for the campaign's list, under the heading that counts it."""

    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")
    group = forms.ChoiceField(label="类别", choices=TargetGroup.choices, widget=forms.RadioSelect)
    wide = ("institution", "group")

    def __init__(self, *args: Any, campaign: Campaign, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = campaign.targets.values("institution")
        self.fields["institution"].queryset = institutions_for(user).exclude(pk__in=listed)


class PastedForm(StaffForm):
    """A pasted list, one institution per line."""

    lines = forms.CharField(
        label="机构清单",
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="一行一家：机构全称、统一社会信用代码或者办学许可证号；最多2000行。",
    )
    wide = ("lines",)


class OutcomeForm(StaffForm):
    """What came of one institution on the list."""

    outcome = forms.ChoiceField(
        label="处理结果", choices=TargetOutcome.choices, widget=forms.RadioSelect
    )
    wide = ("outcome",)

    def __init__(self, *args: Any, target: CampaignTarget, **kwargs: Any) -> None:
        super().__init__(*args, initial={"outcome": target.outcome}, **kwargs)
