"""A form field of many rows: a table, officers, articles. Rows are added and taken away by htmx.

Nothing of it needs a script: the buttons send the form, and the server draws the rows anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from staff.plain_text import refuse_odd_signs

MOST_INPUTS = 900  # of one page: Django takes 1,000 fields (settings/files.py)
BUTTON = "rows"  # the name of the buttons; their value is "field:add" or "field:drop:2"
WAS = "was"  # which stored row this one was, so that what nobody types is not lost
_ASKED = re.compile(r"^(\w+):(?:add|drop:(\d{1,4}))$")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of every row."""

    key: str
    label: str
    field: forms.Field
    is_wide: bool = False


class RowsWidget(forms.Widget):
    """One block per row, with a button that drops it, and one that adds another."""

    template_name = "staff/papers/rows.html"

    def __init__(self, cells: list[Cell], url: str) -> None:
        super().__init__()
        self.cells, self.url = cells, url

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        return rows_in(data, name, [cell.key for cell in self.cells])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = value or [{}]
        context["rows"] = [
            {"was": row.get(WAS, ""), "cells": list(self._inputs(name, no, row))}
            for no, row in enumerate(rows)
        ]
        return {**context, "name": name, "url": self.url, "button": BUTTON}

    def _inputs(self, name: str, no: int, row: Row) -> Any:
        for cell in self.cells:
            widget = cell.field.widget
            own = f"{name}-{no}-{cell.key}"
            look = "form-select" if isinstance(widget, forms.Select) else "form-control"
            drawn = widget.render(own, row.get(cell.key, ""), {"id": f"id_{own}", "class": look})
            yield {
                "label": cell.label,
                "id": f"id_{own}",
                "input": drawn,
                "is_wide": cell.is_wide,
            }


class RowsField(forms.Field):
    """Rows as facts; rows that nobody filled fall away.

    ``make`` turns what was typed in one row, and the stored row it was, into the fact.
    """

    def __init__(
        self,
        cells: list[Cell],
        *,
        url: str,
        stored: list[Any],
        make: Callable[[dict[str, Any], Any], Any],
        show: Callable[[Any], Row],
        **kwargs: Any,
    ) -> None:
        shown = [{**show(row), WAS: str(no)} for no, row in enumerate(stored)]
        super().__init__(widget=RowsWidget(cells, url), initial=shown, required=False, **kwargs)
        self.cells, self.stored, self.make = cells, stored, make
        for cell in cells:
            cell.field.required = False
            if isinstance(cell.field, forms.CharField):
                cell.field.validators.append(refuse_odd_signs)

    @property
    def inputs(self) -> int:
        """How many inputs the stored rows make."""
        return len(self.stored) * (len(self.cells) + 1)

    def clean(self, value: Any) -> list[Any]:
        made, wrong = [], []
        for no, row in enumerate(value or [], start=1):
            if not any(text.strip() for key, text in row.items() if key != WAS):
                continue
            try:
                made.append(self.make(self._typed(row), self._stored(row)))
            except forms.ValidationError as error:
                wrong += [f"第{no}行：{message}" for message in error.messages]
        if wrong:
            raise forms.ValidationError(wrong)
        return made

    def _typed(self, row: Row) -> dict[str, Any]:
        typed, wrong = {}, []
        for cell in self.cells:
            try:
                typed[cell.key] = cell.field.clean(row.get(cell.key, ""))
            except forms.ValidationError as error:
                wrong += [f"{cell.label}，{message}" for message in error.messages]
        if wrong:
            raise forms.ValidationError(wrong)
        return typed

    def _stored(self, row: Row) -> Any:
        was = row.get(WAS, "")
        place = int(was) if was.isdecimal() and len(was) < 5 else len(self.stored)
        return self.stored[place] if place < len(self.stored) else None


def rows_in(data: Mapping[str, Any], name: str, keys: list[str]) -> list[Row]:
    """What was sent of one field, row by row, in the order of the rows' numbers."""
    head = re.compile(rf"^{re.escape(name)}-(\d{{1,4}})-")
    numbers = sorted({int(found[1]) for key in data if (found := head.match(key))})
    wanted = [*keys, WAS]
    return [{key: str(data.get(f"{name}-{no}-{key}") or "") for key in wanted} for no in numbers]


def asked_row(data: Mapping[str, Any]) -> tuple[str, int | None] | None:
    """(field, row to drop or None to add one) if a button of a row was pressed."""
    found = _ASKED.match(str(data.get(BUTTON) or ""))
    return (found[1], int(found[2]) if found[2] else None) if found else None


def with_rows(data: QueryDict, name: str, keys: list[str], *, drop: int | None) -> QueryDict:
    """The same form as if it had been sent with one row more, or without that row."""
    rows = rows_in(data, name, keys)
    if drop is None:
        rows.append({})
    elif drop < len(rows):
        rows.pop(drop)
    changed = data.copy()
    head = f"{name}-"
    for key in [key for key in changed if key.startswith(head)]:
        del changed[key]
    for no, row in enumerate(rows):
        for key in (*keys, WAS):
            changed[f"{name}-{no}-{key}"] = row.get(key, "")
    return changed
