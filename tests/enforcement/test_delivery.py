from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, WrongState
from enforcement import services
from enforcement.errors import DeliveryDayWrong, DeliveryIncomplete
from enforcement.models import Delivery
from enforcement.services import DeliveryEvidence
from enforcement.states import LimitUnit, NoticeState
from institutions.models import Institution
from institutions.states import InstitutionState
from tests.factories.documents import StoredFileFactory
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("law")

COMPLETE = {
    "direct": DeliveryEvidence(recipient="王春梅", servers="王小明、李小红"),
    "left": DeliveryEvidence(reason="负责人拒收", place="文化路8号", witness="社区李主任"),
    "electronic": DeliveryEvidence(consent_ref="确认书1号", place="office@qinghe.example"),
    "mail": DeliveryEvidence(mail_ref="EMS1234567CN", recipient="王春梅"),
    "public_notice": DeliveryEvidence(reason="负责人下落不明", place="县政府网站"),
}


def serve(notice, people, way="direct", on=DAY, evidence=None, at=NOON):
    evidence = evidence or COMPLETE[way]
    return services.serve_notice(
        notice.pk, way=way, delivered_on=on, evidence=evidence, by=people.clerk, at=at
    )


def was_not_served(notice) -> bool:
    notice.refresh_from_db()
    return notice.state == NoticeState.PRINTED and not Delivery.objects.exists()


@pytest.mark.parametrize("way", ["direct", "left", "electronic", "mail"])
def test_each_way_serves_and_starts_the_clock_that_day(people, way):
    notice = serve(NoticeFactory(printed=True), people, way)

    assert notice.state == NoticeState.SERVED
    assert (notice.served_on, notice.due_on) == (DAY, date(2021, 12, 1))
    assert (notice.due_is_provisional, notice.calendar_known_until) == (False, date(2021, 12, 31))
    assert (notice.delivery.way, notice.delivery.effective_on) == (way, DAY)


def test_a_public_notice_starts_the_clock_when_its_days_have_passed(people):
    notice = serve(NoticeFactory(printed=True), people, "public_notice")

    assert notice.delivery.delivered_on == DAY
    assert notice.served_on == date(2022, 1, 9)  # 60 days in 2021
    assert notice.due_on == date(2022, 1, 28)
    assert notice.due_is_provisional


def test_a_limit_in_calendar_days_that_ends_on_a_rest_day_moves_on(people):
    notice = NoticeFactory(printed=True, limit_count=10, limit_unit=LimitUnit.CALENDAR_DAY)

    notice = serve(notice, people)

    assert notice.due_on == date(2021, 11, 22)  # the 20th was a Saturday


@pytest.mark.parametrize(
    ("way", "evidence", "missing"),
    [
        ("direct", DeliveryEvidence(), "签收人姓名"),
        ("direct", DeliveryEvidence(recipient="李芳", is_substitute=True), "关系"),
        ("left", DeliveryEvidence(reason="拒收", place="文化路8号"), "见证人"),
        ("electronic", DeliveryEvidence(place="a@b.example"), "确认书"),
        ("mail", DeliveryEvidence(place="文化路8号"), "邮件号码"),
        ("mail", DeliveryEvidence(mail_ref="EMS1234567CN"), "回执上的签收人"),
        ("public_notice", DeliveryEvidence(place="县政府网站"), "采用公告送达的原因"),
        ("mail", DeliveryEvidence(mail_ref="   "), "邮件号码"),
    ],
)
def test_a_service_without_its_evidence_is_refused(people, way, evidence, missing):
    notice = NoticeFactory(printed=True)

    with pytest.raises(DeliveryIncomplete, match=missing):
        serve(notice, people, way, evidence=evidence)

    assert was_not_served(notice)


def test_a_photo_proves_a_paper_left_behind(people):
    proof = StoredFileFactory(photo=True)
    evidence = DeliveryEvidence(reason="拒收", place="文化路8号", proof=proof)

    notice = serve(NoticeFactory(printed=True), people, "left", evidence=evidence)

    assert notice.delivery.proof == proof


def test_a_substitute_is_kept_with_the_relation(people):
    evidence = DeliveryEvidence(recipient="李芳", is_substitute=True, relation="同住成年家属")

    delivery = serve(NoticeFactory(printed=True), people, evidence=evidence).delivery

    assert (delivery.is_substitute, delivery.relation) == (True, "同住成年家属")


def test_who_enters_it_is_the_server_unless_others_are_named(people):
    evidence = DeliveryEvidence(recipient="王春梅")

    delivery = serve(NoticeFactory(printed=True), people, evidence=evidence).delivery

    assert delivery.servers == "郑登记"


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_a_service_before_the_paper_or_after_today_is_refused(people, on):
    notice = NoticeFactory(printed=True)

    with pytest.raises(DeliveryDayWrong):
        serve(notice, people, on=on)

    assert was_not_served(notice)


def test_a_service_before_the_paper_was_printed_is_refused(people):
    notice = NoticeFactory(printed=True, printed_at=NOON + timedelta(days=1))

    with pytest.raises(DeliveryDayWrong, match="2021年11月11日"):
        serve(notice, people, on=DAY, at=NOON + timedelta(days=2))

    assert was_not_served(notice)


def test_a_second_service_is_refused(people):
    notice = NoticeFactory(printed=True)
    serve(notice, people)

    with pytest.raises(WrongState, match="已送达"):
        serve(notice, people, "mail")

    assert Delivery.objects.count() == 1
    assert AuditEvent.objects.filter(kind="notice.serve").count() == 1


def test_an_unprinted_paper_is_not_served(people):
    with pytest.raises(WrongState, match="已批准待印制"):
        serve(NoticeFactory(approved=True), people)


def test_serve_needs_the_permission_and_a_known_way(people):
    notice = NoticeFactory(printed=True)

    with pytest.raises(BadInput):
        serve(notice, people, "pigeon", evidence=DeliveryEvidence())
    with pytest.raises(NotAllowed):
        services.serve_notice(
            notice.pk,
            way="direct",
            delivered_on=DAY,
            evidence=COMPLETE["direct"],
            by=people.bureau_head,
            at=NOON,
        )

    assert was_not_served(notice)


@pytest.mark.parametrize(
    ("trait", "state"),
    [({}, InstitutionState.RECTIFYING), ({"unlicensed": True}, InstitutionState.UNLICENSED)],
)
def test_a_served_rectification_notice_puts_a_licensed_institution_into_correction(
    people, trait, state
):
    institution = InstitutionFactory(**trait)
    notice = NoticeFactory(
        printed=True, visit=VisitFactory(institution=institution, confirmed=True)
    )

    serve(notice, people)

    assert Institution.objects.get(pk=institution.pk).state == state


def test_a_stop_notice_moves_nothing_before_it_is_re_inspected(people):
    notice = serve(NoticeFactory(stop=True, printed=True), people)

    assert Institution.objects.get(pk=notice.institution_id).state == InstitutionState.LICENSED
    assert notice.due_on == date(2021, 11, 15)


def test_a_withdrawal_has_no_limit(people):
    notice = serve(WithdrawalFactory(printed=True), people)

    assert (notice.state, notice.served_on, notice.due_on) == (NoticeState.SERVED, DAY, None)
