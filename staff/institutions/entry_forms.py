"""Forms of the registry's entries, made from the columns they fill.

What a column is called, how long it may be and what may be chosen stands in the model once;
here only what a person types differently: money in yuan, days of the week as boxes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from staff.forms import DateInput, StaffForm

_WEEK = [(number, f"周{sign}") for number, sign in enumerate("一二三四五六日", start=1)]
_FEN = 100
_MOST_YUAN = Decimal("99999999.99")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class EntryForm(StaffForm):
    """An entry's columns; ``extra`` fields are the verb's own, such as the day it begins."""

    columns: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """What was typed, by column, as the verbs take it."""
        sent = self.cleaned_data
        return {name: _stored(name, sent[name]) for name in self.columns}


def entry_form(
    model: type[models.Model], columns: tuple[str, ...], **extra: forms.Field
) -> type[EntryForm]:
    """A form class with a field for each of ``columns`` of ``model``, then ``extra``."""
    fields: dict[str, Any] = {name: _field(model, name) for name in columns}
    return type(f"{model.__name__}Form", (EntryForm,), {"columns": columns, **fields, **extra})


def start_of(row: models.Model | None, columns: tuple[str, ...]) -> dict[str, Any]:
    """What a form shows of a row before anything is typed."""
    if row is None:
        return {}
    return {name: _typed(name, getattr(row, name)) for name in columns}


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, **more)


def reason_field(label: str, length: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": 2}), **more
    )


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput)


def _field(model: type[models.Model], name: str) -> forms.Field:
    column: Any = model._meta.get_field(name)
    label = column.verbose_name
    is_open = column.blank or column.null or column.has_default()
    if name.endswith("_fen"):
        return forms.DecimalField(
            label=f"{label}（元）",
            min_value=0,
            max_value=_MOST_YUAN,
            decimal_places=2,
            required=not is_open,
        )
    if isinstance(column, ArrayField):
        return forms.TypedMultipleChoiceField(
            label=label,
            choices=_WEEK,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    looks = {models.DateField: DateInput, models.TimeField: TimeInput}
    widget = next((look for kind, look in looks.items() if isinstance(column, kind)), None)
    given = {"widget": widget} if widget else {}
    field: forms.Field = column.formfield(required=not is_open, help_text="", **given)
    if isinstance(column, models.BooleanField):
        field.required = False
    return field


def _stored(name: str, value: Any) -> Any:
    return int(value * _FEN) if name.endswith("_fen") and value is not None else value


def _typed(name: str, value: Any) -> Any:
    return Decimal(value) / _FEN if name.endswith("_fen") and value is not None else value
