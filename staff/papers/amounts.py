"""Amounts of money as people write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms


class YuanField(forms.CharField):
    """An amount in yuan as people write it; whole fen come out, never a rounded value."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").replace(",", "").strip()
        if not text:
            return None
        try:
            fen = Decimal(text) * 100
        except InvalidOperation:
            raise forms.ValidationError("请填写金额，例如3000.50。") from None
        if not fen.is_finite() or fen != fen.to_integral_value():
            raise forms.ValidationError("金额应精确到分，最多两位小数。")
        return int(fen)
