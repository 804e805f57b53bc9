"""The facts that have rows: tables, officers, people, articles, questions, photographs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from papers.catalogue import Column, Field
from staff.forms import DateInput
from staff.papers.amounts import YuanField
from staff.papers.choices import (
    ArticleSelect,
    article_choices,
    article_fact,
    article_key,
    articles_for,
    is_settled,
    officer_choices,
    officer_key,
    officers_on,
)
from staff.papers.rows import Cell, Row, RowsField

_LONGEST, _SHORT = 5_000, 200
_PEOPLE = {
    "name": "姓名",
    "role": "身份",
    "unit": "单位",
    "sex": "性别",
    "age": "年龄",
    "id_number": "身份证件号码",
    "phone": "联系电话",
}
_PHOTOS = {"caption": "说明", "proves": "证明内容", "taken": "拍摄时间", "by": "拍摄人"}
_ANSWERS = {"question": "问", "answer": "答"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of a draft knows besides its form.

    Attributes:
        on: today; certificates are valid on it, articles hold on it or on the day of the act.
        url: where the buttons of the rows send the form.
        taken: the facts that its case says; nobody types them.
        days: days of acts that are being typed.
    """

    on: date
    url: str
    taken: dict[str, Any] = field(default_factory=dict)
    days: tuple[date, ...] = ()


def rows_field(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    """The field for the rows of one fact."""
    return ROW_KINDS[of.kind](of, stored, desk)


def _table(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    columns = [column for column in of.columns if column.key != "no"]  # the paper counts itself
    cells = [_cell(column) for column in columns]

    def show(row: Any) -> Row:
        return {column.key: _shown(column, row.get(column.key)) for column in columns}

    def make(typed: dict[str, Any], _old: Any) -> Any:
        return _without_nothing({key: _plain(value) for key, value in typed.items()})

    return RowsField(cells, url=desk.url, stored=stored, make=make, show=show, label=of.label)


def _cell(column: Column) -> Cell:
    made: dict[str, Callable[[], forms.Field]] = {
        "money": lambda: YuanField(max_length=20),
        "number": forms.IntegerField,
        "date": lambda: forms.DateField(widget=DateInput),
    }
    label = f"{column.label}（元）" if column.kind == "money" else column.label
    if column.kind in made:
        return Cell(column.key, label, made[column.kind]())
    wide = not column.width  # takes what is left of the line on paper, so it is the long one
    widget = forms.Textarea(attrs={"rows": 2}) if wide else forms.TextInput()
    return Cell(column.key, label, forms.CharField(max_length=_LONGEST, widget=widget), wide)


def _shown(column: Column, value: Any) -> str:
    if value is None:
        return ""
    is_sum = column.kind == "money" and isinstance(value, int)
    return f"{Decimal(value) / 100}" if is_sum else str(value)


def _officers(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    certified = officers_on(desk.on)
    units = {one.key: one.unit for one in certified}
    choices = officer_choices(certified, stored)
    cell = Cell("officer", "执法人员", forms.ChoiceField(choices=choices), is_wide=True)

    def make(typed: dict[str, Any], old: Any) -> Any:
        name, _, number = typed["officer"].partition("|")
        if old and officer_key(old) == typed["officer"]:
            return old
        unit = units.get(typed["officer"], "")
        return _without_nothing({"name": name, "certificate_no": number, "unit": unit})

    return RowsField(
        [cell],
        url=desk.url,
        stored=stored,
        make=make,
        show=lambda one: {"officer": officer_key(one)},
        label=of.label,
    )


def _basis(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    acted = [date.fromisoformat(one["on"]) for one in stored if one.get("on")]
    articles = articles_for([desk.on, *acted, *desk.days])
    closed = {version for version, row in articles.items() if not is_settled(row)}
    choose = forms.ChoiceField(
        choices=article_choices(articles, stored), widget=ArticleSelect(closed)
    )
    cells = [
        Cell("version", "条文", choose, is_wide=True),
        Cell("on", "行为发生日（空为今天）", forms.DateField(widget=DateInput)),
    ]

    def make(typed: dict[str, Any], old: Any) -> Any:
        if not typed["version"]:
            raise forms.ValidationError("请选择条文。")
        acted = typed["on"].isoformat() if typed["on"] else ""
        if old and (article_key(old), old.get("on") or "") == (typed["version"], acted):
            return old
        return article_fact(articles, typed["version"], typed["on"] or desk.on)

    return RowsField(
        cells,
        url=desk.url,
        stored=stored,
        make=make,
        show=lambda one: {"version": article_key(one), "on": str(one.get("on") or "")},
        label=of.label,
    )


def _people(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    return _texts(of, stored, desk, _PEOPLE, wide=())


def _answers(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    return _texts(of, stored, desk, _ANSWERS, wide=tuple(_ANSWERS))


def _photos(of: Field, stored: list[Any], desk: Desk) -> RowsField:
    return _texts(of, stored, desk, _PHOTOS, wide=("caption",))


def _texts(
    of: Field, stored: list[Any], desk: Desk, parts: dict[str, str], *, wide: Iterable[str]
) -> RowsField:
    """Rows of plain words; what a stored row holds besides, such as a picture's path, stays."""
    cells = []
    for key, label in parts.items():
        widget = forms.Textarea(attrs={"rows": 2}) if key in wide else forms.TextInput()
        words = forms.CharField(max_length=_LONGEST if key in wide else _SHORT, widget=widget)
        cells.append(Cell(key, label, words, is_wide=key in wide))

    def make(typed: dict[str, Any], old: Any) -> Any:
        kept = {key: value for key, value in (old or {}).items() if key not in parts}
        return _without_nothing({**kept, **typed})

    def show(row: Any) -> Row:
        return {key: "" if row.get(key) is None else str(row[key]) for key in parts}

    return RowsField(cells, url=desk.url, stored=stored, make=make, show=show, label=of.label)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _without_nothing(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in ("", None)}


ROW_KINDS: dict[str, Callable[[Field, list[Any], Desk], RowsField]] = {
    "table": _table,
    "officers": _officers,
    "people": _people,
    "basis": _basis,
    "answers": _answers,
    "photos": _photos,
}
