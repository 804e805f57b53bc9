"""What the dashboard is narrowed by."""

from __future__ import annotations

from datetime import date

from django import forms

from reports.following import Stage
from staff.forms import DateInput, FilterForm

_ALL = ("", "全部")
_LATE = ("late", "未及时跟进的")


class OverviewForm(FilterForm):
    """From which day violations count, and which of them are listed."""

    since = forms.DateField(label="发现日期自", widget=DateInput)
    stage = forms.ChoiceField(label="跟进情况", choices=[_LATE, _ALL, *Stage.choices])
    town = forms.CharField(label="乡镇街道", max_length=30)

    def since_or(self, first: date) -> date:
        """The day asked for, or the usual one."""
        day: date | None = self.chosen().get("since")
        return day or first
