"""Forms of the room of orders made out on site."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.queries import certified_officers_on
from enforcement.states import ON_SITE
from staff.forms import DateInput, StaffForm


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.full_name


class ReleaseForm(StaffForm):
    """Which paper, for which day, for whom and how many each."""

    form = forms.ChoiceField(label="文种", choices=[(one.value, one.label) for one in ON_SITE])
    day = forms.DateField(label="使用日期", widget=DateInput, help_text="只限这一天使用")
    each = forms.IntegerField(label="每人份数", min_value=1, max_value=20, initial=2)
    officers = _People(
        label="持用人",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="本机关当日持有效执法证的人员；签发人不能同时持用。",
    )
    reason = forms.CharField(
        label="用于",
        max_length=200,
        help_text="如：城关镇日常巡查",
        widget=forms.Textarea({"rows": 2}),
    )
    wide = ("officers", "reason")

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            person.pk
            for person in certified_officers_on(today)
            if person.department is not None and person.department.is_lead
        ]
        people = User.objects.filter(pk__in=known).exclude(pk=user.pk)
        self.fields["officers"].queryset = people.order_by("full_name")


class WhyForm(StaffForm):
    """One reason in words."""

    reason = forms.CharField(label="理由", max_length=180, widget=forms.Textarea({"rows": 3}))
    wide = ("reason",)
