"""Cases at each stage of their life, brought there by the verbs: the database wants the steps.

``People`` are who takes part; ``filed(people)`` and so on give a case at that stage. Rows that
need no steps have plain makers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from cases import services
from cases.models import (
    Case,
    CaseOfficer,
    Decision,
    InvestigationReport,
    Party,
    PriorNotice,
    ProposedPenalty,
    SpotOfficer,
    SpotPenalty,
)
from cases.services import ClueFacts, PartyFacts
from policies.models import Violation
from tests.factories.accounts import UserFactory
from tests.factories.policies import ViolationFactory
from tests.times import DAY, NOON

SHOP = PartyFacts(
    kind="organisation",
    name="晨光托管中心",
    credit_code="91430321MA4L000000",
    representative="王春梅",
    address="易俗河镇凤凰路1号",
    phone="13800000000",
)


def person(born_on: date = date(1985, 3, 1), **facts: Any) -> PartyFacts:
    """A natural person as a party."""
    number = f"430321{born_on:%Y%m%d}001X"
    told = {"kind": "person", "name": "李大山", "sex": "男", "id_number": number} | facts
    return PartyFacts(born_on=born_on, **told)


@dataclass
class People:
    """Two certified officers and everybody else who has a say in a case."""

    lead: User = field(default_factory=lambda: UserFactory(inspector=True, certificate=True))
    second: User = field(default_factory=lambda: UserFactory(inspector=True, certificate=True))
    section: User = field(default_factory=lambda: UserFactory(section_head=True))
    reviewer: User = field(default_factory=lambda: UserFactory(legal_reviewer=True))
    head: User = field(default_factory=lambda: UserFactory(bureau_head=True))
    deputy: User = field(default_factory=lambda: UserFactory(bureau_head=True))

    @property
    def officer_ids(self) -> list[int]:
        return [self.lead.pk, self.second.pk]


def days(count: int) -> datetime:
    """NOON some days later."""
    return NOON + timedelta(days=count)


def clue(people: People, **facts: Any) -> Case:
    """A registered clue, its officers on it, nothing else."""
    told = {
        "cause": "擅自举办校外培训机构",
        "source": "complaint",
        "text": "群众举报无证办班",
        "found_on": DAY,
        **facts,
    }
    return services.register_clue(ClueFacts(**told), people.officer_ids, by=people.lead, at=NOON)


def known_clue(
    people: People,
    party: PartyFacts = SHOP,
    acted: tuple[date, date] = (DAY - timedelta(days=9), DAY),
    **facts: Any,
) -> Case:
    """A clue of which party, act and violation are named."""
    case = clue(people, **facts)
    services.name_party(case.pk, party, by=people.lead, at=NOON)
    violation = Violation.objects.first() or ViolationFactory()
    services.name_violations(case.pk, [violation.code], acted, by=people.lead, at=NOON)
    return Case.objects.get(pk=case.pk)


def checked(people: People, *, files: bool = True, **facts: Any) -> Case:
    """Checked by two officers, endorsed by the section head, waiting for the head."""
    case = known_clue(people, **facts)
    services.check_case(
        case.pk, result="经核查属实", proposes_filing=files, by=people.lead, at=NOON
    )
    services.endorse_filing(case.pk, agrees=True, opinion="同意", by=people.section, at=NOON)
    return Case.objects.get(pk=case.pk)


def filed(people: People, **facts: Any) -> Case:
    """Filed with its number, under investigation."""
    case = checked(people, **facts)
    return services.approve_filing(case.pk, opinion="同意立案", by=people.head, at=NOON)


def bare_party(**facts: Any) -> Party:
    """A party's row alone."""
    told = {"kind": "organisation", "name": "晨光托管中心", "key": uuid4()} | facts
    return Party.objects.create(**told)


def bare_officer() -> CaseOfficer:
    """An officer's row of a clue."""
    return clue(People()).officers.first()


def bare_report(case: Case | None = None, **facts: Any) -> InvestigationReport:
    """A report's row of a clue, without its step."""
    case = case or clue(People())
    told = {
        "no": 1,
        "facts": "未取得办学许可举办校外培训",
        "evidence_text": "证据1证明现场有24名学生",
        "basis": "《校外培训行政处罚暂行办法》第十七条",
        "discretion": "违法行为一般",
        "proposal": "给予行政处罚",
        "proposed_kind": "penalty",
        "ended_on": DAY,
        "written_at": NOON,
        "written_by": case.registered_by,
    } | facts
    return InvestigationReport.objects.create(case=case, **told)


def bare_notice(**facts: Any) -> PriorNotice:
    """A draft of a prior notice."""
    report = bare_report()
    told = {
        "no": 1,
        "facts": report.facts,
        "facts_digest": "0" * 64,
        "basis": report.basis,
        "reason": "违法行为一般",
        "hearing_offered": True,
        "hearing_ground": "责令停止举办",
        "threshold_fen": 1_000_000,
        "drafted_at": NOON,
        "drafted_by": report.written_by,
    } | facts
    return PriorNotice.objects.create(case=report.case, report=report, **told)


def bare_served_notice() -> PriorNotice:
    """A served prior notice with the right to a hearing, its row alone."""
    notice = bare_notice()
    ProposedPenalty.objects.create(notice=notice, kind="P7")
    notice.state, notice.penalty_count = "served", 1
    notice.approved_at, notice.approved_by = NOON, UserFactory(section_head=True)
    notice.issued_on = notice.served_on = DAY
    notice.statement_until = notice.hearing_until = DAY + timedelta(days=7)
    notice.save()
    return notice


def bare_decision(**facts: Any) -> Decision:
    """A draft of a decision not to punish."""
    report = bare_report()
    told = {
        "kind": "unproven",
        "facts": report.facts,
        "facts_digest": "0" * 64,
        "basis": report.basis,
        "reason": "违法事实不能成立",
        "drafted_at": NOON,
        "drafted_by": report.written_by,
    } | facts
    return Decision.objects.create(case=report.case, report=report, **told)


def bare_spot(kind: str = "P3", amount_fen: int | None = 20_000) -> SpotPenalty:
    """A fine on the spot on an organisation, with its two officers."""
    people = People()
    spot = SpotPenalty.objects.create(
        party=bare_party(),
        party_kind="organisation",
        violation=ViolationFactory(),
        acted_on=DAY,
        place="易俗河镇凤凰路1号",
        facts="未公示收费项目",
        kind=kind,
        amount_fen=amount_fen,
        decided_on=DAY,
        decided_at=NOON,
        decided_by=people.lead,
    )
    for user in (people.lead, people.second):
        held = user.certificates.get()
        SpotOfficer.objects.create(
            penalty=spot,
            user=user,
            certificate=held,
            certificate_no=held.number,
            certificate_from=held.valid_from,
            certificate_until=held.valid_until,
        )
    return spot
