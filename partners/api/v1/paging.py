"""Pages by cursor: stable while rows are written, and a feed of changes that can be gone on from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db import connection
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.request import Request

from feeds.queries import changes_after, position_before
from feeds.services import number_changes
from partners.errors import CursorInvalid, CursorOfOtherQuery, ParameterWrong

USUAL, MOST = 100, 500
OWN = ("limit", "cursor", "updated_since")
_MOST_SCANNED = 20  # batches of a feed that hold nothing for this client
_SALT = "partners.cursor"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, and where the next begins; ``has_more`` False at the end."""

    rows: list[Any]
    next: str | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """How one resource is listed. ``read`` gives the rows of a queryset with ``id`` in each."""

    feed: str
    read: Callable[[Any], Iterable[dict[str, Any]]]


def filters_given(query: Mapping[str, str]) -> dict[str, str]:
    """The parameters that are a list's filters."""
    return {name: value for name, value in query.items() if name not in OWN}


def page_of(request: Request, rows: Any, listed: Listed) -> Page:
    """The page of ``rows`` that the call asks for.

    Without ``updated_since`` in the order of keys, so that a row written meanwhile never moves
    another to a page twice or out of all. With it, in the order in which changes became visible;
    then ``next`` stands on the last page too, for whoever asks again later.

    Raises ParameterWrong, CursorInvalid, CursorOfOtherQuery.
    """
    query = request.query_params
    limit = _limit(query.get("limit"))
    if "updated_since" in query:
        return _changed(request, rows, listed, limit)
    after = _place(request, "key")
    found = list(listed.read(rows.filter(pk__gt=after).order_by("pk")[: limit + 1]))
    more, found = len(found) > limit, found[:limit]
    return Page(found, _next(request, "key", found[-1]["id"]) if more else None, more)


def _changed(request: Request, rows: Any, listed: Listed, limit: int) -> Page:
    number_changes(listed.feed)
    since = _moment(request.query_params["updated_since"])
    place = _place(request, "feed") if "cursor" in request.query_params else None
    if place is None:
        place = 0 if since is None else position_before(listed.feed, since)
    found: list[dict[str, Any]] = []
    more = True
    for _ in range(_MOST_SCANNED):
        wanted = limit - len(found)
        batch = list(
            changes_after(listed.feed, place).values_list("position", "thing_id")[: wanted + 1]
        )
        more, batch = len(batch) > wanted, batch[:wanted]
        if batch:
            seen = {
                row["id"]: row for row in listed.read(rows.filter(pk__in=[key for _, key in batch]))
            }
            found += [seen[key] for _, key in batch if key in seen]
            place = batch[-1][0]
        if not more or len(found) == limit:
            break
    return Page(found, _next(request, "feed", place), more)


def _limit(said: str | None) -> int:
    if said is None:
        return USUAL
    if said.isascii() and said.isdecimal() and len(said) < 6 and 1 <= int(said) <= MOST:
        return int(said)
    raise ParameterWrong(name="limit", why=f"须为1至{MOST}的整数")


def _moment(said: str) -> datetime | None:
    """``begin``: from the beginning. Raises ParameterWrong, also for a moment without a zone."""
    if said == "begin":
        return None
    try:
        found = parse_datetime(said.replace(" ", "+"))  # a plus sign that nobody escaped
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        why = "须为带时区的时刻，例如2026-03-05T09:30:00+08:00，或者begin"
        raise ParameterWrong(name="updated_since", why=why)
    return found


def _asked(request: Request) -> str:
    """What makes two calls the same query: county, client, address, filters."""
    given = sorted(
        (name, value)
        for name, value in request.query_params.items()
        if name not in ("limit", "cursor")
    )
    said = (connection.schema_name, request.auth.client_id, request._request.path, given)
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _next(request: Request, order: str, place: int) -> str:
    cursor = signing.dumps([order, place, _asked(request)], salt=_SALT, compress=False)
    given = {name: value for name, value in request.query_params.items() if name != "cursor"}
    return f"{request._request.path}?{urlencode({**given, 'cursor': cursor})}"


def _place(request: Request, order: str) -> int:
    said = request.query_params.get("cursor")
    if said is None:
        return 0
    try:
        kind, place, asked = signing.loads(said, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        raise CursorInvalid() from None
    if (kind, asked) != (order, _asked(request)):
        raise CursorOfOtherQuery()
    return int(place)


class PageOut(serializers.Serializer):
    """The frame of every list."""

    next = serializers.CharField(
        allow_null=True, label="下一页", help_text="address of the next page; null: there is none"
    )
    has_more = serializers.BooleanField(
        label="还有", help_text="false: this is all for now; of a feed ask `next` again later"
    )


def page_out(item: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The serializer of a list of ``item``."""
    name = item.__name__.removesuffix("Out")
    fields = {"items": item(many=True, label="本页各项", help_text="in order")}
    return type(f"{name}PageOut", (PageOut,), {**fields, "__doc__": f"A page of {name}."})
