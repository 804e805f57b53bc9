"""The filters of a list on its page: drawn from the same class that narrows the rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from common.clock import localdate
from common.filters import Asker, Choices, Day, Filter, Filters, Words
from staff.forms import DateInput, FilterForm

_EVERYTHING = ("", "全部")


def asker_of(request: HttpRequest) -> Asker:
    return Asker(request.user, localdate(timezone.now()))


def bar_of(
    filters: Filters, *, without: Collection[str] = (), choices: Mapping[str, Choices] | None = None
) -> FilterForm:
    """The form over a list. ``choices``: values that only the page knows, by parameter."""
    drawn = [one for one in filters.filters if one.name not in without]
    shown = [one for one in drawn if not one.is_hidden]
    fields: dict[str, object] = {
        one.name: _field(one, (choices or {}).get(one.name) or one.values(filters.asker))
        for one in shown
    }
    linked = [one for one in drawn if one.is_hidden and one.name in filters.chosen]
    fields |= {one.name: forms.CharField(widget=forms.HiddenInput) for one in linked}
    fields["wide"] = tuple(one.name for one in shown if isinstance(one, Words))
    fields["linked"] = [_told(one, filters) for one in linked]
    return type("FilterBar", (FilterForm,), fields)(filters.given)


def _told(one: Filter, filters: Filters) -> str:
    """A filter that only links use, in words: else nobody would see why rows are missing."""
    said, known = filters.given[one.name].strip(), one.values(filters.asker)
    if known is not None:
        return f"{one.label}：{dict(known)[said]}"
    return f"{one.label}{said}" if isinstance(one, Day) else one.label


def _field(one: Filter, values: Choices | None) -> forms.Field:
    if isinstance(one, Words):
        look = {"type": "search", "placeholder": one.hint}
        return forms.CharField(label=one.label, widget=forms.TextInput(attrs=look))
    if isinstance(one, Day):
        return forms.DateField(label=one.label, widget=DateInput)
    return forms.ChoiceField(label=one.label, choices=[_EVERYTHING, *(values or [])])
