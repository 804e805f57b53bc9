"""The partner API through all of Django: a list beside a bare one, the ends of a long feed.

Both lists go through the same middleware in the same process. Ours asks for a token, its scope and
its rate, and writes the call down; the bare one is what DRF's own guide would write for the same
fields of the same hundred rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django_tenants.utils import tenant_context
from rest_framework.request import Request

from accounts.models import Department, User
from bench._registry import county_with
from bench.harness import Sides, at_least, at_most, row
from feeds.models import Change
from feeds.services import number_changes
from partners.api.v1.paging import _next
from tenants.models import County
from tests.factories.clients import Caller, ClientFactory

ROWS = int(os.environ.get("YUJIAN_BENCH_FEED", "200000"))
PAGE = 100
_made: list[County] = []


def _county() -> County:
    if not _made:
        _made.append(county_with("999901", ROWS, sites=True))
        with tenant_context(_made[0]):
            number_changes("institution")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE feeds_change")
    return _made[0]


def _caller(county: County) -> Caller:
    """A machine that asks without the scope for people's names, as a nightly copy would."""
    made = User.objects.filter(is_service=True).first()
    if made is None:
        department = Department.objects.get()
        boss = User.objects.create(
            username="boss",
            full_name="钱进",
            department=department,
            roles=["security_administrator"],
        )
        made = User.objects.create(
            username="machine",
            full_name="登记系统",
            department=department,
            is_service=True,
            roles=["partner_system"],
        )
        client = ClientFactory(
            code="machine",
            user=made,
            registered_by=boss,
            scopes=["institutions:read"],
            calls_per_minute=10**6,
        )
        return Caller(county, client)
    caller = Caller.__new__(Caller)
    caller.client, caller.bearer = made.client, f"bearer-{made.client.code}"
    caller._browser, caller._sent = Client(HTTP_HOST=f"{county.code}.test"), 0
    return caller


@contextmanager
def _own_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="bench._partners_urls"):
        yield


def _asks(ask: Callable[[str], object], path: str) -> Callable[[], int]:
    def get() -> int:
        answer = ask(path)
        assert answer.status_code == 200, answer.content
        return len(answer.content)

    return get


@row("100 institutions with token, scope, rate and record", reach=at_least(0.7))
def listing() -> Iterator[Sides]:
    county = _county()
    with tenant_context(county), _own_addresses():
        caller = _caller(county)
        bare = Client(HTTP_HOST=f"{county.code}.test")
        sizes = {}
        ours = _asks(caller.get, f"/api/v1/institutions?limit={PAGE}")
        against = _asks(bare.get, "/bare")

        def facts() -> dict[str, object]:
            sizes.update(ours_bytes=ours(), bare_bytes=against())
            return {"rows": PAGE, **sizes}

        yield Sides(ours=ours, against=against, rounds=25, facts=facts)


@row("last page of a feed of 200,000, beside its first", reach=at_most(1.25))
def feed() -> Iterator[Sides]:
    county = _county()
    with tenant_context(county), _own_addresses():
        caller = _caller(county)
        first = f"/api/v1/institutions?updated_since=begin&limit={PAGE}"
        last = _last_page(caller, first)
        yield Sides(
            ours=_asks(caller.get, last),
            against=_asks(caller.get, first),
            rounds=25,
            facts=lambda: {"changes": Change.objects.filter(kind="institution").count()},
        )


def _last_page(caller: Caller, first: str) -> str:
    """The address of a page a hundred rows before the end, as a reader of all would be given it."""
    plain = RequestFactory().get(first)
    asked = Request(plain)
    asked._auth = caller.client.tokens.first()
    head = Change.objects.filter(kind="institution").order_by("-position").first().position
    return _next(asked, "feed", head - PAGE - 1)
