"""Doubtful points on the map."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound
from inspections.queries import stood_elsewhere
from institutions.coordinates import from_wgs84
from institutions.models import PlaceAnswer
from institutions.queries import place_questions
from institutions.services import SiteData, answer_place, move_site
from tests.factories.accounts import UserFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory, PlaceAnswerFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


def _at(x, y=25.0, **more):
    return InstitutionFactory(site__source_x=x, site__source_y=y, **more)


def _asked(questions):
    return [(one.site.institution.name, one.kind.value, one.about) for one in questions]


def test_a_point_outside_is_kept_when_a_person_says_so_and_asked_about(clerk):
    shop = InstitutionFactory(name="甲校")
    place = SiteData(address="界河边1号", x=111.25, y=25.0, may_lie_outside=True)

    move_site(shop.pk, place, on=DAY, by=clerk, at=NOON)

    assert _asked(place_questions(DAY)) == [
        ("甲校", "outside", "经度111.25000，纬度25.00000，不在桤木县辖区内")
    ]


def test_two_institutions_on_one_point_are_asked_about_once():
    _at(111.6, name="甲校")
    _at(111.60003, name="乙校")
    _at(111.6001, name="丙校")

    assert _asked(place_questions(DAY)) == [("乙校", "shared", "与机构“甲校”相距3米")]


@pytest.mark.parametrize(("shift", "is_asked"), [(0.0029, False), (0.0032, True)])
def test_a_site_to_which_no_visit_came_near_is_asked_about(shift, is_asked):
    """300 metres are 0.00297 degrees of longitude on 25 degrees north."""
    shop = _at(111.6 + shift, name="甲校")
    point = _at(111.6).current_site.point
    for _ in range(2):
        VisitFactory(institution=shop, recorded=True, point=point)

    asked = _asked(stood_elsewhere(DAY))

    assert bool(asked) == is_asked
    if asked:
        assert asked[0][:2] == ("甲校", "stood_elsewhere")
        assert asked[0][2].startswith("2次检查的定位都在32")


def test_a_reading_taken_for_another_system_is_found_by_where_officers_stood(clerk):
    shop = InstitutionFactory(name="甲校")
    x, y = from_wgs84(111.6, 25.0, "bd09")
    wrong = SiteData(address="文化路1号", x=x, y=y, system="unknown")
    site = move_site(shop.pk, wrong, on=DAY, by=clerk, at=NOON)
    VisitFactory(institution=shop, recorded=True, point=_at(111.6).current_site.point)

    assert [one.site for one in stood_elsewhere(DAY)] == [site]
    right = SiteData(address="文化路1号", x=x, y=y, system="bd09")
    move_site(shop.pk, right, on=DAY, by=clerk, at=NOON)
    assert stood_elsewhere(DAY) == []


def test_an_answer_settles_the_question_once_and_stays(clerk):
    _at(111.6)
    _at(111.6)
    (asked,) = place_questions(DAY)
    said = {"kind": asked.kind, "about": asked.about, "answer": "同一栋楼", "by": clerk, "at": NOON}

    answer_place(asked.site.pk, **said)
    answer_place(asked.site.pk, **said)

    assert place_questions(DAY) == []
    assert AuditEvent.objects.get().facts["new"] == "同一栋楼"
    with pytest.raises(IntegrityError, match="history stays"), transaction.atomic():
        PlaceAnswer.objects.all().delete()


def test_an_answer_that_says_nothing_or_from_the_wrong_person_is_refused(clerk):
    site = _at(111.6).current_site
    said = {"kind": "shared", "about": "与机构“甲校”相距0米", "at": NOON}

    with pytest.raises(BadInput, match="核实情况是空的"):
        answer_place(site.pk, answer=" ", by=clerk, **said)
    with pytest.raises(NotAllowed):
        answer_place(site.pk, answer="无误", by=UserFactory(inspector=True), **said)
    with pytest.raises(NotFound):
        answer_place(404, answer="无误", by=clerk, **said)

    assert not PlaceAnswer.objects.exists()


def test_an_answer_about_the_former_site_does_not_settle_the_new_one(clerk):
    _at(111.6)
    shop = _at(111.6)
    (asked,) = place_questions(DAY)
    PlaceAnswerFactory(site=asked.site, kind=asked.kind, about=asked.about)
    assert place_questions(DAY) == []

    move_site(shop.pk, SiteData(address="新址", x=111.6, y=25.0), on=DAY, by=clerk, at=NOON)

    assert [one.site.address for one in place_questions(DAY)] == ["新址"]
