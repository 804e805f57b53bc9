"""The list, its filters, its pages, its feed; one institution; the map."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point

from audit.models import AuditEvent
from institutions.models import Institution
from partners.api.v1.institutions import InstitutionOut
from tests.factories.clients import ClientFactory
from tests.factories.institutions import InstitutionFactory, SiteFactory
from tests.partners.test_access import code_of

READ = ["institutions:read"]


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [item["name"] for item in answer.json()["items"]]


def test_list_tells_exactly_what_the_schema_says(caller):
    InstitutionFactory(site=True)

    item = caller.get("institutions").json()["items"][0]

    assert set(item) == set(InstitutionOut().fields)


def test_filters_are_those_of_the_page(caller):
    InstitutionFactory(name="青禾培训", kind="subject")
    InstitutionFactory(name="小太阳托管", kind="childcare")

    assert names(caller.get("institutions", {"kind": "childcare"})) == ["小太阳托管"]
    assert names(caller.get("institutions", {"text": "qhpx"})) == ["青禾培训"]
    assert code_of(caller.get("institutions", {"kind": "school"})) == "bad_input"
    assert code_of(caller.get("institutions", {"colour": "red"})) == "bad_input"


def test_people_are_masked_without_the_scope_and_looks_are_recorded(caller_of):
    InstitutionFactory(legal_person="王小明", principal="李红", phone="13874600001")
    client = ClientFactory()
    masked, clear = caller_of(client, scopes=READ), caller_of(ClientFactory())

    one, other = (who.get("institutions").json()["items"][0] for who in (masked, clear))

    wanted = ("legal_person", "principal", "phone")
    assert [one[name] for name in wanted] == ["王**", "李*", "138****01"]
    assert [other[name] for name in wanted] == ["王小明", "李红", "13874600001"]
    looks = AuditEvent.objects.filter(kind="client.see_contacts")
    assert [event.facts for event in looks] == [{"institutions": [one["id"]]}]


def test_pages_are_stable_while_rows_come_in(caller):
    rows = InstitutionFactory.create_batch(5)

    first = caller.get("institutions", {"limit": 2})
    InstitutionFactory(name="啊")  # would stand first by name
    second = caller.get(first.json()["next"])
    third = caller.get(second.json()["next"])

    told = [name for page in (first, second, third) for name in names(page)]
    assert told == [row.name for row in rows] + ["啊"]
    assert (third.json()["next"], third.json()["has_more"]) == (None, False)


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "", "１"])
def test_limit_that_is_none_is_refused(caller, limit):
    assert code_of(caller.get("institutions", {"limit": limit})) == "parameter_wrong"


def test_cursor_of_another_query_is_refused(caller, caller_of):
    InstitutionFactory.create_batch(3)
    cursor = caller.get("institutions", {"limit": 1}).json()["next"].partition("cursor=")[2]

    def sent(who, query="", at="institutions"):
        return code_of(who.get(f"/api/v1/{at}?limit=1&{query}cursor={cursor}"))

    assert sent(caller, "kind=subject&") == "cursor_of_other_query"
    assert sent(caller, at="institutions/geojson") == "cursor_of_other_query"
    assert sent(caller, "updated_since=begin&") == "cursor_of_other_query"
    assert sent(caller_of()) == "cursor_of_other_query"
    assert code_of(caller.get("institutions", {"cursor": "made-up"})) == "cursor_invalid"
    assert code_of(caller.get("institutions", {"cursor": cursor[:-1]})) == "cursor_invalid"


def test_feed_tells_each_change_once_and_goes_on(caller):
    rows = InstitutionFactory.create_batch(3)
    first = caller.get("institutions", {"updated_since": "begin", "limit": 2})
    second = caller.get(first.json()["next"])
    assert names(first) + names(second) == [row.name for row in rows]
    assert (first.json()["has_more"], second.json()["has_more"]) == (True, False)

    nothing = caller.get(second.json()["next"])
    SiteFactory(institution=rows[1])
    Institution.objects.filter(pk=rows[0].pk).update(short_name="新名")
    after = caller.get(nothing.json()["next"])

    assert names(nothing) == []
    assert sorted(names(after)) == sorted([rows[0].name, rows[1].name])


def test_feed_since_a_moment_tells_what_became_visible_since(caller):
    InstitutionFactory()
    before = caller.get("institutions", {"updated_since": "2020-01-01T00:00:00+08:00"})
    far = caller.get("institutions", {"updated_since": "2999-01-01T00:00:00Z"})
    InstitutionFactory(name="后来的")

    assert len(names(before)) == 1
    assert names(far) == []
    assert names(caller.get(far.json()["next"])) == ["后来的"]


@pytest.mark.parametrize("since", ["", "yesterday", "2021-11-10", "2021-11-10T12:00:00", "\x00"])
def test_moment_without_zone_is_refused(caller, since):
    assert code_of(caller.get("institutions", {"updated_since": since})) == "parameter_wrong"


def test_one_institution_has_an_etag(caller):
    row = InstitutionFactory(site=True)
    first = caller.get(f"institutions/{row.pk}")
    same = caller.get(f"institutions/{row.pk}", If_None_Match=first["ETag"])
    Institution.objects.filter(pk=row.pk).update(phone="0746-123")
    other = caller.get(f"institutions/{row.pk}", If_None_Match=first["ETag"])

    assert first.json()["name"] == row.name
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other["ETag"] != first["ETag"]) == (200, True)


def test_labels_in_english(caller):
    InstitutionFactory()

    item = caller.get("institutions", Accept_Language="en").json()["items"][0]

    assert (item["state"], item["state_label"]) == ("licensed", "licensed")


def test_map_is_geojson_in_wgs84_with_the_source(caller):
    row = InstitutionFactory()
    SiteFactory(
        institution=row,
        point=Point(111.61234567, 25.2),
        source_system="gcj02",
        source_x=111.6177,
        source_y=25.197,
    )
    InstitutionFactory()

    answer = caller.get("institutions/geojson")
    told = answer.json()

    assert answer["Content-Type"] == "application/geo+json"
    located, unlocated = told["features"]
    assert located["geometry"] == {"type": "Point", "coordinates": [111.612346, 25.2]}
    assert located["properties"]["coordinate_source"] == "gcj02"
    assert (unlocated["geometry"], told["type"]) == (None, "FeatureCollection")
    assert set(told) == {"type", "features", "next", "has_more"}


def test_licence_by_number(caller):
    row = InstitutionFactory(licence_no="教民123", licence_until=None)

    told = caller.get("licences/教民123").json()

    assert (told["institution"], told["is_licensed"], told["list"]) == (row.pk, True, None)


def test_list_costs_as_many_statements_for_many_rows(caller, django_assert_num_queries):
    InstitutionFactory.create_batch(3, site=True)
    caller.get("institutions")

    with django_assert_num_queries(7):  # county, token, rows; savepoint, history, release; call
        assert len(names(caller.get("institutions", {"limit": 3}))) == 3
