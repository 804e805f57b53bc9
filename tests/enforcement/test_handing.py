"""A paper handed over on site comes home: taken as it is, or kept until a person has looked."""

import copy
import json
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, WrongState
from documents.pictures import page_pngs
from documents.rendering import text_of
from enforcement import blanks, queries, services
from enforcement.errors import ArrivalNotAcceptable, OrderUnreadable, OwnVisit, ReasonMissing
from enforcement.models import Notice, OrderArrival, ReleasedOrder
from enforcement.states import ArrivalState, NoticeForm, NoticeState, ReleaseState
from institutions.states import InstitutionState
from tests.enforcement.on_site import (
    HANDED_AT,
    IN_THE_EVENING,
    filled_for,
    first_of,
    handed,
    officers_of,
    paper_for,
    released,
)
from tests.factories.accounts import UserFactory
from tests.factories.inspections import VisitFactory
from tests.house.files import ROOT
from tests.times import DAY, NOON

LIMIT = NoticeForm.SPOT_LIMIT


@pytest.fixture
def order(visit, people) -> ReleasedOrder:
    return first_of(released(visit, people))


def test_a_paper_that_fits_is_a_served_notice_at_once(visit, people, order, check_now):
    payload = paper_for(visit, order)

    arrival = handed(visit, order, payload)
    check_now()

    assert (arrival.state, arrival.doubts) == (ArrivalState.TAKEN, [])
    notice = Notice.objects.get()
    assert (notice.state, notice.number, notice.form) == ("served", order.number, "spot")
    assert (notice.payload, notice.token) == (payload, order.token)
    assert (notice.served_on, notice.due_on) == (DAY, date(2021, 11, 15))
    assert (notice.approved_by, notice.drafted_by) == (people.bureau_head, order.holder)
    assert [link.finding.code for link in notice.notice_findings.all()] == ["V40", "V32"]
    assert notice.delivery.recipient == "王春梅"
    order.refresh_from_db()
    assert (order.state, order.notice) == (ReleaseState.HANDED, notice)
    assert queries.numbers_missing() == []


def test_the_same_paper_twice_is_taken_once(visit, order):
    first, again = handed(visit, order), handed(visit, order)

    assert first == again
    assert Notice.objects.count() == 1
    assert AuditEvent.objects.filter(kind="notice.hand_over").count() == 1


def test_the_office_prints_what_was_handed_over_and_nothing_else(visit, order, people):
    handed(visit, order, paper_for(visit, order, added_order="收费项目和标准即日公示"))
    notice = Notice.objects.get()

    services.print_paper(notice.pk, at=IN_THE_EVENING)
    services.print_paper(notice.pk, at=IN_THE_EVENING)

    notice.refresh_from_db()
    assert (notice.state, notice.printed_at) == (NoticeState.SERVED, IN_THE_EVENING)
    text = "".join(text_of(notice.document.content).split())
    for words in (
        "责令改正通知书",
        order.number,
        "收费项目和标准即日公示",
        "按照上列改正要求立即改正",
        "3个工作日内向本机关书面报告",
        "至2021年11月15日届满",
        "当场交付记录",
        "受送达人签名",
        "13:05",
    ):
        assert words in text, words
    assert len(page_pngs(notice.document.content, width_px=300)) >= 2
    assert AuditEvent.objects.filter(kind="notice.print").count() == 1
    assert not Notice.objects.awaiting_print().exists()


def test_an_order_with_a_limit_puts_the_institution_under_correction(visit, people, school):
    order = first_of(released(visit, people, LIMIT))

    handed(visit, order, paper_for(visit, order, limit={"count": 5, "unit": "working_day"}))

    notice = Notice.objects.get()
    assert (notice.limit_count, notice.due_on) == (5, date(2021, 11, 17))
    school.refresh_from_db()
    assert school.state == InstitutionState.RECTIFYING


def test_an_order_at_once_leaves_the_institution_as_it_is(visit, order, school):
    handed(visit, order)

    school.refresh_from_db()
    assert school.state == InstitutionState.LICENSED


def test_a_refusal_to_sign_is_left_service(visit, order):
    left = {
        "way": "left",
        "time": "13:05",
        "recipient": "",
        "relation": "",
        "reason": "负责人拒绝签收",
        "witness": "社区工作人员赵敏",
    }
    handed(visit, order, paper_for(visit, order, handover=left))

    delivery = Notice.objects.get().delivery
    assert (delivery.way, delivery.reason, delivery.witness) == (
        "left",
        "负责人拒绝签收",
        "社区工作人员赵敏",
    )


