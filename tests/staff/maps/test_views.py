"""The map: boundary, points, and the list beside it."""

from __future__ import annotations

import json

from tests.factories.institutions import InstitutionFactory

MOST = 16  # statements for one page


def test_map_lists_what_is_located_and_counts_the_rest(browser_of, inspector):
    InstitutionFactory(name="有坐标", site=True)
    InstitutionFactory(name="没有坐标")

    answer = browser_of(inspector).get("/map/")

    assert [one.name for one in answer.context["page"]] == ["有坐标"]
    assert answer.context["unlocated"] == 1


def test_points_are_geojson_narrowed_like_the_list(browser_of, inspector):
    InstitutionFactory(childcare=True, name="向阳托管中心", site__address="文化路8号")
    InstitutionFactory(name="青禾培训学校", site=True)

    answer = browser_of(inspector).get("/map/points.json?kind=childcare")

    (feature,) = json.loads(answer.content)["features"]
    assert feature["properties"]["name"] == "向阳托管中心"
    assert feature["geometry"]["coordinates"] == [111.6, 25.0]


def test_boundary_is_the_countys(browser_of, inspector, county):
    answer = browser_of(inspector).get("/map/boundary.json")

    assert json.loads(answer.content) == json.loads(county.boundary.geojson)
    assert answer["Cache-Control"].startswith("private")


def test_map_asks_nobody_outside_unless_tiles_are_set(browser_of, inspector):
    answer = browser_of(inspector).get("/map/")

    assert 'data-tiles-url=""' in answer.text
    assert "https://" not in answer.text


def test_partner_sees_no_points(browser_of, partner):
    assert browser_of(partner).get("/map/points.json").status_code == 403


def test_map_costs_the_same_for_one_and_for_many(browser_of, inspector, queries_of):
    browser = browser_of(inspector)
    InstitutionFactory(site=True)
    for_one = queries_of(browser, "/map/")
    InstitutionFactory.create_batch(4, site=True)

    assert queries_of(browser, "/map/") == for_one <= MOST
