"""The form by which a clerk declares what schools reported."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from reports.services import FigureIn
from reports.sheet import DECLARED_LABELS
from staff.forms import StaffForm


class DeclareForm(StaffForm):
    """One declared figure: which, how much, and the words of the report if it printed any."""

    key = forms.ChoiceField(label="项目", choices=list(DECLARED_LABELS.items()))
    value = forms.DecimalField(
        label="数值", max_digits=16, decimal_places=2, min_value=Decimal(0), required=False
    )
    printed_as = forms.CharField(
        label="报告原文",
        max_length=200,
        required=False,
        help_text="报告里写的是文字时照抄，例如“都已达标”",
    )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("value") is None and not cleaned.get("printed_as"):
            raise forms.ValidationError("请填写数值或报告原文，至少一项。")
        return cleaned

    def figure(self) -> FigureIn:
        return FigureIn(
            self.cleaned_data["key"], self.cleaned_data["value"], self.cleaned_data["printed_as"]
        )