def _other_day(visit, order, people):
    return {"handed_at": HANDED_AT + timedelta(days=1)}, "只限2021年11月10日使用"


def _other_officer(visit, order, people):
    return {"by": officers_of(visit)[1]}, "持用，回传人是李小红"


def _other_visit(visit, order, people):
    return {"visit_id": VisitFactory(confirmed=True).pk}, "不是这次检查的人员"


def _voided_before(visit, order, people):
    services.return_unused([order.pk], by=order.holder, at=NOON)
    return {}, "该文号已作废（未使用，交回作废）"


def _altered_text(visit, order, people):
    payload = paper_for(visit, order)
    payload["after"] = payload["after"][:1]
    return {"payload": payload}, "“after”与签发的文书不一致"


def _altered_law(visit, order, people):
    payload = paper_for(visit, order)
    payload["findings"][0]["article"] = "第一条"
    return {"payload": payload}, "“findings”与签发的文书不一致"


def _no_filled(visit, order, people):
    return {"payload": {"number": order.number}}, "不完整"


def _unknown_limit(visit, order, people):
    payload = copy.deepcopy(paper_for(visit, order))
    payload["filled"]["limit"]["count"] = 99
    return {"payload": payload}, "不完整"


def _penalty(visit, order, people):
    return {
        "payload": paper_for(visit, order, added_order="逾期将处以罚款")
    }, "写有处罚内容：“罚款”"


def _one_officer(visit, order, people):
    one = filled_for(visit, order)["officers"][:1]
    return {"payload": paper_for(visit, order, officers=one)}, "少于两名"


def _nobody_received(visit, order, people):
    handover = filled_for(visit, order)["handover"] | {"recipient": ""}
    return {"payload": paper_for(visit, order, handover=handover)}, "缺少：签收人姓名"


def _other_party(visit, order, people):
    party = filled_for(visit, order)["party"] | {"name": "别的学校"}
    return {"payload": paper_for(visit, order, party=party)}, "文书上的单位是“别的学校”"


@pytest.mark.parametrize(
    "scene",
    [
        _other_day,
        _other_officer,
        _other_visit,
        _voided_before,
        _altered_text,
        _altered_law,
        _no_filled,
        _unknown_limit,
        _penalty,
        _one_officer,
        _nobody_received,
        _other_party,
    ],
)
def test_what_does_not_fit_is_kept_and_waits(visit, order, people, scene):
    told, doubt = scene(visit, order, people)

    arrival = handed(visit, order, **told)

    assert arrival.state == ArrivalState.WAITING
    assert doubt in "".join(arrival.doubts)
    assert arrival.payload == told.get("payload", paper_for(visit, order))
    assert not Notice.objects.exists()
    assert list(queries.arrivals_waiting(people.bureau_head)) == [arrival]


def test_a_second_paper_on_one_number_is_kept_beside_the_first(visit, order, people):
    handed(visit, order)
    other = handed(visit, order, paper_for(visit, order, added_order="另一份"))

    assert "已有另一份交付的文书" in other.doubts[0]
    with pytest.raises(ArrivalNotAcceptable, match="一个文号只能有一份"):
        services.accept_arrival(other.pk, reason="以此为准", by=people.bureau_head, at=NOON)
    services.refuse_arrival(other.pk, reason="重复填写", by=people.bureau_head, at=NOON)

    assert Notice.objects.get().added_order == ""
    assert {a.state for a in OrderArrival.objects.all()} == {"taken", "refused"}


def test_a_paper_of_a_lost_phone_that_turns_up_can_be_accepted(visit, order, people, check_now):
    services.carry_orders(device="lost", by=order.holder, on=DAY, at=NOON)
    services.void_lost("lost", reason="手机遗失", by=people.clerk, at=NOON)
    arrival = handed(visit, order)

    services.accept_arrival(
        arrival.pk, reason="当事人持有原件，经核对一致", by=people.bureau_head, at=IN_THE_EVENING
    )
    check_now()

    order.refresh_from_db()
    assert (order.state, order.notice.state) == (ReleaseState.HANDED, NoticeState.SERVED)
    assert order.void_reason == "手机遗失"
    assert queries.numbers_missing() == []


