"""Long lists, a page at a time."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from tenants.searching import Found

ROWS_PER_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet | Found, *, per_page: int = ROWS_PER_PAGE) -> Page:
    """The page that ``?page=`` asks for; a number that is none or too large gives the nearest.

    Draw it with ``{% include "staff/parts/pages.html" with page=… %}``.
    """
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
