"""What the lists of talks, circulars, listings and merits are narrowed by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from common.clock import at_time
from common.filters import Asker, Filters, Key, OneOf, Pick, Words
from common.searching import stands_in
from institutions.queries import search
from supervision.states import CircularState, InterviewState, ListingState, MeritKind, MeritState

_INSTITUTION = "every word stands in the institution's names, numbers, people, address or initials"
_HINT = "名称、地址或拼音首字母"


def _at(rows: Any, text: str) -> Any:
    return rows.filter(institution__in=search(text).rows.order_by().values("pk"))


def _naming(rows: Any, text: str) -> Any:
    """Circulars are few: all titles are read."""
    titles = rows.order_by().values_list("pk", "title").distinct()
    keys = [key for key, title in titles if stands_in(text, [title])]
    found = search(text).rows.order_by().values("pk")
    keys += rows.order_by().filter(institutions__in=found).values_list("pk", flat=True)
    return rows.filter(pk__in=keys)


def _until_tonight(rows: Any, asker: Asker) -> Any:
    return rows.past_due(at_time(asker.today + timedelta(days=1), 0))


def _of_institution(says: str) -> Key:
    return Key(name="institution", label="机构", says=says, column="institution_id", is_hidden=True)


class InterviewFilters(Filters):
    title = "interviews"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "open": ("今天及以前、尚未登记结果的", _until_tonight),
                "check": (
                    "承诺到了核查日期的",
                    lambda rows, asker: rows.filter(look_again_on__lte=asker.today),
                ),
            },
        ),
        OneOf(name="state", label="状态", says="its state now", choices=InterviewState),
        _of_institution("the institution that was called"),
        Words(name="text", label="机构", says=_INSTITUTION, hint=_HINT, by=_at),
    )


class CircularFilters(Filters):
    title = "circulars"
    filters = (
        OneOf(name="state", label="状态", says="its state now", choices=CircularState),
        Key(
            name="institution",
            label="机构",
            says="an institution that is named",
            column="named__institution_id",
            is_hidden=True,
        ),
        Words(
            name="text",
            label="查找",
            says="every word stands in the title, or in what is known of a named institution",
            hint="标题、机构或拼音首字母",
            by=_naming,
        ),
    )


class ListingFilters(Filters):
    title = "listed supervision"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "mine": ("与我有关的", lambda rows, asker: rows.of(asker.user)),
                "overdue": ("已逾期的", lambda rows, asker: rows.overdue(asker.today)),
            },
        ),
        OneOf(name="state", label="状态", says="its state now", choices=ListingState),
        _of_institution("the institution that is watched"),
        Words(name="text", label="机构", says=_INSTITUTION, hint=_HINT, by=_at),
    )


class MeritFilters(Filters):
    title = "merits"
    filters = (
        OneOf(name="kind", label="类别", says="reward or penalty", choices=MeritKind),
        OneOf(name="state", label="状态", says="its state now", choices=MeritState),
        _of_institution("the institution that was decided about"),
        Words(name="text", label="机构", says=_INSTITUTION, hint=_HINT, by=_at),
    )
