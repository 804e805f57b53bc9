"""The real timeline of 湘潭县 (domain 3.6, S33), as far as the decision. All else is invented."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases import services
from cases.models import Case
from cases.queries import timeline
from cases.services import ClueFacts, EvidenceFacts, Gains, PartyFacts, ReportFacts
from common.clock import at_noon
from deadlines.models import Deadline
from policies.services import load_calendar
from tests.cases.guarding import commit_now
from tests.factories.policies import ViolationFactory

REPORTED, ON_SITE = date(2025, 12, 25), date(2025, 12, 27)
FILED, ENDED = date(2025, 12, 31), date(2026, 1, 12)


def at(day: date) -> datetime:
    return at_noon(day)


@pytest.fixture
def known(people) -> Case:
    """Reported on the 25th, seen on the 27th: 3 teachers, 24 pupils."""
    load_calendar((2025, 2026), at=at(REPORTED))
    ViolationFactory(code="T901")
    clue = ClueFacts("托管中心违规开展学科类培训", "complaint", "群众举报", REPORTED)
    lead = people.lead
    case = services.register_clue(clue, people.officer_ids, by=lead, at=at(REPORTED))
    party = PartyFacts(kind="organisation", name="某托管中心", address="湘潭县")
    services.name_party(case.pk, party, by=lead, at=at(ON_SITE))
    days = (date(2025, 9, 1), ON_SITE)
    services.name_violations(case.pk, ["T901"], days, by=lead, at=at(ON_SITE))
    record = EvidenceFacts("record", "现场笔录", ON_SITE, "现场", "现场有3名教师、24名学生")
    services.add_evidence(case.pk, record, by=lead, at=at(ON_SITE))
    return case


def test_the_timeline_gives_exactly_the_facts_recorded(people, known):
    found = {"result": "属实", "proposes_filing": True}
    services.check_case(known.pk, **found, by=people.lead, at=at(FILED))
    services.endorse_filing(known.pk, agrees=True, opinion="同意", by=people.section, at=at(FILED))
    case = services.approve_filing(known.pk, opinion="同意", by=people.head, at=at(FILED))
    said = ReportFacts("事实", "证据1", "依据", "裁量", "没收违法所得", "penalty")
    gains = Gains(4_658_000, 4_358_000, date(2025, 12, 30), "立案前已退未消课费用", 34)
    report = services.end_investigation(case.pk, said, by=people.lead, at=at(ENDED), gains=gains)
    commit_now()

    assert (case.found_on, case.filed_on, report.ended_on) == (REPORTED, FILED, ENDED)
    assert (report.collected_fen, report.gains_fen, report.pupil_count) == (4_658_000, 300_000, 34)
    ninety = Deadline.objects.get(key="deadline.t02")
    assert (ninety.counts_from_on, ninety.due_on) == (FILED, date(2026, 3, 31))
    told = [(one.action, one.on) for one in timeline(case) if one.action != "join"]
    assert told == [
        ("register", REPORTED),
        ("evidence", ON_SITE),
        ("check", FILED),
        ("file", FILED),
        ("end", ENDED),
    ]
