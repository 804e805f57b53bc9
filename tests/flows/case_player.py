"""Plays one case of tests/data/case-timelines.yaml with the verbs that the pages call."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cases import services
from cases.models import Case, CaseCorrection, Decision, InvestigationReport, PriorNotice
from cases.services import (
    ClueFacts,
    DecisionFacts,
    EvidenceFacts,
    Gains,
    NoticeFacts,
    PartyFacts,
    Proposed,
    ReportFacts,
)
from common.clock import at_noon
from enforcement import services as orders
from institutions.models import Institution
from policies.models import Violation
from policies.services import load_calendar, set_parameter
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import People
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ViolationFactory
from tests.flows.case_ending import Ending

FACTS = "未取得办学许可开展学科类培训"
LAW = "《校外培训行政处罚暂行办法》第十七条"


class Player(Ending):
    """One story, one case; ``play()`` runs its events in order, ``until`` stops before one."""

    place: Institution
    correction: CaseCorrection
    report: InvestigationReport
    told: PriorNotice
    made: Decision

    def __init__(self, story: dict[str, Any], people: People) -> None:
        self.story, self.people = story, people
        first = story["events"][0]["day"]
        load_calendar(tuple(story["calendar"]), at=at_noon(first))
        editor = UserFactory(system_administrator=True)
        for key, value in (
            ("organ.code", story["organ"]),
            ("paper.number_pattern.罚", story["number_pattern"]),
        ):
            set_parameter(
                key, value, valid_from=first, source="本县惯例", by=editor, at=at_noon(first)
            )

    def play(self, until: str = "") -> Case:
        for event in self.story["events"]:
            if event["do"] == until:
                break
            getattr(self, event["do"])(event, event["day"], at_noon(event["day"]))
        return Case.objects.get(pk=self.case.pk)

    def register(self, event: dict[str, Any], day: date, at: datetime) -> None:
        self.place = InstitutionFactory(**{self.story["institution"]: True})
        facts = ClueFacts(self.story["cause"], self.story["clue_source"], event["text"], day)
        lead = self.people.lead
        self.case = services.register_clue(facts, self.people.officer_ids, by=lead, at=at)

    def visit(self, event: dict[str, Any], day: date, at: datetime) -> None:
        lead, before = self.people.lead, at - timedelta(hours=3)
        visit = VisitFactory(
            confirmed=True,
            institution=self.place,
            planned_on=day,
            planned_at=before,
            approved_at=before,
            starts_at=at - timedelta(hours=2),
            ends_at=at - timedelta(hours=1),
            recorded_at=at,
            confirmed_at=at,
        )
        self.finding = FindingFactory(visit=visit)
        party = PartyFacts("institution", institution_id=self.place.pk, address="某路1号")
        services.name_party(self.case.pk, party, by=lead, at=at)
        if not Violation.objects.filter(code="T901").exists():
            ViolationFactory(code="T901")
        acted = (day - timedelta(days=60), day)
        services.name_violations(self.case.pk, ["T901"], acted, by=lead, at=at)
        seen = self.on_paper("D03", at)
        record = EvidenceFacts("record", "现场笔录", day, "现场", event["proves"], file_id=seen.pk)
        services.add_evidence(self.case.pk, record, by=lead, at=at)

    def order(self, event: dict[str, Any], day: date, at: datetime) -> None:
        drafter = UserFactory(inspector=True)
        made = orders.draft_notice(self.finding.visit_id, form="rectification", by=drafter, at=at)
        orders.submit_notice(made.pk, by=drafter, at=at)
        made = orders.approve_notice(made.pk, by=self.people.section, at=at, prints=False)
        self.correction = services.link_correction(
            self.case.pk, made.pk, by=self.people.lead, at=at
        )

    def file(self, event: dict[str, Any], day: date, at: datetime) -> None:
        case, people = self.case.pk, self.people
        services.check_case(case, result="属实", proposes_filing=True, by=people.lead, at=at)
        services.endorse_filing(case, agrees=True, opinion="同意", by=people.section, at=at)
        services.approve_filing(case, opinion="同意立案", by=people.head, at=at)

    def end(self, event: dict[str, Any], day: date, at: datetime) -> None:
        piece = EvidenceFacts("document", "收费记录", day, "当事人", event["proves"])
        services.add_evidence(self.case.pk, piece, by=self.people.second, at=at)
        gains = Gains(**event["gains"], deduction_basis=event["deduction_basis"])
        said = ReportFacts(FACTS, "证据1、2", LAW, "一般", "处罚", "penalty")
        self.report = services.end_investigation(
            self.case.pk, said, by=self.people.lead, at=at, gains=gains
        )

    def notice(self, event: dict[str, Any], day: date, at: datetime) -> None:
        facts = NoticeFacts(FACTS, LAW, "违法行为一般")
        lead = self.people.lead
        made = services.draft_prior_notice(self.case.pk, facts, self.penalties(), by=lead, at=at)
        for code in ("D29", "D30") if made.hearing_offered else ("D29",):
            services.draft_notice_paper(made.pk, code, scenes.rest_of(code), by=lead, at=at)
        services.approve_prior_notice(made.pk, by=self.people.section, at=at)
        self.hand_over(made.papers, at)
        self.told = PriorNotice.objects.get(pk=made.pk)

    def answer(self, event: dict[str, Any], day: date, at: datetime) -> None:
        services.finish_answers(self.case.pk, by=self.people.lead, at=at)
        if any(one.kind == "P3" for one in self.penalties()):
            asked = {"how": "函询市场监管局，无"}
            services.note_fines_checked(self.case.pk, **asked, by=self.people.lead, at=at)

    def decide(self, event: dict[str, Any], day: date, at: datetime, **more: Any) -> None:
        people = self.people
        facts = DecisionFacts(
            kind="penalty",
            facts=FACTS,
            basis=LAW,
            reason="违法行为一般",
            statement_answer="当事人未陈述、申辩",
            performance="自收到决定书之日起十五日内缴纳",
            penalties=tuple(self.penalties()),
        )
        self.made = services.draft_decision(self.case.pk, facts, by=people.lead, at=at)
        told = {"D36": {"gains": "收取金额扣除已退金额", **more}, "D39": {}}
        for code, rest in told.items():
            known = {**scenes.rest_of(code), **rest}
            services.draft_decision_paper(self.made.pk, code, known, by=people.lead, at=at)
        services.submit_decision(self.made.pk, opinion="建议", by=people.lead, at=at)
        services.endorse_decision(self.made.pk, opinion="同意", by=people.section, at=at)
        self.made = services.approve_decision(self.made.pk, opinion="同意", by=people.head, at=at)

    def penalties(self) -> list[Proposed]:
        return [Proposed(kind, amount) for kind, amount in self.story["penalties"]]
