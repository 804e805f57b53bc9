"""Answers where there is no county whose frame a page could wear: one sentence and its code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from common.errors import NotAllowed, NotFound, Refusal


class Sentence(HttpResponse):
    """A refusal as a page without frame, menu and county; who answers machines tells it anew."""

    def __init__(self, refusal: Refusal) -> None:
        page = {"sentence": str(refusal), "code": refusal.code}
        super().__init__(
            render_to_string("tenants/sentence.html", page), status=refusal.http_status
        )
        self.refusal = refusal


def as_toast(fragment: HttpResponse) -> HttpResponse:
    """Has htmx put the fragment among the toasts, whatever the request aimed at."""
    fragment["HX-Retarget"], fragment["HX-Reswap"] = "#toasts", "beforeend"
    fragment["HX-Reselect"] = ".toast-card"  # whatever part of the page was asked for
    return fragment


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's door for addresses that lead nowhere on a console host."""
    return Sentence(NotFound(what="这个页面"))


def page_not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's door for pages of a console host that this person may not open."""
    return Sentence(NotAllowed(what="打开这个页面"))
