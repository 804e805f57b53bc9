"""A list as every resource answers it: the filters of its page, pages by cursor, the feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.http import HttpResponse

from common.clock import localdate
from common.errors import NotFound
from common.filters import Asker, Filters
from partners.access import moment_of
from partners.api.v1.base import PartnerView
from partners.api.v1.paging import Listed, Page, filters_given, page_of


class Resource(PartnerView):
    """One kind of thing: which rows are seen, and how they are told."""

    feed: ClassVar[str]
    filters: ClassVar[type[Filters]]
    called: ClassVar[str]  # what is not found, in Chinese

    def seen(self) -> Any:
        """The rows that the client may know of."""
        raise NotImplementedError

    def read(self, rows: Any) -> Iterable[dict[str, Any]]:
        """The rows as they are told, in few statements for many."""
        raise NotImplementedError

    def page(self) -> Page:
        """Raises BadInput for a filter that is none, and what ``page_of`` raises."""
        asker = Asker(self.request.user, localdate(moment_of(self.request)))
        given = filters_given(self.request.query_params)
        rows = self.filters(given, asker=asker, strict=True).narrow(self.seen())
        page = page_of(self.request, rows, Listed(self.feed, self.read))
        self.rows_told = len(page.rows)
        return page

    def listed(self) -> HttpResponse:
        page = self.page()
        return self.answer({"items": page.rows, "next": page.next, "has_more": page.has_more})

    def one(self, key: int) -> dict[str, Any]:
        """Raises NotFound, also for what may not be known of."""
        found = next(iter(self.read(self.seen().filter(pk=key))), None)
        if found is None:
            raise NotFound(what=self.called)
        return found

    def one_tagged(self, key: int) -> HttpResponse:
        told = self.one(key)
        return self.tagged(told, state_of(told))


class Move(Resource):
    """A verb about one thing: it must be as the call says that it read it."""

    def move(self, key: int, verb: Callable[..., object], **given: Any) -> HttpResponse:
        at, by = moment_of(self.request), self.request.user

        def do() -> dict[str, Any]:
            # Held from here on: nobody changes it between the comparison and the verb.
            list(self.seen().order_by().filter(pk=key).select_for_update(of=("self",)))
            self.require_match(state_of(self.one(key)))
            verb(key, **given, by=by, at=at)
            return self.one(key)

        return self.once(do, status=200)


def state_of(told: dict[str, Any]) -> dict[str, Any]:
    """What a thing is, without the words of one language."""
    return {name: value for name, value in told.items() if not name.endswith("_label")}
