"""Cases at each stage of their life, brought there by the verbs: the database wants the steps.

``People`` are who takes part; ``filed(people)`` and so on give a case at that stage.
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
    SpotPenalty,
)
from cases.services import (
    ClueFacts,
    DecisionFacts,
    EvidenceFacts,
    Gains,
    NoticeFacts,
    PartyFacts,
    Proposed,
    ReportFacts,
    Spared,
    SpotFacts,
)
from cases.services.deciding import PAPERS_OF
from common.clock import localdate
from papers.catalogue import get_form
from policies.models import Basis, Violation
from policies.services import seed_parameters
from tests.factories import package_law
from tests.factories.accounts import UserFactory
from tests.factories.papers import value_of
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
    told = {
        "kind": "person",
        "name": "李大山",
        "sex": "男",
        "id_number": number,
        "address": "易俗河镇凤凰路2号",
    } | facts
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


def law() -> None:
    """The catalogue, the calendar of 2021 and who speaks, once per test."""
    if Basis.objects.filter(code="PL28").exists():
        return
    package_law.catalogue()
    package_law.calendar((2021, 2022))
    contact = {"address": "桤木县文化路1号", "phone": "0746-2320000"}
    seed_parameters({"organ.name": "桤木县教育局", "organ.contact": contact}, at=NOON)


def clue(people: People, **facts: Any) -> Case:
    """A registered clue, its officers on it, nothing else."""
    law()
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
    violation = Violation.objects.filter(code="T900").first() or ViolationFactory(code="T900")
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


FACTS = "2021年11月1日至10日，未取得办学许可，招收24名学生开展学科类培训"
FINE = Proposed("P3", 300_000)  # 3,000 yuan: below the threshold of a hearing
CLOSING = Proposed("P7")


def ended(people: People, **report: Any) -> Case:
    """Investigated: one piece of evidence, the report written."""
    case = filed(people)
    return end(case, people, **report)


def end(
    case: Case, people: People, at: datetime = NOON, gains: Gains | None = None, **report: Any
) -> Case:
    """End the investigation of a filed case."""
    evidence = EvidenceFacts("record", "现场笔录", DAY, "现场", "现场有24名学生")
    services.add_evidence(case.pk, evidence, by=people.lead, at=at)
    told = {
        "facts": FACTS,
        "evidence": "证据1证明现场有24名学生",
        "basis": "《校外培训行政处罚暂行办法》第十七条",
        "discretion": "违法行为一般",
        "proposal": "罚款3,000元",
        "proposed_kind": "penalty",
    } | report
    services.end_investigation(case.pk, ReportFacts(**told), by=people.lead, at=at, gains=gains)
    return Case.objects.get(pk=case.pk)


def with_open_law(people: People) -> Case:
    """Investigated; the rule that was broken has gone since, so a person says which law applies."""
    case = ended(people)
    if not Violation.objects.filter(code="T902").exists():
        ViolationFactory(code="T902", valid_until=DAY + timedelta(days=1))
    services.name_violations(case.pk, ["T902"], (DAY, DAY), by=people.lead, at=NOON)
    return Case.objects.get(pk=case.pk)


def pass_review(case: Case, people: People, at: datetime = NOON) -> None:
    services.review_case(
        case.pk,
        outcome="passed",
        opinion="同意",
        qualification="法律职业资格A20200001",
        by=people.reviewer,
        at=at,
    )


def drafted(
    case: Case,
    people: People,
    *penalties: Proposed,
    at: datetime = NOON,
    facts: str = FACTS,
) -> PriorNotice:
    """A prior notice with its papers made out."""
    told = NoticeFacts(facts, "《校外培训行政处罚暂行办法》第十七条", "违法行为一般")
    wanted = list(penalties) or [FINE]
    notice = services.draft_prior_notice(case.pk, told, wanted, by=people.lead, at=at)
    for code in ("D29", "D30") if notice.hearing_offered else ("D29",):
        services.draft_notice_paper(notice.pk, code, rest_of(code), by=people.lead, at=at)
    return notice


def approved(
    case: Case, people: People, *penalties: Proposed, at: datetime = NOON, facts: str = FACTS
) -> PriorNotice:
    """A prior notice approved by the section head."""
    notice = drafted(case, people, *penalties, at=at, facts=facts)
    return services.approve_prior_notice(notice.pk, by=people.section, at=at)


def served(
    case: Case, people: People, *penalties: Proposed, at: datetime = NOON, facts: str = FACTS
) -> PriorNotice:
    """A prior notice approved and served on the day of ``at``; its periods run."""
    notice = approved(case, people, *penalties, at=at, facts=facts)
    return services.note_notice_served(notice.pk, served_on=localdate(at), by=people.lead, at=at)


def answered(people: People, *penalties: Proposed, **report: Any) -> Case:
    """The periods are over, nobody said anything; fines of others were looked for."""
    case = ended(people, **report)
    notice = served(case, people, *penalties)
    after = days(30)
    assert notice.statement_until < localdate(after)
    services.finish_answers(case.pk, by=people.lead, at=after)
    services.note_fines_checked(case.pk, how="函询市场监管局，无", by=people.lead, at=after)
    return Case.objects.get(pk=case.pk)


def penalty(*penalties: Proposed, **facts: Any) -> DecisionFacts:
    """A decision to punish as announced."""
    told = {
        "kind": "penalty",
        "facts": FACTS,
        "basis": "《校外培训行政处罚暂行办法》第十七条",
        "reason": "违法行为一般",
        "statement_answer": "当事人未陈述、申辩",
        "performance": "自收到决定书之日起十五日内缴纳",
        "penalties": penalties or (FINE,),
    } | facts
    return DecisionFacts(**told)


def spared(**facts: Any) -> Spared:
    """First violation, all three conditions, educated."""
    told = {
        "ground": "first",
        "education": "当面讲解法律规定，当事人书面承诺",
        "educated_on": DAY,
        "is_first": True,
        "is_slight": True,
        "is_corrected": True,
        "first_checked_how": "查询案件台账，无记录",
    } | facts
    return Spared(**told)


def mercy(**facts: Any) -> DecisionFacts:
    """A decision not to punish."""
    told = {"kind": "minor", "penalties": (), "performance": "", "spared": spared()} | facts
    return penalty(**told)


def drafted_decision(case: Case, people: People, facts: DecisionFacts, at: datetime) -> Decision:
    """A decision drafted with its papers."""
    decision = services.draft_decision(case.pk, facts, by=people.lead, at=at)
    for code in PAPERS_OF[decision.kind]:
        services.draft_decision_paper(decision.pk, code, rest_of(code), by=people.lead, at=at)
    return decision


def endorsed(case: Case, people: People, facts: DecisionFacts, at: datetime) -> Decision:
    """Submitted and endorsed, waiting for the head."""
    decision = drafted_decision(case, people, facts, at)
    services.submit_decision(decision.pk, opinion="建议处罚", by=people.lead, at=at)
    return services.endorse_decision(decision.pk, opinion="同意", by=people.section, at=at)


def decided(people: People, *penalties: Proposed) -> Decision:
    """A case decided to be punished as announced."""
    case = answered(people, *penalties)
    at = days(30)
    decision = endorsed(case, people, penalty(*penalties), at)
    return services.approve_decision(decision.pk, opinion="同意", by=people.head, at=at)


# What the verbs know themselves and a page would not ask for.
_KNOWN = {
    *("party", "cause", "facts", "evidence", "reason", "discretion", "penalties", "hearing"),
    *("filed_on", "source", "correction", "notice", "notice_served_on", "defence", "fine_fen"),
    *("gains_fen", "gains", "performance", "education", "officers", "decision", "ground", "law"),
}


_MADE_BY_VERBS = ("D29", "D30", "D36", "D37", "D38", "D39")
_OF_THE_CASE = {"party", "cause", "evidence", "filed_on", "officers", "correction"}


def rest_of(code: str) -> dict[str, Any]:
    """Facts for the fields of a form that no row knows."""
    fields = get_form(code, DAY).fields
    known = _KNOWN if code in _MADE_BY_VERBS else _OF_THE_CASE
    return {field.key: value_of(field) for field in fields if field.key not in known}


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


def spot(people: People, party: PartyFacts = SHOP, **facts: Any) -> SpotPenalty:
    """A penalty on the spot: a fine of 200 yuan, unless the facts say otherwise."""
    law()
    if not Violation.objects.filter(code="T900").exists():
        ViolationFactory(code="T900")
    told = {
        "violation_code": "T900",
        "acted_on": DAY,
        "place": "易俗河镇凤凰路1号",
        "facts": "未公示收费项目",
        "amount_fen": 20_000,
    } | facts
    known = {"party", "acted_at", "place", "facts", "kind", "officers", "fine_fen", "way"}
    known |= {"refusal"} | ({"pay_period", "bank"} if told["amount_fen"] is None else set())
    paper = {
        field.key: value_of(field)
        for field in get_form("D38", DAY).fields
        if field.key not in known
    }
    return services.punish_on_the_spot(
        party,
        SpotFacts(**told),
        people.officer_ids,
        by=people.lead,
        at=NOON,
        paper=paper,
    )
