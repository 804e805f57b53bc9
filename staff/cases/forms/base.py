"""What every form of an act on a case shares, and the fields that many of them use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import certified_officers_on
from cases.models import Case
from common.clock import localdate
from staff.forms import DateInput, MomentInput, StaffForm


class ActForm(StaffForm):
    """One verb on one case: ``do`` calls it. ``row`` is the row of the case that it is done on.

    ``hint`` is the sentence above the fields. Nothing that was typed is lost when the verb
    refuses: the view runs ``do`` through ``run``.
    """

    hint = ""

    @property
    def missing(self) -> list[str]:
        """What still holds the step back, by name; the page lists it before anybody tries."""
        return []

    def __init__(self, *args: Any, case: Case, row: Any, user: User, at: datetime, **kwargs: Any):
        self.case, self.row, self.user = case, row, user
        self.at, self.today = at, localdate(at)
        super().__init__(*args, initial=self.known(), **kwargs)
        self.prepare()

    def known(self) -> dict[str, Any]:
        """What stands in the fields before anything is typed."""
        return {}

    def prepare(self) -> None:
        """Choices that only the case knows."""

    def do(self, *, by: User, at: datetime) -> Any:
        """Call the verb. Raises its refusals."""
        raise NotImplementedError

    @property
    def told(self) -> dict[str, Any]:
        return self.cleaned_data


class SureForm(ActForm):
    """An act that needs no words: the page says what happens, the button does it."""


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.full_name}（{person.department}）" if person.department else str(person)


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.full_name


def words(
    label: str, *, rows: int = 3, most: int = 20_000, required: bool = True, hint: str = ""
) -> forms.CharField:
    """A field for sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, widget=area, max_length=most, required=required, help_text=hint
    )


def line(label: str, *, most: int = 200, required: bool = True, hint: str = "") -> forms.CharField:
    """A field for one line."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, required=required, help_text=hint)


def moment(label: str, *, hint: str = "") -> forms.DateTimeField:
    """An hour of a day, which may stay empty."""
    return forms.DateTimeField(label=label, widget=MomentInput, required=False, help_text=hint)


class Hours(forms.Form):
    """From when to when something was put on record; both, or neither for the pen."""

    starts_at = moment("开始时间", hint="留空的，在打印的笔录上手写")
    ends_at = moment("结束时间")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("starts_at")) != bool(told.get("ends_at")):
            self.add_error("ends_at", "请同时填写开始时间和结束时间，或者都留空。")
        return told

    def take_hours(self) -> tuple[datetime, datetime] | None:
        """The two as one fact; what is left of ``cleaned_data`` are the other fields."""
        begun, ended = (self.cleaned_data.pop(name) for name in ("starts_at", "ends_at"))
        return (begun, ended) if begun and ended else None


def yes(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=hint)


def pick(label: str, choices: Any, *, hint: str = "") -> forms.ChoiceField:
    """A list whose first line asks to choose."""
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *choices], help_text=hint)


def certified(on: date, *, without: QuerySet | None = None) -> QuerySet[User]:
    """Who may handle a case on a day."""
    people = User.objects.filter(pk__in=[person.pk for person in certified_officers_on(on)])
    if without is not None:
        people = people.exclude(pk__in=without)
    return people.select_related("department").order_by("full_name")


def holding(permission: Permission) -> QuerySet[User]:
    """Active people who hold a permission."""
    keys = [person.pk for person in User.objects.active() if person.has(permission)]
    return User.objects.filter(pk__in=keys).select_related("department").order_by("full_name")
