"""An original is entered once, and stays."""

import pytest
from django.contrib.gis.geos import Point
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from evidence.errors import OriginalUnfit
from evidence.models import Original
from evidence.services import keep_original
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.evidence import DEVICE_KEY, OriginalFactory
from tests.factories.inspections import PhotoFactory, VisitFactory
from tests.times import NOON

PLACE = Point(111.5, 25.0, srid=4326)


def _facts(**changes):
    facts = {
        "visit": VisitFactory(recorded=True),
        "file": StoredFileFactory(photo=True),
        "kind": "photo",
        "taken_at": NOON,
        "point": PLACE,
        "accuracy_m": 12,
        "device_key": DEVICE_KEY,
        "item_code": "C07",
        "by": UserFactory(inspector=True),
        "at": NOON,
    }
    return {**facts, **changes}


def test_original_is_kept_with_where_when_who_and_device(county):
    facts = _facts()

    original = keep_original(**facts)

    kept = Original.objects.get()
    assert kept == original
    assert (kept.file, kept.taken_at, kept.point.coords) == (facts["file"], NOON, (111.5, 25.0))
    assert (kept.accuracy_m, kept.device_key, kept.item_code) == (12, DEVICE_KEY, "C07")
    assert (kept.kept_at, kept.kept_by) == (NOON, facts["by"])
    told = AuditEvent.objects.get(kind="original.keep")
    assert told.facts["sha256"] == facts["file"].sha256


def test_original_twice_is_one(county):
    facts = _facts()
    first = keep_original(**facts)

    again = keep_original(**{**facts, "item_code": "C09"})

    assert (again.pk, again.item_code) == (first.pk, "C07")
    assert AuditEvent.objects.filter(kind="original.keep").count() == 1


@pytest.mark.parametrize("stage", ["approved", "recorded", "confirmed"])
def test_original_of_a_visit_in_any_state_is_kept(county, stage):
    keep_original(**_facts(visit=VisitFactory(**{stage: True})))

    assert Original.objects.count() == 1


def test_original_of_somebody_without_the_right_is_refused(county):
    with pytest.raises(NotAllowed):
        keep_original(**_facts(by=UserFactory(section_head=True)))

    assert not Original.objects.exists()
    assert not AuditEvent.objects.filter(kind="original.keep").exists()


def test_original_of_a_visit_of_others_is_not_found(county):
    with pytest.raises(NotFound):
        keep_original(**_facts(by=UserFactory(partner_officer=True)))

    assert not Original.objects.exists()


@pytest.mark.parametrize("kind", ["photo", "hologram"])
def test_original_that_is_no_picture_or_of_no_kind_is_refused(county, kind):
    with pytest.raises(OriginalUnfit):
        keep_original(**_facts(file=StoredFileFactory(), kind=kind))

    assert not Original.objects.exists()


def test_original_without_a_place_keeps_no_accuracy(county):
    assert keep_original(**_facts(point=None)).accuracy_m is None


def test_accuracy_without_a_point_is_stopped_by_the_database(county):
    row = Original(**{k: v for k, v in _facts(point=None).items() if k not in ("by", "at")})
    row.kept_by, row.kept_at = UserFactory(), NOON

    with pytest.raises(IntegrityError, match="original_accuracy_needs_a_point"):
        row.save()


def test_second_row_of_a_file_is_stopped_by_the_database(county):
    first = OriginalFactory()

    with pytest.raises(IntegrityError, match="one_original_per_visit_and_file"):
        Original.objects.create(
            visit=first.visit, file=first.file, kind="photo", kept_at=NOON, kept_by=first.kept_by
        )


def test_original_is_never_changed_or_deleted(county):
    original = OriginalFactory()

    for attempt in (lambda: Original.objects.update(item_code="C02"), original.delete):
        with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
            attempt()


def test_original_knows_its_place_in_the_record(county):
    original = OriginalFactory()
    assert original.photo is None

    photo = PhotoFactory(visit=original.visit, file=original.file)

    assert original.photo == photo
