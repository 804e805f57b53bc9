"""What the pages of this room share: the tabs, the form of one verb, the story of one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from audit.queries import history_of
from staff.buttons import Button
from staff.forms import StaffForm
from staff.institutions.story import Happening, detail_of
from staff.words import say

# Listings are open to whoever may answer for one; the queryset keeps to those that are.
LISTINGS = (P.CASE_VIEW, P.ASSIGNMENT_ANSWER)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the four lists; ``one`` is the name of the page of one row."""

    name: str
    one: str
    title: str
    icon: str
    permissions: tuple[P, ...]


TABS = (
    Tab("interviews", "interview", "约谈", "message", (P.CASE_VIEW,)),
    Tab("circulars", "circular", "通报", "message-report", (P.CASE_VIEW,)),
    Tab("listings", "listing", "挂牌督办", "eye", LISTINGS),
    Tab("merits", "merit", "奖惩记录", "certificate", (P.INSTITUTION_VIEW,)),
)
_TAB_OF = {tab.one: tab for tab in TABS}


@dataclass(frozen=True, slots=True)
class Ask:
    """The words around the form of one verb. ``one``: the page it leads to."""

    one: str
    title: str
    button: str
    done: str
    hint: str = ""
    look: str = "primary"


def tabs_for(user: User) -> list[Tab]:
    return [tab for tab in TABS if any(user.has(wanted) for wanted in tab.permissions)]


def sent(request: HttpRequest) -> dict[str, Any]:
    """What a form is bound to: nothing before it is sent, also when it is sent empty."""
    if request.method != "POST":
        return {"data": None}
    return {"data": request.POST, "files": request.FILES}


def form_page(
    request: HttpRequest,
    form: StaffForm,
    ask: Ask,
    run: Callable[[dict[str, Any]], Model],
    row: Model | None = None,
) -> HttpResponse:
    """The form of a verb about ``row``, or of one that makes a row; then the page of that row.

    ``run`` gets what was typed. Refused, the form comes back with everything that was typed.
    """
    if form.is_valid():
        done = form.run(run, form.cleaned_data)
        if done is not None:
            messages.success(request, ask.done)
            return redirect(f"staff:{ask.one}", (row or done).pk)
    tab = _TAB_OF[ask.one]
    list_url = reverse(f"staff:{tab.name}")
    page = {
        "form": form,
        "ask": ask,
        "row": row,
        "tab": tab,
        "list_url": list_url,
        "back": reverse(f"staff:{ask.one}", args=[row.pk]) if row else list_url,
    }
    template = "staff/supervision/form.html"
    return render(request, template, page, status=422 if form.is_bound else 200)


def story_of(row: Model) -> list[Happening]:
    """Everything that was done with the row, newest first."""
    return [
        Happening(event.at, say(event.kind, event.after), detail_of(event), event.actor_name)
        for event in history_of(row)
    ]


def to(name: str, row: Model, label: str, icon: str, look: str = "plain") -> Button:
    return Button(reverse(f"staff:{name}", args=[row.pk]), label, icon, look)
