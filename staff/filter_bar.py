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
    shown = [one for one in filters.filters if not one.is_hidden and one.name not in without]
    fields: dict[str, object] = {
        one.name: _field(one, (choices or {}).get(one.name) or one.values(filters.asker))
        for one in shown
    }
    fields["wide"] = tuple(one.name for one in shown if isinstance(one, Words))
    return type("FilterBar", (FilterForm,), fields)(filters.given)


def _field(one: Filter, values: Choices | None) -> forms.Field:
    if isinstance(one, Words):
        look = {"type": "search", "placeholder": one.hint}
        return forms.CharField(label=one.label, widget=forms.TextInput(attrs=look))
    if isinstance(one, Day):
        return forms.DateField(label=one.label, widget=DateInput)
    return forms.ChoiceField(label=one.label, choices=[_EVERYTHING, *(values or [])])
