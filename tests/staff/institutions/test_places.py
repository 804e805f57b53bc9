"""The page of doubtful points, and the preview of a rule."""

from __future__ import annotations

from institutions.models import PlaceAnswer
from tests.factories import institutions as made
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ParameterFactory


def _pair():
    return [InstitutionFactory(name=name, site=True) for name in ("甲校", "乙校")]


def test_clerk_answers_a_question_and_it_is_gone(browser_of, clerk):
    site = _pair()[1].current_site
    browser = browser_of(clerk)
    assert "与机构“甲校”相距0米" in browser.get("/institutions/places/").text

    sent = {"site": site.pk, "kind": "shared", "answer": "同一栋楼"}
    answer = browser.post("/institutions/places/", sent, follow=True)

    assert "没有待核实的坐标" in answer.text
    assert PlaceAnswer.objects.get().about == "与机构“甲校”相距0米"
    assert browser.post("/institutions/places/", sent).status_code == 404


def test_empty_answer_and_inspector_settle_nothing(browser_of, clerk, inspector):
    site = _pair()[1].current_site
    sent = {"site": site.pk, "kind": "shared", "answer": ""}

    assert browser_of(clerk).post("/institutions/places/", sent).status_code == 422
    answer = browser_of(inspector).post("/institutions/places/", sent | {"answer": "无误"})

    assert answer.status_code == 403
    assert not PlaceAnswer.objects.exists()


def test_point_outside_is_kept_with_a_tick(browser_of, clerk):
    shop = InstitutionFactory()
    sent = {"address": "界河边", "x": "111.2", "y": "25", "system": "wgs84", "on": "2021-11-09"}
    path = f"/institutions/{shop.pk}/site/"

    assert browser_of(clerk).post(path, sent).status_code == 422
    answer = browser_of(clerk).post(path, sent | {"may_lie_outside": "on"})

    assert answer.status_code == 302
    assert shop.current_site.point.x == 111.2


def test_preview_of_a_rule_names_whom_it_touches(browser_of, county):
    shop = InstitutionFactory(name="甲校", site=True)
    made.VenueFactory(site=shop.current_site, training_area_m2=200, pupils_same_time=60)
    key = "venue.area_per_pupil_min"
    ParameterFactory(key=key, value="3")
    browser = browser_of(UserFactory(system_administrator=True))

    def said(value):
        sent = {"value": value, "valid_from": "2026-01-01", "source": "县文件"}
        return browser.post(f"/rules/parameters/{key}/preview/", sent).text

    assert "1家机构中新增提示1家：甲校" in said("4")
    assert "1家机构的规则提示不变" in said("3.1")
    assert "新增提示" not in said("很大")