def test_a_refused_paper_voids_its_number(visit, order, people):
    arrival = handed(visit, order, handed_at=HANDED_AT + timedelta(days=1))

    services.refuse_arrival(arrival.pk, reason="未经签发的日期", by=people.bureau_head, at=NOON)

    order.refresh_from_db()
    assert (order.state, order.void_reason) == (
        ReleaseState.VOIDED,
        "回传文书不予采用：未经签发的日期",
    )
    with pytest.raises(WrongState, match="不予采用"):
        services.accept_arrival(arrival.pk, reason="改主意", by=people.bureau_head, at=NOON)


def test_settling_needs_right_reason_and_other_hands(visit, order, people):
    arrival = handed(visit, order, handed_at=HANDED_AT + timedelta(days=1))
    went = officers_of(visit)[1]
    went.roles = ["bureau_head"]
    went.save()

    with pytest.raises(NotAllowed):
        services.accept_arrival(arrival.pk, reason="可", by=people.section_head, at=NOON)
    with pytest.raises(ReasonMissing, match="核定采用"):
        services.accept_arrival(arrival.pk, reason=" ", by=people.bureau_head, at=NOON)
    with pytest.raises(OwnVisit):
        services.accept_arrival(arrival.pk, reason="可", by=went, at=NOON)
    with pytest.raises(NotFound):
        services.accept_arrival(0, reason="可", by=people.bureau_head, at=NOON)

    assert not Notice.objects.exists()


@pytest.mark.parametrize("scene", [_no_filled, _unknown_limit, _nobody_received])
def test_a_paper_that_cannot_be_printed_or_served_is_never_accepted(visit, order, people, scene):
    arrival = handed(visit, order, **scene(visit, order, people)[0])

    with pytest.raises(ArrivalNotAcceptable):
        services.accept_arrival(arrival.pk, reason="可", by=people.bureau_head, at=NOON)

    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.WAITING


def test_an_altered_wording_may_be_accepted_by_a_person(visit, order, people):
    arrival = handed(visit, order, **_altered_text(visit, order, people)[0])

    services.accept_arrival(arrival.pk, reason="旧版本模板", by=people.bureau_head, at=NOON)
    notice = Notice.objects.get()
    services.print_paper(notice.pk, at=NOON)

    notice.refresh_from_db()
    assert notice.document is not None


@pytest.mark.parametrize(
    ("payload", "why"),
    [([1], "不是一个JSON对象"), ({"x": float("nan")}, "无法保存"), ({"x": "a" * 200_000}, "过长")],
)
def test_what_is_no_paper_is_refused(visit, order, payload, why):
    with pytest.raises(OrderUnreadable, match=why):
        handed(visit, order, payload)

    assert not OrderArrival.objects.exists()


def test_handing_in_needs_the_right_and_a_visit(visit, order):
    with pytest.raises(NotAllowed):
        handed(visit, order, by=UserFactory(registry_clerk=True))
    with pytest.raises(NotFound):
        handed(visit, order, visit_id=0)
    payload = paper_for(visit, order)
    with pytest.raises(NotFound):
        services.take_handed_order(
            0, payload, visit_id=visit.pk, handed_at=NOON, by=order.holder, at=NOON
        )


def test_an_arrival_stays_as_it_came(visit, order):
    arrival = handed(visit, order)

    with pytest.raises(DatabaseError, match="stays as it came"), transaction.atomic():
        OrderArrival.objects.filter(pk=arrival.pk).update(payload={})


def test_the_party_reads_the_code_before_the_phone_comes_home(visit, order):
    facts = queries.verification(order.token, as_of=DAY)
    assert (facts.number, facts.party, facts.is_voided) == (order.number, "", False)
    assert facts.state == "已签发，当场交付的记录尚未回传"

    handed(visit, order)
    assert queries.verification(order.token, as_of=DAY).party == "青禾培训学校"


def test_marks_that_somebody_types_are_not_filled_in(visit, order):
    with pytest.raises(ValueError, match="texts"):
        paper_for(visit, order, added_order="⟦number⟧")


def test_the_digest_is_of_the_canonical_form():
    assert blanks.canonical({"b": 1, "a": "中"}) == '{"a":"中","b":1}'.encode()


def test_the_example_for_the_phone_comes_out_as_written():
    told = json.loads((ROOT / "tests/data/orders_on_site.json").read_text(encoding="utf-8"))

    payload = blanks.fill(
        told["release"]["blank"],
        told["filled"],
        number=told["order"]["number"],
        verify_url=told["order"]["verify_url"],
        limits=told["release"]["limits"],
        citable=told["citable"],
    )

    assert payload == told["payload"]
    assert blanks.digest(payload) == told["sha256"]
