"""What the pages of this room share: the tabs, and the page of one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from staff.forms import StaffForm


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the rooms behind the menu entry."""

    name: str
    title: str
    icon: str


TABS = (
    Tab("prepaid", "合同", "file-text"),
    Tab("prepaid-lessons", "课时", "school"),
    Tab("prepaid-orders", "拨付退费", "transfer"),
    Tab("prepaid-drill", "压力演练", "alert-triangle"),
    Tab("prepaid-month", "月报", "report-analytics"),
)


@dataclass(frozen=True, slots=True)
class Ask:
    """The words around the form of one verb, and where it leads back to."""

    title: str
    button: str
    back: str
    back_title: str
    about: str = ""
    hint: str = ""
    look: str = "primary"


def shown(request: HttpRequest, template: str, tab: str, page: dict[str, Any]) -> HttpResponse:
    """One page of the room with its tabs."""
    return render(request, template, {"tabs": TABS, "tab": tab, **page})


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also if it is nothing; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def asked(
    request: HttpRequest,
    form: StaffForm,
    ask: Ask,
    do: Callable[..., Any],
    done: Callable[[Any], tuple[str, str]],
) -> HttpResponse:
    """The form of one verb: drawn, or sent and done.

    ``do`` is called with who and when, after the form was found right; ``done`` gives the words
    and the next page.
    """
    if request.method == "POST" and form.is_valid():
        made = form.run(do, by=request.user, at=timezone.now())
        if made is not None:
            words, url = done(made)
            messages.success(request, words)
            return redirect(url)
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/prepaid/form.html", {"form": form, "ask": ask}, status=status)
