from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, WrongState
from inspections import errors
from inspections.models import Answer, Finding, Photo, Visit
from inspections.services import AnswerIn, FindingIn, PhotoIn, record_visit
from institutions.errors import PointOutsideCounty
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.inspections import PhotoFactory, VisitAssignmentFactory, VisitFactory
from tests.inspections.conftest import ENDS, REQUEST, STARTS, a_record
from tests.times import DAY, NOON

NEAR = Point(111.601, 25.0, srid=4326)


@pytest.fixture
def visit(checklists, institution, pair, catalogue):
    return VisitFactory(institution=institution, approved=True, officers=[*pair])


def record(visit, *, by, request_id=REQUEST, at=NOON, **changes):
    return record_visit(visit.pk, a_record(**changes), request_id=request_id, by=by, at=at)


def nothing_happened(visit):
    fresh = Visit.objects.get(pk=visit.pk)
    return (fresh.state, fresh.request_id, fresh.recorded_at) == ("approved", None, None) and not (
        Answer.objects.exists()
        or Finding.objects.exists()
        or Photo.objects.exists()
        or AuditEvent.objects.filter(kind="visit.record").exists()
    )


def test_record_visit_keeps_times_place_people_and_distance(visit, pair):
    record(visit, by=pair[0], point=NEAR, place_text="二楼教室", person_present="王芳")

    kept = Visit.objects.get()
    assert (kept.state, kept.starts_at, kept.ends_at) == ("recorded", STARTS, ENDS)
    assert (kept.recorded_by, kept.recorded_at, kept.request_id) == (pair[0], NOON, REQUEST)
    assert (kept.distance_m, kept.place_text, kept.person_present) == (101, "二楼教室", "王芳")
    assert kept.duration_minutes == 60


def test_record_visit_by_who_approved_it_is_refused(visit, pair):
    Visit.objects.filter(pk=visit.pk).update(approved_by=pair[1])

    with pytest.raises(errors.ApproverWent, match=f"{pair[1].full_name}批准了"):
        record(visit, by=pair[0])

    assert nothing_happened(visit)


def test_record_visit_writes_answers_findings_and_history(visit, pair):
    record(
        visit,
        by=pair[0],
        answers=(AnswerIn("C01", "not_ok"), AnswerIn("C09", "not_ok", "过期两具")),
        findings=(
            FindingIn("无证办学", violation_code="V35", item_code="C01"),
            FindingIn("灭火器失效", routed_code="R14"),
        ),
    )

    answers = Answer.objects.values_list("item__code", "value", "note")
    assert list(answers) == [("C01", "not_ok", ""), ("C09", "not_ok", "过期两具")]
    findings = [(f.no, f.kind, f.code, f.text) for f in Finding.objects.all()]
    assert findings == [(1, "own", "V35", "无证办学"), (2, "routed", "R14", "灭火器失效")]
    facts = AuditEvent.objects.get(kind="visit.record").facts
    assert (facts["not_ok"], facts["findings"]) == (["C01", "C09"], ["V35", "R14"])


def test_record_visit_far_from_the_site_is_taken_with_its_distance(visit, pair):
    record(visit, by=pair[0], point=Point(111.66, 25.0, srid=4326))

    assert Visit.objects.get().distance_m == 6057


def test_record_visit_without_point_or_surveyed_site_has_no_distance(visit, pair):
    visit.institution.sites.update(point=None, source_x=None, source_y=None)

    record(visit, by=pair[0], point=NEAR)

    assert Visit.objects.get().distance_m is None


def test_record_visit_outside_the_county_is_refused(visit, pair):
    with pytest.raises(PointOutsideCounty, match="不在桤木县辖区内"):
        record(visit, by=pair[0], point=Point(116.4, 39.9, srid=4326))

    assert nothing_happened(visit)


def test_record_visit_same_request_again_changes_nothing(visit, pair):
    first = record(visit, by=pair[0], findings=(FindingIn("无证办学", violation_code="V35"),))
    history = AuditEvent.objects.count()

    again = record(visit, by=pair[0], remark="第二次发送")

    assert (again.pk, again.remark) == (first.pk, "")
    assert (Finding.objects.count(), AuditEvent.objects.count()) == (1, history)


def test_record_visit_second_record_with_another_request_is_refused(visit, pair):
    record(visit, by=pair[0])

    with pytest.raises(WrongState, match="现在是“待确认”，不能记录"):
        record(visit, by=pair[0], request_id=UUID(int=2), remark="再记一次")

    assert Visit.objects.get().remark == ""
    assert AuditEvent.objects.filter(kind="visit.record").count() == 1


def test_record_visit_request_of_another_visit_is_refused(visit, pair):
    VisitFactory(recorded=True, request_id=REQUEST)

    with pytest.raises(errors.RequestUsed):
        record(visit, by=pair[0])

    assert nothing_happened(visit)


def test_record_visit_not_approved_is_refused(checklists, pair):
    planned = VisitFactory(officers=[*pair])

    with pytest.raises(WrongState, match="须先处于“待检查”"):
        record(planned, by=pair[0])

    assert Visit.objects.get().state == "planned"


def test_record_visit_of_a_day_before_its_approval_is_refused(visit, pair):
    long_ago = NOON - timedelta(days=3)

    with pytest.raises(errors.VisitBeforeApproval, match="2021年11月7日早于批准日期2021年11月9日"):
        record(visit, by=pair[0], starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))

    assert nothing_happened(visit)


