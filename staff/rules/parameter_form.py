"""The form that sets one parameter: the fields of its kind, from which day on, and on what paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from policies.queries import ParameterDefinition
from staff.forms import DateInput, StaffForm
from staff.rules.values import FIELD_LABELS, UNITS

Fields = dict[str, forms.Field]

_MOST = 2_000_000_000
_MOST_DAYS = 3650
# Keys that mean something when they are empty, and what.
_MAY_BE_EMPTY = {
    "organ.government": "留空时印“本县名称＋人民政府”。",
    "care.lead_department": "填写牵头部门的名称。",
    "map.tiles_url": "留空时使用自带的简图，不联网。",
    "map.review_number": "使用在线底图时须填写。",
}
_UNITS = [(unit, UNITS[unit].removeprefix("个")) for unit in ("working_day", "calendar_day")]


def _text(definition: ParameterDefinition, value: Any) -> Fields:
    hint = _MAY_BE_EMPTY.get(definition.key, "")
    is_required = definition.key not in _MAY_BE_EMPTY
    return {
        "value": forms.CharField(
            label="取值", max_length=300, required=is_required, initial=value, help_text=hint
        )
    }


def _pattern(_: ParameterDefinition, value: Any) -> Fields:
    hint = "{organ}是机关代字，{year}是年份，{n}是序号；年份和序号必须有。"
    return {"value": forms.CharField(label="式样", max_length=60, initial=value, help_text=hint)}


def _number(_: ParameterDefinition, value: Any) -> Fields:
    return {"value": forms.IntegerField(label="取值", min_value=1, max_value=_MOST, initial=value)}


def _measure(_: ParameterDefinition, value: Any) -> Fields:
    hint = "留空表示本县没有规定。"
    return {
        "value": forms.CharField(
            label="取值", max_length=10, required=False, initial=value, help_text=hint
        )
    }


def _flag(_: ParameterDefinition, value: Any) -> Fields:
    return {
        "value": forms.TypedChoiceField(
            label="取值",
            choices=[("yes", "是"), ("no", "否")],
            coerce=lambda word: word == "yes",
            initial="yes" if value else "no",
            widget=forms.RadioSelect,
        )
    }


def _lines(_: ParameterDefinition, value: Any) -> Fields:
    return {
        "value": forms.CharField(
            label="事项",
            max_length=2000,
            initial="\n".join(value),
            widget=forms.Textarea(attrs={"rows": 6}),
            help_text="一行一项。",
        )
    }


def _period(_: ParameterDefinition, value: Any) -> Fields:
    return {
        "count": forms.IntegerField(
            label="数量", min_value=1, max_value=_MOST_DAYS, initial=value["count"]
        ),
        "unit": forms.ChoiceField(label="单位", choices=_UNITS, initial=value["unit"]),
    }


def _table(definition: ParameterDefinition, value: Any) -> Fields:
    names = [*definition.value, *(name for name in value if name not in definition.value)]
    return {f"in_{name}": _cell(name, value.get(name, "")) for name in names}


def _cell(name: str, value: Any) -> forms.Field:
    label = FIELD_LABELS.get(name, name)
    if isinstance(value, int):
        return forms.IntegerField(label=label, max_value=_MOST, initial=value)
    return forms.CharField(label=label, max_length=200, required=False, initial=value)


_FIELDS: Mapping[str, Callable[[ParameterDefinition, Any], Fields]] = {
    "text": _text,
    "number": _number,
    "measure": _measure,
    "flag": _flag,
    "lines": _lines,
    "period": _period,
    "pattern": _pattern,
    "table": _table,
}


class ParameterForm(StaffForm):
    """A new value from a day on."""

    valid_from = forms.DateField(label="自哪一天起", widget=DateInput)
    source = forms.CharField(
        label="依据",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "本县的决定：文件、文号、日期"}),
    )

    def __init__(
        self, data: Any, *, definition: ParameterDefinition, value: Any, **kwargs: Any
    ) -> None:
        self.kind = definition.kind
        own = _FIELDS[self.kind](definition, value)
        self.wide = ("source", *(own if len(own) == 1 or self.kind == "table" else ()))
        # Before Django copies them into ``fields``, so that they get the looks of all others.
        self.base_fields = {**own, **self.base_fields}  # type: ignore[misc]  # of this form alone
        super().__init__(data, **kwargs)

    @property
    def value(self) -> Any:
        """What was typed, as the parameter keeps it."""
        sent = self.cleaned_data
        if self.kind == "period":
            return {"count": sent["count"], "unit": sent["unit"]}
        if self.kind == "table":
            return {name.removeprefix("in_"): sent[name] for name in sent if name.startswith("in_")}
        if self.kind == "lines":
            return [line.strip() for line in sent["value"].splitlines() if line.strip()]
        return sent["value"]
