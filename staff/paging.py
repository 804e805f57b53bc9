"""Long lists, a page at a time."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from tenants.searching import Found

ROWS_PER_PAGE = 50


def page_of(
    request: HttpRequest, rows: QuerySet | Found | FirstRows, *, per_page: int = ROWS_PER_PAGE
) -> Page:
    """The page that ``?page=`` asks for; a number that is none or too large gives the nearest.

    Draw it with ``{% include "staff/parts/pages.html" with page=… %}``.
    """
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


class FirstRows:
    """A long list for the paginator: counted up to ``MOST``, so that no page waits for a count.

    ``is_cut`` tells that there are more; filters lead to them.
    """

    MOST = Found.MOST

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows

    @cached_property
    def _counted(self) -> int:
        return self.rows.order_by()[: self.MOST + 1].count()

    @property
    def is_cut(self) -> bool:
        return self._counted > self.MOST

    def count(self) -> int:
        return min(self._counted, self.MOST)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> Any:
        return self.rows[part]
