from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.db import DatabaseError, IntegrityError, transaction

from inspections.models import Answer, Finding, Photo, Visit
from tests.factories.accounts import UserFactory
from tests.factories.inspections import (
    AnswerFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ChecklistFactory,
    FindingFactory,
    PhotoFactory,
    VisitFactory,
    VisitOfficerFactory,
)
from tests.factories.policies import RoutedMatterFactory
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")

ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("visit_ends_after_it_starts", {"recorded": True, "ends_at": NOON - timedelta(hours=3)}),
        ("visit_distance_needs_a_point", {"recorded": True, "distance_m": 5}),
        ("visit_approval_has_moment_and_person", {"approved_at": NOON}),
        ("visit_record_has_moment_and_person", {"recorded_at": NOON}),
        ("visit_confirmation_has_moment_and_person", {"confirmed": True, "confirmed_by": None}),
        ("visit_cancellation_has_moment_and_person", {"cancelled_at": NOON, "state": "cancelled"}),
        ("visit_beyond_planned_is_approved", {"state": "approved"}),
        ("visit_recorded_has_its_facts", {"recorded": True, "request_id": None}),
        ("visit_recorded_has_its_facts", {"recorded": True, "starts_at": None}),
        ("visit_confirmed_only_when_so", {"recorded": True, "state": "confirmed"}),
        ("visit_confirmed_only_when_so", {"confirmed": True, "state": "recorded"}),
        ("visit_cancelled_only_when_so_and_why", {"state": "cancelled"}),
    ],
)
def test_the_database_refuses_a_visit(rule, fields):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        VisitFactory(**fields)


def test_the_database_refuses_a_visit_confirmed_by_its_recorder():
    head = UserFactory(section_head=True)

    with (
        pytest.raises(IntegrityError, match="visit_confirmed_by_another_than_recorded"),
        transaction.atomic(),
    ):
        VisitFactory(confirmed=True, recorded_by=head, confirmed_by=head)


def test_the_database_refuses_a_visit_confirmed_by_an_officer(check_now):
    head = UserFactory(section_head=True)
    visit = VisitFactory(recorded=True)
    VisitOfficerFactory(visit=visit, user=head, certificate_no="HN7")
    Visit.objects.update(state="confirmed", confirmed_at=NOON, confirmed_by=head)

    with pytest.raises(IntegrityError, match="confirmed by somebody who was there"):
        check_now()


def test_the_database_refuses_a_recorded_visit_with_one_certified_officer(check_now):
    visit = VisitFactory(recorded=True, officers=[UserFactory(certificate=True)])
    VisitOfficerFactory(visit=visit, auxiliary=True)

    with pytest.raises(IntegrityError, match="recorded with 1 certified officers"):
        check_now()


def test_the_database_takes_a_confirmed_visit_of_two(check_now):
    visit = VisitFactory(confirmed=True)

    check_now()

    assert Visit.objects.get() == visit


def test_the_database_refuses_one_request_for_two_visits():
    VisitFactory(recorded=True, request_id=ONE)
    VisitFactory.create_batch(2)

    with (
        pytest.raises(IntegrityError, match="one_visit_per_recording_request"),
        transaction.atomic(),
    ):
        VisitFactory(recorded=True, request_id=ONE)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("officer_has_a_certificate_and_auxiliary_none", {"certificate_no": ""}),
        ("officer_has_a_certificate_and_auxiliary_none", {"role": "auxiliary"}),
        ("one_lead_officer_per_visit", {"role": "lead"}),
    ],
)
def test_the_database_refuses_an_officer(rule, fields):
    visit = VisitFactory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        VisitOfficerFactory(visit=visit, **fields)


def test_the_database_refuses_a_person_twice_on_one_visit():
    seat = VisitFactory().officers.first()

    with pytest.raises(IntegrityError, match="one_place_per_visit_and_user"), transaction.atomic():
        VisitOfficerFactory(visit=seat.visit, user=seat.user)


