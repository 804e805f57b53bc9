"""A talk: called by a numbered paper, held, missed or cancelled, each once."""

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from papers.models import OfficialPaper
from supervision.errors import InterviewDayWrong, SupervisionIncomplete
from supervision.models import Interview
from supervision.queries import awaiting_result
from supervision.services import cancel_interview, hold_interview, note_missed
from tests.factories.accounts import UserFactory
from tests.factories.supervision import LATER, a_call
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("law")
AFTER = LATER + timedelta(hours=2)


def test_a_call_is_a_numbered_paper_that_says_when_and_about_what():
    interview = a_call()

    said = interview.paper.payload["facts"]
    assert (interview.state, bool(interview.paper.number)) == ("called", True)
    assert (said["matter"], said["party"]["name"]) == ("未将预收费纳入监管", "青禾培训学校")
    assert AuditEvent.objects.get(kind="interview.call").facts["number"] == interview.paper.number


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"talk_at": NOON}, InterviewDayWrong), ({"matter": " "}, SupervisionIncomplete)],
)
def test_a_call_that_cannot_be_is_refused_and_takes_no_number(changes, error):
    with pytest.raises(error):
        a_call(**changes)

    assert not Interview.objects.exists()
    assert not OfficialPaper.objects.exists()


def test_an_inspector_calls_nobody():
    with pytest.raises(NotAllowed):
        a_call(by=UserFactory(inspector=True))

    assert not Interview.objects.exists()


def test_a_talk_that_was_held_keeps_what_was_said_and_promised():
    interview, by = a_call(), UserFactory(section_head=True)
    assert awaiting_result(by, at=AFTER) == [interview]

    held = hold_interview(
        interview.pk, attended="王春梅", said="已说明", promises="月底前纳入", by=by, at=AFTER
    )

    assert (held.state, held.promises, held.ended_by) == ("held", "月底前纳入", by)
    assert awaiting_result(by, at=AFTER) == []


def test_a_talk_is_not_held_before_its_hour():
    interview, by = a_call(), UserFactory(section_head=True)

    with pytest.raises(InterviewDayWrong, match="2021年11月12日12:00.*约谈时间未到"):
        hold_interview(interview.pk, attended="王春梅", said="说明", by=by, at=NOON)
    with pytest.raises(InterviewDayWrong, match="约谈时间未到"):
        note_missed(interview.pk, reason="未到", by=by, at=NOON)

    interview.refresh_from_db()
    assert interview.state == "called"


def test_a_talk_ends_once():
    interview, by = a_call(), UserFactory(section_head=True)
    cancel_interview(interview.pk, reason="机构已停办", by=by, at=NOON)

    with pytest.raises(WrongState, match="已取消"):
        note_missed(interview.pk, reason="未到", by=by, at=AFTER)


def test_who_did_not_come_is_noted_with_why():
    interview, by = a_call(), UserFactory(section_head=True)
    with pytest.raises(SupervisionIncomplete, match="情况说明"):
        note_missed(interview.pk, reason=" ", by=by, at=AFTER)

    assert note_missed(interview.pk, reason="电话无人接听", by=by, at=AFTER).state == "missed"
