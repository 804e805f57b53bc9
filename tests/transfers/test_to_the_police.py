"""A suspected crime and its clock: 3 days, 24 hours, 3 days, 3 days (Order 310)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assignments.models import Sharing
from common.errors import NotAllowed, WrongState
from tests.factories import transfers as scenes
from tests.factories.transfers import Crew, after
from tests.times import DAY, NOON
from transfers.errors import (
    NotTheReceiver,
    ObjectionTooLate,
    SameHandTransfer,
    TransferDayWrong,
    TransferIncomplete,
)
from transfers.models import Transfer
from transfers.services import (
    accept_transfer,
    close_transfer,
    decide_transfer,
    hand_over_property,
    hand_transfer_back,
    object_to_return,
    propose_transfer,
    receive_transfer,
    refuse_transfer,
    return_transfer,
    send_transfer,
    uphold_return,
)

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def crew(county):
    return Crew()


def _clocks(row):
    """Role, state and last day of every deadline, in their order."""
    links = row.deadlines.select_related("deadline").order_by("pk")
    return [(link.role, link.deadline.state, link.deadline.due_on) for link in links]


def _clock(row, role):
    return row.deadlines.select_related("deadline").get(role=role).deadline


def test_the_head_has_three_days_and_the_letter_goes_out_within_24_hours(crew):
    row = scenes.proposed(crew)
    assert _clocks(row) == [("decide", "running", date(2021, 11, 15))]  # the 13th is a Saturday

    row = decide_transfer(row.pk, by=crew.head, at=after(days=1), prints=False)

    assert (row.state, row.paper.code, row.paper.dated_on) == ("decided", "D25", date(2021, 11, 11))
    assert _clock(row, "decide").state == "met"
    assert _clock(row, "send").due_at == after(days=2)
    assert row.paper.number.endswith("1号")


def test_the_database_takes_the_letter_of_a_transfer_and_no_other(crew, check_now):
    row = scenes.decided(crew)

    check_now()

    assert Transfer.objects.get(pk=row.pk).paper_id == row.paper_id


@pytest.mark.parametrize(("hours", "is_late"), [(23, False), (49, True)])
def test_sending_is_in_time_or_late_and_on_record_as_shared(crew, hours, is_late):
    row = scenes.decided(crew)

    send_transfer(row.pk, way="hand", by=crew.lead, at=after(days=1, hours=hours))

    assert (_clock(row, "send").state, _clock(row, "send").was_late) == ("met", is_late)
    shared = Sharing.objects.get()
    assert (shared.receiver_name, shared.purpose) == ("桤木县公安局", "transfer")
    assert shared.fields == ["当事人基本情况", "案情摘要", "现场照片"]


def test_the_police_file_within_three_days_and_property_follows_within_three(crew):
    row = scenes.received(crew)
    assert _clock(row, "file").due_on == date(2021, 11, 15)  # the 14th is a Sunday

    row = accept_transfer(
        row.pk, number="桤公立字〔2021〕8号", on=date(2021, 11, 12), by=crew.there, at=after(days=2)
    )

    assert (row.state, row.number_of_theirs, row.answer_way) == (
        "accepted",
        "桤公立字〔2021〕8号",
        "login",
    )
    assert (_clock(row, "file").state, _clock(row, "property").state) == ("met", "running")
    hand_over_property(row.pk, words="没有涉案物品", by=crew.lead, at=after(days=3))
    assert _clock(row, "property").met_on == date(2021, 11, 13)


def test_who_is_not_content_objects_within_three_days_and_once(crew):
    row = scenes.returned(crew)
    assert _clock(row, "reconsider").due_on == date(2021, 11, 15)

    row = object_to_return(row.pk, grounds="证据充分", by=crew.lead, at=after(days=3))

    assert (row.state, _clock(row, "answer").due_on) == ("reconsidering", date(2021, 11, 16))
    said = {"reason": "维持", "on": date(2021, 11, 15), "by": crew.lead}
    row = uphold_return(row.pk, **said, at=after(days=5))
    assert (row.state, row.return_reason) == ("returned", "维持")
    with pytest.raises(ObjectionTooLate, match="公安机关已经作出复议决定"):
        object_to_return(row.pk, grounds="再议", by=crew.lead, at=after(days=5))
    close_transfer(row.pk, words="另行立案处理", by=crew.lead, at=after(days=6))
    assert Transfer.objects.get().state == "closed"


def test_an_objection_after_the_third_day_is_refused_and_changes_nothing(crew):
    row = scenes.returned(crew)

    with pytest.raises(ObjectionTooLate, match="已于2021年11月15日届满"):
        object_to_return(row.pk, grounds="证据充分", by=crew.lead, at=after(days=6))

    assert Transfer.objects.get().state == "returned"
    assert _clock(row, "reconsider").state == "running"


def test_an_objection_that_is_heard_leads_to_a_case_of_theirs(crew):
    row = scenes.returned(crew)
    object_to_return(row.pk, grounds="证据充分", by=crew.lead, at=after(days=3))

    row = accept_transfer(row.pk, on=date(2021, 11, 14), by=crew.lead, at=after(days=4))

    assert (row.state, row.return_reason) == ("accepted", "")
    assert _clock(row, "answer").state == "met"


def test_no_crime_but_a_liability_comes_back_to_us(crew):
    row = scenes.accepted(crew)
    said = {"result": "不构成犯罪，移回依法处理", "on": date(2021, 11, 20), "by": crew.there}

    row = hand_transfer_back(row.pk, **said, at=after(days=10))

    assert (row.state, row.result_on) == ("handed_back", date(2021, 11, 20))


def test_the_head_may_refuse_with_reasons_on_file(crew):
    row = scenes.proposed(crew)
    with pytest.raises(TransferIncomplete):
        refuse_transfer(row.pk, reason=" ", by=crew.head, at=after(days=1))

    row = refuse_transfer(row.pk, reason="数额未达到标准", by=crew.head, at=after(days=1))

    assert (row.state, row.decide_words, row.paper) == ("refused", "数额未达到标准", None)
    assert _clocks(row) == [("decide", "met", date(2021, 11, 15))]


def test_a_crime_is_reported_by_two(crew):
    place = scenes.school()
    scenes.law()

    for second in (None, crew.lead):
        with pytest.raises(TransferIncomplete, match="第二名承办人"):
            propose_transfer(
                place.pk,
                scenes.facts(),
                [scenes.material()],
                second_officer=second,
                by=crew.lead,
                at=NOON,
            )

    assert not Transfer.objects.exists()


def test_who_proposed_does_not_decide_and_a_partner_neither(crew):
    crew.second.roles = ["inspector", "bureau_head"]
    crew.second.save()
    row = scenes.proposed(crew)

    with pytest.raises(SameHandTransfer):
        decide_transfer(row.pk, by=crew.second, at=NOON)
    for person in (crew.lead, crew.there):
        with pytest.raises(NotAllowed):
            decide_transfer(row.pk, by=person, at=NOON)

    assert Transfer.objects.get().state == "proposed"


def test_deciding_and_answering_twice_is_refused_and_numbers_one_letter(crew):
    row = scenes.received(crew)
    said = {"on": DAY + timedelta(days=2), "by": crew.lead, "at": after(days=2)}
    accept_transfer(row.pk, **said)

    with pytest.raises(WrongState):
        decide_transfer(row.pk, by=crew.head, at=after(days=2))
    with pytest.raises(WrongState):
        accept_transfer(row.pk, **said)
    with pytest.raises(WrongState):
        return_transfer(row.pk, reason="不立案", **said)

    assert row.deadlines.filter(role="property").count() == 1


@pytest.mark.parametrize("on", [DAY, date(2021, 11, 20)])
def test_a_receipt_has_a_day_that_can_be(crew, on):
    row = scenes.sent(crew)

    with pytest.raises(TransferDayWrong):
        receive_transfer(row.pk, signer="赵民警", on=on, by=crew.lead, at=after(days=2))

    assert Transfer.objects.get().received_on is None


def test_another_department_does_not_answer_for_the_police(crew):
    row = scenes.sent(crew)
    fire = scenes.UserFactory(partner_officer=True)

    with pytest.raises(NotTheReceiver):
        receive_transfer(row.pk, signer="某人", on=DAY, by=fire, at=after(days=2))

    assert Transfer.objects.get().state == "sent"
