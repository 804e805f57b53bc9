"""Forms about what other systems reported."""

from __future__ import annotations

from django import forms

from staff.forms import StaffForm


class SettleForm(StaffForm):
    wide = ("how",)
    how = forms.CharField(
        label="处理情况", max_length=300, help_text="做了什么，或者为什么无需处理"
    )
