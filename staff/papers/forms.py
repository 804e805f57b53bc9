"""Forms of the papers' room: a reason, and the facts of any form of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from papers.catalogue import Field, Form
from papers.kinds import PARTY_PARTS
from staff.forms import DateInput, MomentInput, StaffForm

_PARTY = [part for part in PARTY_PARTS if part != "kind"]
_UNITS = [("working_day", "个工作日"), ("calendar_day", "日"), ("month", "个月"), ("hour", "小时")]
_LONGEST = 20_000


class WhyForm(StaffForm):
    """One reason, wanted in words."""

    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    wide = ("reason",)


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


class FactsForm(StaffForm):
    """The plain fields of a form; what has rows of its own stays as it was begun."""

    def __init__(self, *args: Any, of: Form, facts: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.known = of, facts
        self.wide = tuple(field.key for field in of.fields if field.kind == "long")
        for field in of.fields:
            self.fields.update(_INPUTS.get(field.kind, _nothing)(field, facts.get(field.key)))
        if "replaces_because" in facts:
            self.fields["replaces_because"] = forms.CharField(
                label="替代的理由", initial=facts["replaces_because"], required=False
            )
        for name, shown in self.fields.items():
            shown.required = False
            shown.is_wide = name in self.wide  # type: ignore[attr-defined]  # the template reads it
            is_list = isinstance(shown.widget, forms.Select)
            shown.widget.attrs["class"] = "form-select" if is_list else "form-control"

    def facts(self) -> dict[str, Any]:
        """Everything that the draft says from now on, empty fields left out."""
        typed = dict(self.known)
        for field in self.of.fields:
            if field.kind in _INPUTS:
                typed[field.key] = _READERS.get(field.kind, _one)(field, self.cleaned_data)
            if field.kind == "party" and typed.get(field.key):  # what kind of party is not typed
                typed[field.key]["kind"] = (self.known.get(field.key) or {}).get("kind")
        if "replaces_because" in self.fields:
            typed["replaces_because"] = self.cleaned_data["replaces_because"]
        return {key: value for key, value in typed.items() if value not in ("", None, {}, [])}


Inputs = dict[str, forms.Field]


def _nothing(field: Field, value: Any) -> Inputs:
    return {}


def _text(field: Field, value: Any) -> Inputs:
    return {field.key: forms.CharField(label=field.label, initial=value, max_length=_LONGEST)}


def _long(field: Field, value: Any) -> Inputs:
    area = forms.Textarea(attrs={"rows": 4})
    return {
        field.key: forms.CharField(
            label=field.label, initial=value, widget=area, max_length=_LONGEST
        )
    }


def _date(field: Field, value: Any) -> Inputs:
    return {field.key: forms.DateField(label=field.label, initial=value, widget=DateInput)}


def _moment(field: Field, value: Any) -> Inputs:
    wanted = str(value or "")[:16]
    return {field.key: forms.DateTimeField(label=field.label, initial=wanted, widget=MomentInput)}


def _money(field: Field, value: Any) -> Inputs:
    initial = "" if value is None else f"{Decimal(value) / 100}"
    return {field.key: YuanField(label=f"{field.label}（元）", initial=initial)}


def _number(field: Field, value: Any) -> Inputs:
    return {field.key: forms.IntegerField(label=field.label, initial=value)}


def _choice(field: Field, value: Any) -> Inputs:
    choices = [("", "请选择"), *field.options]
    return {field.key: forms.ChoiceField(label=field.label, initial=value, choices=choices)}


def _days(field: Field, value: Any) -> Inputs:
    held = value or {}
    return {
        f"{field.key}__count": forms.IntegerField(
            label=field.label, initial=held.get("count"), min_value=1, max_value=999
        ),
        f"{field.key}__unit": forms.ChoiceField(
            label=f"{field.label}的单位", initial=held.get("unit"), choices=_UNITS
        ),
    }


def _party(field: Field, value: Any) -> Inputs:
    held = value or {}
    return {
        f"{field.key}__{part}": forms.CharField(
            label=f"{field.label}：{PARTY_PARTS[part]}", initial=held.get(part), max_length=200
        )
        for part in _PARTY
        if part in ("name", "address", "phone") or held.get(part)
    }


def _reference(field: Field, value: Any) -> Inputs:
    held = value or {}
    return {
        f"{field.key}__title": forms.CharField(
            label=f"{field.label}：名称", initial=held.get("title"), max_length=120
        ),
        f"{field.key}__number": forms.CharField(
            label=f"{field.label}：文号", initial=held.get("number"), max_length=60
        ),
        f"{field.key}__date": forms.DateField(
            label=f"{field.label}：日期", initial=held.get("date"), widget=DateInput
        ),
    }


_PLAIN_TEXT = ("text", "phone", "id", "address", "account", "person", "informant")
_INPUTS: dict[str, Callable[[Field, Any], Inputs]] = {
    **dict.fromkeys(_PLAIN_TEXT, _text),
    "long": _long,
    "date": _date,
    "moment": _moment,
    "money": _money,
    "number": _number,
    "choice": _choice,
    "days": _days,
    "party": _party,
    "paper_ref": _reference,
}


def _one(field: Field, typed: dict[str, Any]) -> Any:
    return typed.get(field.key)


def _day_typed(field: Field, typed: dict[str, Any]) -> Any:
    return typed[field.key].isoformat() if typed.get(field.key) else None


def _moment_typed(field: Field, typed: dict[str, Any]) -> Any:
    return typed[field.key].strftime("%Y-%m-%dT%H:%M") if typed.get(field.key) else None


def _days_typed(field: Field, typed: dict[str, Any]) -> Any:
    count = typed.get(f"{field.key}__count")
    return {"count": count, "unit": typed[f"{field.key}__unit"]} if count else None


def _party_typed(field: Field, typed: dict[str, Any]) -> Any:
    return _parts(field, typed)


def _reference_typed(field: Field, typed: dict[str, Any]) -> Any:
    told = _parts(field, typed)
    return told if told.get("title") else None


def _parts(field: Field, typed: dict[str, Any]) -> dict[str, Any]:
    head = f"{field.key}__"
    parts = {name.removeprefix(head): v for name, v in typed.items() if name.startswith(head) and v}
    return {part: getattr(v, "isoformat", lambda v=v: v)() for part, v in parts.items()}


_READERS: dict[str, Callable[[Field, dict[str, Any]], Any]] = {
    "date": _day_typed,
    "moment": _moment_typed,
    "days": _days_typed,
    "party": _party_typed,
    "paper_ref": _reference_typed,
}
