"""One page for each thing that is entered, changed or ended in the registry: form, verb, back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from common.clock import localdate
from institutions.models import Institution
from institutions.queries import institutions_for
from staff.access import staff_page
from staff.forms import StaffForm
from staff.institutions.entry_forms import EntryForm, start_of

FORM_PAGE = "staff/institutions/form.html"
# What a verb is called with: the key, the form, and who does it when.
Verb = Callable[..., object]
FormOf = Callable[[Any], type[StaffForm]]


@dataclass(frozen=True, slots=True)
class Words:
    """Heading, button, and what is said when it is done; ``back`` is the page to return to."""

    heading: str
    button: str
    done: str
    back: str


def entering(
    form_of: FormOf, verb: Verb, words: Words, former: Callable[[Institution], Any] | None = None
) -> Callable[..., HttpResponseBase]:
    """A page that enters something about an institution.

    ``former`` finds the entry that the new one follows, whose values the form begins with.
    """

    @staff_page(Permission.INSTITUTION_EDIT)
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, institution_id: int) -> HttpResponse:
        institution = get_object_or_404(institutions_for(request.user), pk=institution_id)
        row = former(institution) if former else None
        kind = form_of(institution)
        sent = request.POST if request.method == "POST" else None
        form = kind(sent, initial=_start(kind, row))

        def run() -> object:
            return verb(institution.pk, form, by=request.user, at=timezone.now())

        return _answer(request, institution, form, words, run)

    return page


def on_entry(
    model: type[models.Model],
    key: str,
    form_of: FormOf,
    verb: Verb,
    words: Words,
) -> Callable[..., HttpResponseBase]:
    """A page about one entry; ``key`` is its blank in the address."""

    @staff_page(Permission.INSTITUTION_EDIT)
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, **blanks: int) -> HttpResponse:
        row: Any = get_object_or_404(model, pk=blanks[key])
        institution = get_object_or_404(institutions_for(request.user), pk=row.institution_id)
        kind = form_of(row)
        sent = request.POST if request.method == "POST" else None
        form = kind(sent, initial=_start(kind, row))

        def run() -> object:
            return verb(row.pk, form, by=request.user, at=timezone.now())

        return _answer(request, institution, form, words, run, about=row)

    return page


def _start(kind: type[StaffForm], row: Any) -> dict[str, Any]:
    columns = getattr(kind, "columns", ()) if issubclass(kind, EntryForm) else ()
    start = {"on": localdate(timezone.now()), **start_of(row, columns)}
    return start | {"version": getattr(row, "version", None)}


def _answer(
    request: HttpRequest,
    institution: Institution,
    form: StaffForm,
    words: Words,
    run: Callable[[], object],
    about: object = "",
) -> HttpResponse:
    """The form, or the institution's page again with a sentence."""
    if form.is_valid() and form.run(run) is not None:
        messages.success(request, words.done)
        return redirect(words.back, institution.pk)
    heading = f"{words.heading}：{about}" if about else words.heading
    page = {
        "institution": institution,
        "form": form,
        "heading": heading,
        "button": words.button,
        "back": words.back,
    }
    return render(request, FORM_PAGE, page, status=422 if form.is_bound else 200)
