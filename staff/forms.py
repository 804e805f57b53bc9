"""One way to draw forms, and one way for a verb's refusal to come back into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.db.models import TextChoices

from common.errors import BadInput, Refusal
from staff.plain_text import refuse_odd_signs

Result = TypeVar("Result")
_KEY_DIGITS = 19  # more is no key, and Python refuses to read thousands of them
_PLAIN_PAGE = (403, 404)  # a wrong person or a wrong thing: typing again does not help

_CLASS_BY_WIDGET = (
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class StaffForm(forms.Form):
    """A plain form drawn by ``staff/parts/form.html``; ``wide`` names fields over both columns."""

    template_name = "staff/parts/form.html"
    wide: tuple[str, ...] = ()
    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            look = next(css for kind, css in _CLASS_BY_WIDGET if isinstance(field.widget, kind))
            if isinstance(field, forms.CharField):
                field.validators.append(refuse_odd_signs)
            if look:
                known = field.widget.attrs.get("class", "")
                field.widget.attrs["class"] = f"{look} {known}".strip()
            field.is_wide = name in self.wide  # type: ignore[attr-defined]  # read by the template

    def run(self, verb: Callable[..., Result], *args: Any, **kwargs: Any) -> Result | None:
        """Call a verb. Refused, its sentence becomes an error of this form and None comes back,
        so that nothing typed is lost. The wrong person (403) and the missing thing (404) pass on.
        """
        try:
            return verb(*args, **kwargs)
        except Refusal as refusal:
            if refusal.http_status in _PLAIN_PAGE:
                raise
            self.add_error(None, forms.ValidationError(str(refusal), code=refusal.code))
            return None


class FilterForm(StaffForm):
    """What a list is narrowed by; everything is optional."""

    template_name = "staff/parts/filter_form.html"
    linked: tuple[str, ...] | list[str] = ()  # what a link narrowed the list by, in words
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @property
    def narrowed(self) -> int:
        """How many filters besides the search words are in use."""
        return sum(1 for name in self.fields if name not in self.wide and self.data.get(name))

    def chosen(self) -> dict[str, Any]:
        """What was chosen; fields left empty are left out.

        Raises BadInput for a value that cannot be: showing everything instead would let a
        person believe that the list is the filtered one.
        """
        if not self.is_valid():
            label = self[next(iter(self.errors))].label
            raise BadInput(sentence=f"筛选条件“{label}”填写有误，请重新选择。")
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


def keys_in(values: Iterable[object] | None) -> set[int]:
    """Keys of ticked boxes as numbers, as templates compare them; what is none is left out."""
    texts = [str(value) for value in values or []]
    return {int(text) for text in texts if text.isdecimal() and len(text) < _KEY_DIGITS}


def options(choices: type[TextChoices], everything: str = "全部") -> list[tuple[str, str]]:
    """Choices of a filter, with the one that filters nothing first."""
    return [("", everything), *choices.choices]
