"""Forms of matters, other departments' visits and the visits of a draw."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import Department, User
from accounts.queries import partner_departments
from draws.models import Matter
from draws.states import VisitClass
from institutions.queries import institutions_for
from institutions.states import InstitutionKind
from staff.forms import DateInput, StaffForm
from staff.institutions.fields import InstitutionField


class MatterForm(StaffForm):
    """A matter that was published."""

    code = forms.CharField(label="编号", max_length=20)
    title = forms.CharField(label="事项", max_length=100)
    basis = forms.CharField(label="依据", max_length=300)
    kinds = forms.MultipleChoiceField(
        label="适用机构", choices=InstitutionKind.choices, widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label="检查类别", choices=VisitClass.choices, widget=forms.CheckboxSelectMultiple
    )
    published_on = forms.DateField(label="公布日期", widget=DateInput)
    source = forms.CharField(
        label="公布处", max_length=200, help_text="清单名称、文号或者网址，公众能够查到。"
    )
    wide = ("basis", "kinds", "classes", "source")


class OtherVisitForm(StaffForm):
    """A visit that another department made by itself."""

    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")
    department = forms.ModelChoiceField(label="部门", queryset=None, empty_label="请选择部门")
    visited_on = forms.DateField(label="检查日期", widget=DateInput)
    source = forms.CharField(label="消息来源", max_length=200)
    wide = ("institution", "source")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = [department.pk for department in partner_departments()]
        self.fields["department"].queryset = Department.objects.filter(pk__in=partners)
        self.fields["institution"].queryset = institutions_for(user)


class ArrangeForm(StaffForm):
    """For which matters the drawn institutions are visited, and whether they are told."""

    matters = forms.ModelMultipleChoiceField(
        label="检查事项", queryset=None, widget=forms.CheckboxSelectMultiple
    )
    unannounced_reason = forms.CharField(
        label="不事先通知的理由",
        max_length=200,
        required=False,
        help_text="留空即事先通知。",
    )
    wide = ("matters", "unannounced_reason")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Matter.objects.published_on(day)
        self.fields["matters"].queryset = published.filter(classes__contains=[VisitClass.RANDOM])
