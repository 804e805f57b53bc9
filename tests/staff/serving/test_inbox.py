"""What was issued and reached nobody stands in the inbox of whoever must bring it."""

from __future__ import annotations

from datetime import timedelta

from common.clock import localdate
from staff.inbox.rows import inbox_of
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.papers import OfficialPaperFactory
from tests.factories.serving import DeliveryFactory, an_attempt, handed
from tests.times import DAY, NOON

DECIDED = localdate(scenes.days(30))
LATE = DECIDED + timedelta(days=4)


def _unserved(user, day):
    return [work.title for work in inbox_of(user, day).overdue if work.label == "未送达"]


def test_an_unserved_paper_waits_for_the_officers_of_its_case(people):
    decision = scenes.decided(people)
    papers = endings.printed(decision, scenes.days(30))
    titles = sorted(str(link.paper) for link in decision.papers.select_related("paper"))

    assert _unserved(people.lead, LATE - timedelta(days=1)) == []
    assert sorted(_unserved(people.lead, LATE)) == sorted(_unserved(people.second, LATE)) == titles
    assert _unserved(people.section, LATE) == []
    assert _unserved(UserFactory(inspector=True), LATE) == []
    scenes.services.serve_case_papers(
        decision.case_id,
        papers,
        handed(delivered_on=DECIDED),
        by=people.lead,
        at=scenes.days(30),
    )
    assert _unserved(people.lead, LATE) == []


def test_a_paper_without_a_case_waits_for_whoever_drafted_it(county):
    head = UserFactory(section_head=True)
    paper = OfficialPaperFactory(printed=True, drafted_by=head)
    late = DAY + timedelta(days=4)

    assert _unserved(head, late) == [str(paper)]
    assert _unserved(UserFactory(section_head=True), late) == []
    DeliveryFactory(paper=paper)
    assert _unserved(head, late) == []


def test_the_line_tells_the_last_attempt(county):
    officer = UserFactory(inspector=True)
    paper = OfficialPaperFactory(printed=True, drafted_by=officer)
    an_attempt(paper)
    (work,) = inbox_of(officer, DAY + timedelta(days=4)).overdue

    assert work.text.endswith("还没有送达，最近一次受送达人不在")
    assert work.due_on == DAY + timedelta(days=3)


def test_a_notice_that_was_replaced_waits_for_nobody(people):
    case = scenes.ended(people)
    old = scenes.approved(case, people)
    endings.printed(old, NOON)
    late = DAY + timedelta(days=9)
    assert len(_unserved(people.lead, late)) == 1

    scenes.approved(case, people, at=scenes.days(1), facts="另有事实")

    assert _unserved(people.lead, late) == []
