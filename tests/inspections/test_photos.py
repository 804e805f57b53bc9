import pytest
from django.contrib.gis.geos import Point

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, WrongState
from documents.errors import PhotoForeign
from documents.models import StoredFile
from inspections.models import Photo
from inspections.services import add_photo
from institutions.errors import PointOutsideCounty
from tests.factories.accounts import UserFactory
from tests.factories.documents import picture
from tests.factories.inspections import VisitAssignmentFactory, VisitFactory
from tests.times import NOON


def add(visit, by, content=None, **changes):
    facts = {"content": content or picture(), "name": "招牌.jpg", "by": by, "at": NOON}
    return add_photo(visit.pk, **facts | changes)


def nothing_happened():
    return not (
        Photo.objects.exists() or StoredFile.objects.exists() or AuditEvent.objects.exists()
    )


@pytest.mark.parametrize("state", [{}, {"approved": True}, {"recorded": True}])
def test_add_photo_until_the_visit_is_confirmed(county, pair, state):
    visit = VisitFactory(**state)

    photo = add(visit, pair[0], taken_at=NOON, caption=" 门口招牌 ")

    assert (photo.visit, photo.caption, photo.taken_at) == (visit, "门口招牌", NOON)
    assert photo.file.content == picture()
    facts = AuditEvent.objects.get().facts
    assert facts == {"photo": photo.pk, "sha256": photo.file.sha256}


def test_add_photo_the_same_file_again_changes_nothing(county, pair):
    visit = VisitFactory(approved=True)
    first = add(visit, pair[0])

    again = add(visit, pair[1], caption="又一次")

    assert again == first
    assert (again.caption, AuditEvent.objects.count()) == ("", 1)


def test_add_photo_to_a_confirmed_visit_is_refused(county, pair):
    visit = VisitFactory(confirmed=True)

    with pytest.raises(WrongState, match="现在是“已确认”，不能添加照片"):
        add(visit, pair[0])

    assert nothing_happened()


def test_add_photo_that_is_none_is_refused(county, pair):
    visit = VisitFactory(approved=True)

    with pytest.raises(PhotoForeign):
        add(visit, pair[0], content=b"%PDF-1.7 not a picture")

    assert nothing_happened()


def test_add_photo_taken_outside_the_county_is_refused(county, pair):
    visit = VisitFactory(approved=True)

    with pytest.raises(PointOutsideCounty):
        add(visit, pair[0], point=Point(116.4, 39.9, srid=4326))

    assert nothing_happened()


def test_add_photo_by_a_partner_only_to_visits_of_its_department(county):
    guest = UserFactory(partner_officer=True)
    asked = VisitAssignmentFactory().visit

    with pytest.raises(NotFound):
        add(VisitFactory(approved=True), guest)
    add(asked, guest)

    assert Photo.objects.get().visit == asked


def test_add_photo_without_permission_is_refused(county, head):
    with pytest.raises(NotAllowed):
        add(VisitFactory(approved=True), head)

    assert nothing_happened()