def test_record_visit_certificates_are_weighed_for_the_real_day(visit, pair):
    pair[1].certificates.update(valid_until=DAY + timedelta(days=1))
    later = NOON + timedelta(days=2)

    with pytest.raises(errors.CertificateExpired, match="李小红在2021年11月12日"):
        record(
            visit,
            by=pair[0],
            at=later,
            starts_at=later - timedelta(hours=2),
            ends_at=later - timedelta(hours=1),
        )

    assert nothing_happened(visit)


def test_record_visit_freezes_the_certificate_of_the_real_day(visit, pair):
    pair[1].certificates.update(number="HN900")

    record(visit, by=pair[0])

    numbers = visit.officers.values_list("certificate_no", flat=True)
    assert list(numbers) == ["HN001", "HN900"]


def test_record_visit_by_fewer_than_two_officers_is_refused(visit, pair):
    with pytest.raises(errors.TooFewOfficers):
        record(visit, by=pair[0], officer_ids=(pair[0].pk,))

    assert nothing_happened(visit)
    assert visit.officers.count() == 2


def test_record_visit_partner_of_an_asked_department_may_join(visit, pair, fire):
    VisitAssignmentFactory(visit=visit, assignment__asked_of=fire)
    guest = UserFactory(partner_officer=True, certificate=True)

    record(visit, by=guest, officer_ids=(pair[0].pk, guest.pk))

    people = visit.officers.values_list("user", "role")
    assert list(people) == [(pair[0].pk, "lead"), (guest.pk, "officer")]


@pytest.mark.parametrize("auxiliary", [True, False])
def test_record_visit_by_an_auxiliary_or_a_stranger_is_refused(visit, pair, auxiliary):
    person = UserFactory(inspector=True, is_auxiliary=auxiliary)
    people = [p.pk for p in pair] + [person.pk] * auxiliary

    with pytest.raises(errors.NotYourVisit, match="您不是对青禾培训学校的检查"):
        record(visit, by=person, officer_ids=tuple(people))

    assert nothing_happened(visit)


def test_record_visit_without_permission_or_visit_is_refused(visit, pair, head):
    with pytest.raises(NotAllowed):
        record(visit, by=head)
    with pytest.raises(NotFound):
        record(Visit(pk=0), by=pair[0])

    assert nothing_happened(visit)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_at": STARTS}, errors.EndBeforeStart),
        ({"ends_at": NOON + timedelta(minutes=1)}, errors.VisitNotOver),
        ({"answers": (AnswerIn("C37", "ok"),)}, errors.AnswerNotOnChecklist),
        ({"answers": (AnswerIn("C01", "not_ok"),)}, errors.NotOkUnexplained),
        ({"findings": (FindingIn("x"),)}, errors.FindingOwnOrRouted),
        ({"findings": (FindingIn("x", violation_code="V99"),)}, errors.NotInCatalogue),
        ({"findings": (FindingIn("x", routed_code="R99"),)}, errors.NotInCatalogue),
        ({"photos": (PhotoIn(0),)}, errors.PhotoUnfit),
    ],
)
def test_record_visit_with_bad_facts_is_refused_whole(visit, pair, changes, refusal):
    good = {"answers": (AnswerIn("C09", "ok"),)}

    with pytest.raises(refusal):
        record(visit, by=pair[0], **good | changes)

    assert nothing_happened(visit)


def test_record_visit_violation_of_a_later_rule_is_refused_by_name(visit, pair):
    with pytest.raises(
        errors.ViolationNotInForce,
        match="第1个问题引用的V01“擅自举办校外培训机构”在检查当日（2021年11月10日）不在有效期内",
    ):
        record(visit, by=pair[0], findings=(FindingIn("无证办学", violation_code="V01"),))

    assert nothing_happened(visit)


def test_record_visit_with_photos_of_the_visit_and_of_a_finding(visit, pair):
    sign, hall = StoredFileFactory(photo=True), StoredFileFactory(photo=True)

    record(
        visit,
        by=pair[0],
        findings=(FindingIn("无证办学", violation_code="V35"),),
        photos=(PhotoIn(sign.pk, caption="招牌"), PhotoIn(hall.pk, finding_no=1)),
    )

    finding = Finding.objects.get()
    kept = Photo.objects.values_list("file", "finding", "caption")
    assert list(kept) == [(sign.pk, None, "招牌"), (hall.pk, finding.pk, "")]


def test_record_visit_ties_a_photo_that_arrived_earlier_to_its_finding(visit, pair):
    shown = PhotoFactory(visit=visit, file__photo=True, caption="二楼")
    other = PhotoFactory(visit=visit, file__photo=True)

    record(
        visit,
        by=pair[0],
        findings=(FindingIn("无证办学", violation_code="V35"),),
        photos=(PhotoIn(shown.file_id, finding_no=1), PhotoIn(other.file_id)),
    )

    kept = Photo.objects.values_list("pk", "finding__no", "caption")
    assert list(kept) == [(shown.pk, 1, "二楼"), (other.pk, None, "门口招牌")]


@pytest.mark.parametrize("wrong", ["twice", "no finding", "no picture"])
def test_record_visit_with_an_unfit_photo_is_refused(visit, pair, wrong):
    file = StoredFileFactory(photo=wrong != "no picture")
    photos = {
        "twice": (PhotoIn(file.pk), PhotoIn(file.pk)),
        "no finding": (PhotoIn(file.pk, finding_no=1),),
        "no picture": (PhotoIn(file.pk),),
    }

    with pytest.raises(errors.PhotoUnfit):
        record(visit, by=pair[0], photos=photos[wrong])

    assert nothing_happened(visit)