@pytest.mark.parametrize("wrong", ["both", "neither", "other"])
def test_the_database_refuses_a_finding_neither_own_nor_routed(wrong):
    matter = RoutedMatterFactory()
    fields = {
        "both": {"routed": matter},
        "neither": {"violation": None},
        "other": {"violation": None, "routed": matter},
    }

    with (
        pytest.raises(IntegrityError, match="finding_is_own_or_routed_never_both"),
        transaction.atomic(),
    ):
        FindingFactory(**fields[wrong])


def test_the_database_refuses_a_silent_finding_and_a_number_twice():
    first = FindingFactory()

    with pytest.raises(IntegrityError, match="finding_says_something"), transaction.atomic():
        FindingFactory(text="")
    with pytest.raises(IntegrityError, match="one_finding_per_visit_and_no"), transaction.atomic():
        FindingFactory(visit=first.visit, no=first.no)


def test_the_database_refuses_an_item_answered_twice_and_a_photo_twice():
    answer, photo = AnswerFactory(), PhotoFactory()

    with pytest.raises(IntegrityError, match="one_answer_per_visit_and_item"), transaction.atomic():
        AnswerFactory(visit=answer.visit, item=answer.item)
    with pytest.raises(IntegrityError, match="one_photo_per_visit_and_file"), transaction.atomic():
        Photo.objects.create(
            visit=photo.visit, file=photo.file, added_at=NOON, added_by=photo.added_by
        )


def test_the_database_refuses_odd_campaigns_and_targets():
    target = CampaignTargetFactory()
    campaign = target.campaign

    with pytest.raises(IntegrityError, match="campaign_ends_not_before"), transaction.atomic():
        CampaignFactory(ends_on=date(2021, 10, 1))
    with pytest.raises(IntegrityError, match="one_campaign_per_name_and_st"), transaction.atomic():
        CampaignFactory(name=campaign.name, starts_on=campaign.starts_on)
    with pytest.raises(IntegrityError, match="one_target_per_campaign_and"), transaction.atomic():
        CampaignTargetFactory(campaign=campaign, institution=target.institution)
    with pytest.raises(IntegrityError, match="target_outcome_has_moment"), transaction.atomic():
        CampaignTargetFactory(outcome="notice")
    with pytest.raises(IntegrityError, match="one_membership_per_campaign"), transaction.atomic():
        campaign.memberships.create(department=campaign.lead_department)


def test_the_database_refuses_a_checklist_version_twice():
    first = ChecklistFactory()

    with (
        pytest.raises(IntegrityError, match="one_checklist_per_kind_and_version"),
        transaction.atomic(),
    ):
        type(first).objects.create(
            kind=first.kind, version=first.version, valid_from=first.valid_from, source="x"
        )


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (AnswerFactory, {"note": "改"}),
        (FindingFactory, {"text": "改"}),
        (PhotoFactory, {"caption": "改"}),
        (ChecklistFactory, {"source": "改"}),
    ],
)
def test_facts_are_neither_changed_nor_deleted(make, change):
    row = make()
    rows = type(row).objects.filter(pk=row.pk)

    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        rows._raw_delete("default")

    assert rows.get() == row


def test_photo_is_tied_to_a_finding_once():
    finding = FindingFactory()
    other = FindingFactory(visit=finding.visit)
    photos = Photo.objects.filter(pk=PhotoFactory(visit=finding.visit).pk)

    photos.update(finding=finding)
    with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
        photos.update(finding=other)

    assert photos.get().finding == finding


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": NOON - timedelta(hours=5)},
        {"remark": "改"},
        {"point": Point(111.7, 25.0, srid=4326)},
    ],
)
def test_record_of_a_visit_is_not_changed_any_more(change):
    visit = VisitFactory(recorded=True)

    with pytest.raises(DatabaseError, match="void it"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**change)

    assert Visit.objects.get().starts_at == visit.starts_at


def test_rows_say_what_they_are():
    finding = FindingFactory(visit__institution__name="青禾培训学校", violation__code="V35")
    answer = AnswerFactory(value="not_ok")

    assert str(finding.visit) == "对青禾培训学校的检查（2021年11月10日）"
    assert str(finding) == "问题1：未取得办学许可证开展学科类培训，现场有学生十二名。"
    assert finding.code == "V35"
    assert str(answer) == "C01 不符合"
    assert (Answer.objects.count(), Finding.objects.count()) == (1, 1)
