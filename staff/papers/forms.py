"""Forms of the papers' room: a reason, and the facts of any form of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms

from papers.catalogue import Field, Form
from papers.kinds import OPINION_LEVELS, PARTY_PARTS
from papers.numbers import labelled, unlabelled
from staff.forms import DateInput, MomentInput, StaffForm
from staff.papers.amounts import YuanField
from staff.papers.row_kinds import ROW_KINDS, Desk, rows_field
from staff.papers.rows import MOST_INPUTS, RowsField
from staff.plain_text import refuse_odd_signs

_PARTY = [part for part in PARTY_PARTS if part != "kind"]
_UNITS = [("working_day", "个工作日"), ("calendar_day", "日"), ("month", "个月"), ("hour", "小时")]
_LONGEST = 20_000


class WhyForm(StaffForm):
    """One reason, wanted in words."""

    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    wide = ("reason",)


Inputs = dict[str, forms.Field]


class FactsForm(StaffForm):
    """Every fact of a form that people may write. What its case says is shown, not asked.

    An encrypted number is a short name in its input; left as it is, it stays as it was.
    """

    def __init__(
        self, *args: Any, of: Form, facts: dict[str, Any], desk: Desk, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.stored, self.desk = of, facts, desk
        self.known: dict[str, Any] = labelled(facts)
        self.asked = [field for field in of.fields if field.key not in desk.taken]
        self.wide = tuple(
            field.key for field in self.asked if field.kind == "long" or field.kind in ROW_KINDS
        )
        self.too_long: list[str] = []  # lists with more rows than a page can send stay as they are
        for field in list(self.asked):
            self._add(field)
        if "replaces_because" in facts:
            self.fields["replaces_because"] = forms.CharField(
                label="替代的理由", initial=facts["replaces_because"], required=False
            )
        for name, shown in self.fields.items():
            shown.required = False
            if isinstance(shown, forms.CharField):
                shown.validators.append(refuse_odd_signs)
            shown.is_wide = name in self.wide  # type: ignore[attr-defined]  # the template reads it
            is_list = isinstance(shown.widget, forms.Select)
            shown.widget.attrs["class"] = "form-select" if is_list else "form-control"

    def facts(self) -> dict[str, Any]:
        """Everything that the draft says from now on, empty fields left out."""
        typed = dict(self.known)
        for field in self.asked:
            if field.kind == "opinions":
                typed[field.key] = _opinions_typed(field, self.cleaned_data, self.known)
            elif field.kind in _INPUTS or field.kind in ROW_KINDS:
                typed[field.key] = _READERS.get(field.kind, _one)(field, self.cleaned_data)
        if "replaces_because" in self.fields:
            typed["replaces_because"] = self.cleaned_data["replaces_because"]
        typed = unlabelled(typed, self.stored)
        return {key: value for key, value in typed.items() if value not in ("", None, {}, [])}

    def _add(self, field: Field) -> None:
        value = self.known.get(field.key)
        if field.kind not in ROW_KINDS:
            self.fields.update(_INPUTS.get(field.kind, _nothing)(field, value))
            return
        rows = rows_field(field, value or [], self.desk)
        held = sum(one.inputs for one in self.fields.values() if isinstance(one, RowsField))
        if len(self.fields) + held + rows.inputs > MOST_INPUTS:
            self.asked.remove(field)
            self.too_long.append(f"{field.label}（{len(value or [])}行）")
        else:
            self.fields[field.key] = rows


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
    kinds = [("", "请选择"), ("organisation", "单位"), ("person", "个人")]
    parts = {
        f"{field.key}__{part}": forms.CharField(
            label=f"{field.label}：{PARTY_PARTS[part]}", initial=held.get(part), max_length=200
        )
        for part in _PARTY
    }
    return {
        f"{field.key}__kind": forms.ChoiceField(
            label=f"{field.label}：类别", initial=held.get("kind"), choices=kinds
        ),
        **parts,
    }


def _opinions(field: Field, value: Any) -> Inputs:
    held = value or {}
    inputs: Inputs = {}
    for level in field.levels or OPINION_LEVELS:
        one, label = held.get(level) or {}, OPINION_LEVELS[level]
        head = f"{field.key}__{level}__"
        inputs |= {
            f"{head}opinion": forms.CharField(
                label=label, initial=one.get("opinion"), max_length=2000
            ),
            f"{head}by": forms.CharField(
                label=f"{label}：签名", initial=signers(one.get("by")), max_length=200
            ),
            f"{head}on": forms.DateField(
                label=f"{label}：日期", initial=one.get("on"), widget=DateInput
            ),
        }
    return inputs


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
    "opinions": _opinions,
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
    told = _parts(field, typed)
    return told if told.keys() - {"kind"} else None


def _opinions_typed(field: Field, typed: dict[str, Any], known: dict[str, Any]) -> Any:
    """One block per level; who signed as several people stays so while the names stay."""
    held, told = known.get(field.key) or {}, {}
    for level in field.levels or OPINION_LEVELS:
        old = held.get(level) or {}
        said = {part: typed[f"{field.key}__{level}__{part}"] for part in ("opinion", "by", "on")}
        if not any(said.values()):
            continue
        is_same = said["by"] == signers(old.get("by"))
        told[level] = {**(old if is_same else {}), **said}
        told[level]["by"] = old.get("by") if is_same else said["by"]
        told[level]["on"] = said["on"].isoformat() if said["on"] else None
        told[level] = {part: value for part, value in told[level].items() if value}
    return told


def signers(by: Any) -> str:
    """Who gave an opinion, as one line that can be typed."""
    return "、".join(str(one["name"]) for one in by) if isinstance(by, list) else str(by or "")


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
