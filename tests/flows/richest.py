"""The richest case that one file can hold: everything asked, said, heard, owed and enforced."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cases import services
from cases.models import Case, CaseArchive, CasePaper, PriorNotice
from common.clock import at_noon, localdate
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FINE, People
from tests.factories.serving import handed

SHOWN, COURT = date(2021, 12, 20), date(2022, 6, 13)
# Drafted by the officers with 起草其他文书, in the order of the forms, with their role in the file.
BY_HAND = {
    "clue": ("D10",),
    "record": (
        *("D04", "D05", "D06", "D07", "D07-2", "D07-3", "D08", "D08-2", "D22", "D23"),
        *("D16", "D40", "F11"),
    ),
    "recusal": ("D50",),
    "preservation": ("D20-2", "D21", "D21-2"),
    "order": ("D52",),
    "transfer": ("D26",),
    "service": ("D42",),
    "closing": ("D47-2",),
}


class Richest:
    """``play()`` takes the case from its filing to its archive."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.case = scenes.filed(people)
        self.pk = self.case.pk

    def play(self) -> CaseArchive:
        self.investigate()
        self.hear()
        self.decide()
        self.owe()
        self.enforce()
        return self.finish()

    def by_hand(self, code: str, role: str, at: datetime, **facts: Any) -> Any:
        case = Case.objects.get(pk=self.pk)
        return endings.approved_paper(case, self.people, code, role=role, at=at, **facts)

    def serve(self, at: datetime) -> None:
        """Whatever is numbered and for the party, and did not reach it yet."""
        endings.print_all(self.case, at)
        links = CasePaper.objects.filter(case=self.pk, service=None, paper__audience="party")
        papers = [link.paper_id for link in links.exclude(paper__number_class="")]
        told = handed(delivered_on=localdate(at))
        services.serve_case_papers(self.pk, papers, told, by=self.people.lead, at=at)

    def investigate(self) -> None:
        people, at = self.people, scenes.days(0)
        asked = {"reason": "亲属", "by": people.lead, "at": at}
        recusal = services.ask_recusal(self.pk, people.second.pk, **asked)
        services.decide_recusal(
            recusal.pk, grants=False, reason="不是近亲属", by=people.head, at=at
        )
        things = [{"name": "教材", "quantity": "3本"}]
        kept = services.ask_preservation(
            self.pk, things, reason="可能灭失", place="库房", by=people.lead, at=at
        )
        paper = scenes.rest_of("D20")
        services.decide_preservation(kept.pk, approves=True, by=people.head, at=at, paper=paper)
        services.keep_things(kept.pk, on=localdate(at), by=people.lead, at=at)
        later = scenes.days(1)
        told = {"handling": "returned", "reason": "已拍照取证", "on": localdate(later)}
        services.handle_kept(kept.pk, **told, by=people.lead, at=later)
        scenes.end(self.case, people, later, is_complex=True)
        scenes.pass_review(self.case, people, later)
        for role, codes in BY_HAND.items():
            for code in codes:
                self.by_hand(code, role, later)

    def hear(self) -> None:
        people, at = self.people, scenes.days(2)
        notice = scenes.approved(self.case, people, FINE, CLOSING, at=at)
        self.serve(at)
        notice = PriorNotice.objects.get(pk=notice.pk)
        on, by = localdate(scenes.days(5)), {"by": people.lead, "at": scenes.days(5)}
        said = {"text": "已退费", "made_by": "王春梅", "made_on": on}
        statement = services.record_statement(notice.pk, **said, **by)
        services.recheck_statement(statement.pk, recheck="属实", adoption="partly", **by)
        who = {"requested_on": on, "requested_by": "王春梅"}
        hearing = services.request_hearing(notice.pk, **who, **by)
        self.by_hand("D32", "hearing", by["at"])
        self.serve(by["at"])
        chair, day = people.reviewer, date(2021, 11, 24)
        led = {"chair_id": chair.pk, "clerk_id": UserFactory().pk, "place": "局会议室"}
        days = {"call_served_on": on, "held_on": day}
        services.call_hearing(hearing.pk, **led, **days, by=chair, at=by["at"])
        told = {"record": "听证笔录", "report": "建议维持", "agents": ["张律师"]}
        services.hold_hearing(hearing.pk, **told, by=chair, at=at_noon(day))

    def decide(self) -> None:
        people, at = self.people, scenes.days(30)
        services.finish_answers(self.pk, by=people.lead, at=at)
        services.note_fines_checked(self.pk, how="函询，无", by=people.lead, at=at)
        scenes.pass_review(self.case, people, at)
        said = {people.head.pk: "同意", people.deputy.pk: "同意"}
        talk = {"held_on": localdate(at), "place": "会议室", "conclusion": "罚款并责令停止举办"}
        services.record_discussion(self.pk, said, **talk, by=people.head, at=at)
        facts = scenes.penalty(FINE, CLOSING, statement_answer="部分采纳")
        made = scenes.endorsed(Case.objects.get(pk=self.pk), people, facts, at)
        services.approve_decision(made.pk, opinion="同意", by=people.head, at=at)
        self.serve(at)

    def owe(self) -> None:
        """Allowed to pay in parts, shown to the public, nothing paid, urged."""
        people, at = self.people, scenes.days(31)
        plan = [(date(2022, 1, 10), 100_000), (date(2022, 2, 10), 200_000)]
        asked = {"kind": "parts", "reason": "经营困难", "requested_on": localdate(at)}
        deferral = services.ask_deferral(self.pk, **asked, plan=plan, by=people.lead, at=at)
        services.decide_deferral(deferral.pk, grants=True, answer="同意", by=people.head, at=at)
        self.serve(at)
        shown = at_noon(SHOWN)
        summary = self.by_hand("D51", "publication", shown)
        told = {"where": "县政府门户网站", "on": SHOWN, "by": people.lead, "at": shown}
        services.publish_decision(self.pk, summary.pk, **told)
        endings.urged(Case.objects.get(pk=self.pk), people, date(2022, 5, 5))

    def enforce(self) -> None:
        at = at_noon(COURT)
        paper = self.by_hand("D45", "court", at)
        told = {"court": "县人民法院", "applied_on": COURT}
        by = {"by": self.people.lead, "at": at}
        asked = services.apply_to_court(self.pk, paper.pk, **told, **by)
        services.note_court_answer(asked.pk, answer="accepted", on=COURT, text="受理", **by)

    def finish(self) -> CaseArchive:
        people, at = self.people, at_noon(date(2022, 6, 20))
        told = {"ground": "court", "execution": "法院已受理"}
        asked = services.ask_closing(self.pk, **told, by=people.lead, at=at)
        more = scenes.rest_of("D47") | told
        services.draft_case_paper(self.pk, "D47", more, role="closing", by=people.lead, at=at)
        services.endorse_closing(asked.pk, opinion="同意", by=people.section, at=at)
        services.approve_closing(asked.pk, opinion="同意结案", by=people.head, at=at)
        for code in ("D48", "D48-3"):
            facts = {"party": "晨光托管中心"} if code == "D48" else {}
            self.by_hand(code, "file", at, **facts)
        endings.print_all(self.case, at)
        clerk = UserFactory(registry_clerk=True)
        return services.archive_case(self.pk, by=clerk, at=at)
