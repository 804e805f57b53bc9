"""Moves from the prior notice to the decision, and attempts to go around."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases import services
from cases.models import Hearing, PriorNotice, Statement
from cases.services import Benchmark, DecisionFacts, NoticeFacts, Proposed
from cases.services.deciding import PAPERS_OF
from deadlines.models import Deadline
from deadlines.services import extend_deadline, pause_deadline, resume_deadline
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft
from serving.services import void_unserved_paper
from tests.cases.driving.driver import WHO, Driver, Row, late, soon
from tests.cases.driving.early import RARELY, SOMEBODY, YES, yes_no
from tests.factories import cases as scenes
from tests.factories.cases import CLOSING, FACTS, FINE

SPARED = (
    *("is_first", "is_slight", "is_corrected"),
    *("first_checked_how", "education", "educated_on"),
)
PENALTIES = st.sampled_from(
    [(FINE,), (FINE,), (Proposed("P3", 600_000),), (CLOSING,), (FINE, CLOSING), (Proposed("P1"),)]
)
SAID = st.sampled_from([FACTS, FACTS, FACTS, "另一事实"])


def as_fields(penalties: tuple[Proposed, ...]) -> Row:
    """A list of penalties as a page takes it: a box or an amount for each kind."""
    told: Row = {"p1": False, "p7": False, "p3": ""}
    for one in penalties:
        yuan = None if one.amount_fen is None else f"{one.amount_fen / 100:.2f}"
        told[one.kind.lower()] = yuan or True
    return told


def decision_typed(told: Row) -> Row:
    """A decision as its page takes it: the benchmark and what spares the party in fields."""
    typed = {name: value for name, value in told.items() if isinstance(value, str)}
    typed |= as_fields(told.get("penalties", ()))
    if (mark := told.get("benchmark")) is not None:
        typed |= {"least": mark.least_fen / 100, "most": mark.most_fen / 100}
        typed |= {"benchmark_text": mark.text, "deviation_reason": mark.deviation_reason}
    if (spared := told.get("spared")) is not None:
        typed |= {"leniency": spared.ground}
        typed |= {name: getattr(spared, name) for name in SPARED}
    return typed


class NoticeMoves(Driver):
    @property
    def notice(self) -> PriorNotice | None:
        return self.case.prior_notices.exclude(state="discarded").last()

    @soon
    @rule(penalties=PENALTIES, facts=SAID, papers=st.sampled_from([True, True, False]), who=WHO)
    def draft_notice(self, penalties: tuple, facts: str, papers: bool, who: str) -> None:
        told = NoticeFacts(facts, "依据", "一般")
        slug = "notice" if self.case.state in ("ended", "reviewed") else "notice-anew"
        typed = {"facts": facts, "basis": "依据", "reason": "一般", **as_fields(penalties)}
        how = {"slug": slug, "typed": typed, "who": who, "right": "lead"}
        verb = services.draft_prior_notice
        if self.do(verb, self.case_id, told, list(penalties), **how) and papers:
            made = self.notice
            for code in ("D29", "D30") if made.hearing_offered else ("D29",):
                more = scenes.rest_of(code)
                self.do(services.draft_notice_paper, made.pk, code, more, who=who, right="lead")

    @soon
    @rule(discards=RARELY, who=WHO)
    def decide_notice(self, discards: bool, who: str) -> None:
        if (notice := self.notice) is None:
            return
        if discards:
            told = {"slug": "notice-discard", "who": who, "right": "lead"}
            self.do(services.discard_prior_notice, notice.pk, **told)
        else:
            told = {"slug": "notice-approve", "who": who, "right": "section"}
            self.do(services.approve_prior_notice, notice.pk, **told)

    @soon
    @rule(back=st.sampled_from([0, 0, 1, 4, -1]), who=WHO)
    def serve_notice(self, back: int, who: str) -> None:
        if (notice := self.notice) is not None:
            on = self.today - timedelta(days=back)
            verb = services.note_notice_served
            self.do(verb, notice.pk, served_on=on, who=who, right="lead")

    @soon
    @rule(who=WHO)
    def speak(self, who: str) -> None:
        if (notice := self.notice) is not None:
            told = {"text": "已改正", "made_by": "王春梅", "made_on": self.today}
            how = {"slug": "statement", "who": who, "right": "lead"}
            self.do(services.record_statement, notice.pk, **told, **how)

    @soon
    @rule(who=WHO)
    def recheck(self, who: str) -> None:
        said = Statement.objects.filter(notice__case=self.case_id).last()
        if said is not None:
            told = {"recheck": "已复核", "adoption": "refused"}
            how = {"slug": "recheck", "who": who, "right": "lead"}
            self.do(services.recheck_statement, said.pk, **told, **how)

    @soon
    @rule(right=st.sampled_from(["statement", "hearing"]), who=WHO)
    def waive(self, right: str, who: str) -> None:
        if (notice := self.notice) is not None:
            told = {"text": "放弃", "waived_by": "王春梅", "waived_on": self.today}
            how = {"slug": "waive", "typed": {**told, "right": right}, "who": who}
            self.do(self._waive, notice.pk, right, told, **how, right="lead")

    @staticmethod
    def _waive(pk: int, which: str, told: dict, **facts: Any) -> Any:
        return services.record_waiver(pk, right=which, **told, **facts)

    @soon
    @rule(who=WHO)
    def ask_hearing(self, who: str) -> None:
        if (notice := self.notice) is not None:
            told = {"requested_on": self.today, "requested_by": "王春梅"}
            how = {"slug": "hearing-ask", "who": who, "right": "lead"}
            self.do(services.request_hearing, notice.pk, **told, **how)

    @soon
    @rule(ahead=st.sampled_from([1, 9, 11, 15]), chair=SOMEBODY, clerk=SOMEBODY, who=WHO)
    def call_hearing(self, ahead: int, chair: str, clerk: str, who: str) -> None:
        hearing = Hearing.objects.filter(notice__case=self.case_id).last()
        if hearing is not None:
            told = {
                "call_served_on": self.today,
                "held_on": self.today + timedelta(days=ahead),
                "place": "会议室",
            }
            both = {"chair": self.cast.people[chair].pk, "clerk": self.cast.people[clerk].pk}
            how = {"slug": "hearing-call", "typed": told | both, "who": who, "right": "reviewer"}
            told |= {f"{name}_id": pk for name, pk in both.items()}
            self.do(services.call_hearing, hearing.pk, **told, **how)

    @soon
    @rule(ends=YES, ending=st.sampled_from(["absent", "left", "taken_back"]), who=WHO)
    def hear(self, ends: bool, ending: str, who: str) -> None:
        hearing = Hearing.objects.filter(notice__case=self.case_id).last()
        if hearing is None:
            return
        if ends:
            told = {"ending": ending, "text": "情况", "on": self.today}
            how = {"slug": "hearing-end", "who": who, "right": "reviewer"}
            self.do(services.end_hearing, hearing.pk, **told, **how)
        else:
            told = {"record": "笔录", "report": "报告", "agents": []}
            typed = {**told, "agents": ""}
            how = {"slug": "hearing-hold", "typed": typed, "who": who, "right": "reviewer"}
            self.do(services.hold_hearing, hearing.pk, **told, **how)

    @soon
    @rule(who=WHO)
    def finish_answers(self, who: str) -> None:
        self.do(services.finish_answers, self.case_id, slug="finish", who=who, right="lead")


class DecisionMoves(Driver):
    @property
    def decision(self) -> Any:
        return self.case.decisions.exclude(state="discarded").last()

    @soon
    @rule(who=WHO)
    def look_for_fines(self, who: str) -> None:
        told = {"slug": "fines-checked", "who": who, "right": "lead"}
        self.do(services.note_fines_checked, self.case_id, how="函询", **told)

    @soon
    @rule(sure=RARELY, who=WHO)
    def enter_other_fine(self, sure: bool, who: str) -> None:
        if sure:
            told = {
                "department": "市监局",
                "decision_no": f"{self.at:%d%H%M}号",
                "about": "同一场所",
            }
            told |= {"decided_on": self.today, "amount_fen": 1}
            how = {"slug": "fine", "who": who, "right": "lead"}
            self.do(services.record_other_fine, self.case_id, **told, **how)

    @soon
    @rule(same=YES, who=WHO)
    def answer_other_fine(self, same: bool, who: str) -> None:
        if (fine := self.case.other_fines.last()) is not None:
            told = {"is_same_act": same, "answer": "理由"}
            typed = {"same": yes_no(same), "answer": "理由"}
            how = {"slug": "fine-answer", "typed": typed, "who": who, "right": "lead"}
            self.do(services.answer_other_fine, fine.pk, **told, **how)

    @soon
    @rule(others=st.sampled_from([("head", "deputy"), ("head", "many"), ("head",)]), who=WHO)
    def discuss(self, others: tuple, who: str) -> None:
        said = {self.cast.people[name].pk: "同意" for name in others}
        told = {"held_on": self.today, "place": "会议室", "conclusion": "处罚"}
        # Who has handled the case is not asked on the page: he has no field there.
        asked = set(said) - set(self.case.officers.values_list("user_id", flat=True))
        typed = told | {f"opinion_{pk}": "同意" for pk in asked}
        how = {"slug": "discuss", "typed": typed, "who": who, "right": "head"}
        self.do(services.record_discussion, self.case_id, said, **told, **how)

    @soon
    @rule(
        kind=st.sampled_from(["penalty", "penalty", "penalty", "minor", "unproven", "transfer"]),
        penalties=PENALTIES,
        facts=SAID,
        narrow=RARELY,
        lighter=YES,
        who=WHO,
    )
    def draft_decision(self, kind, penalties, facts, narrow, lighter, who) -> None:
        told: dict[str, Any] = {"kind": kind, "facts": facts, "basis": "依据", "reason": "一般"}
        if kind == "penalty":
            told |= {"penalties": penalties, "performance": "缴纳", "statement_answer": "未陈述"}
            told["lighter_reason"] = "从轻" if lighter else ""
        if kind == "penalty" and narrow:
            told["benchmark"] = Benchmark(1, 2, "轻微档", deviation_reason="情节特殊")
        if kind == "minor":
            told["spared"] = scenes.spared(educated_on=self.today)
        how = {"slug": "decision", "typed": decision_typed(told), "who": who, "right": "lead"}
        is_made = self.do(services.draft_decision, self.case_id, DecisionFacts(**told), **how)
        for code in PAPERS_OF[kind] if is_made else ():
            pk, more = self.decision.pk, scenes.rest_of(code)
            self.do(services.draft_decision_paper, pk, code, more, who=who, right="lead")

    @soon
    @rule(who=WHO)
    def hand_on(self, who: str) -> None:
        """Whatever the decision waits for next."""
        if (decision := self.decision) is None:
            return
        verb, right, slug = {
            "draft": (services.submit_decision, "lead", "submit"),
            "submitted": (services.endorse_decision, "section", "endorse"),
        }.get(decision.state, (services.approve_decision, "head", "approve"))
        self.do(verb, decision.pk, opinion="同意", who=who, right=right, slug=slug)

    @soon
    @rule(back=RARELY, who=WHO)
    def allow_deviation(self, back: bool, who: str) -> None:
        if (decision := self.decision) is None:
            return
        if back:
            is_endorsed = decision.state == "endorsed"
            right = "head" if is_endorsed else "section"
            told = {"slug": "return-endorsed" if is_endorsed else "return", "who": who}
            self.do(services.return_decision, decision.pk, reason="再议", **told, right=right)
        else:
            told = {"slug": "deviation", "who": who, "right": "deputy"}
            self.do(services.approve_deviation, decision.pk, opinion="同意", **told)

    @soon
    @rule(sure=RARELY, who=WHO)
    def give_up_decision(self, sure: bool, who: str) -> None:
        if sure and self.decision is not None:
            told = {"slug": "discard", "who": who, "right": "lead"}
            self.do(services.discard_decision, self.decision.pk, **told)

    @late
    @rule(who=WHO)
    def hand_to_police(self, who: str) -> None:
        told = {"slug": "police", "who": who, "right": "lead"}
        self.do(services.hand_to_police, self.case_id, receipt="回执1号", signer="赵民警", **told)


class WaysAround(Driver):
    """What a page of another room, or a clock set back, could try."""

    @property
    def papers(self) -> list[OfficialPaper]:
        links = self.case.papers.values("paper_id")
        return list(OfficialPaper.objects.filter(pk__in=links).order_by("pk"))

    @rule(fen=st.sampled_from([1, 900_000]), who=WHO)
    def write_another_fine(self, fen: int, who: str) -> None:
        drafts = [one for one in self.papers if one.code == "D36" and one.is_draft]
        if drafts:
            facts = {**drafts[-1].facts, "fine_fen": fen}
            self.do(change_draft, drafts[-1].pk, facts, who=who, right="lead")

    @rule(voids=YES, right=st.sampled_from(["section", "head"]), who=WHO)
    def touch_a_paper(self, voids: bool, right: str, who: str) -> None:
        if not self.papers:
            return
        paper = self.papers[-1]
        if voids:
            self.do(void_unserved_paper, paper.pk, reason="有误", who=who, right=right)
        else:
            self.do(approve_paper, paper.pk, who=who, right=right)

    @rule(who=WHO)
    def set_the_clock_back(self, who: str) -> None:
        facts = {"how": "函询", "at": self.at - timedelta(days=400), "slug": "fines-checked"}
        self.do(services.note_fines_checked, self.case_id, **facts, who=who, right="lead")

    @rule(which=st.sampled_from(["pause", "resume", "extend"]), count=st.integers(1, 20), who=WHO)
    def move_a_deadline(self, which: str, count: int, who: str) -> None:
        links = self.case.deadlines.filter(role="decision").values("deadline_id")
        if (ninety := Deadline.objects.filter(pk__in=links).last()) is None:
            return
        verb, facts = {
            "pause": (pause_deadline, {"cause": "expertise", "basis": "[U]", "on": self.today}),
            "resume": (resume_deadline, {"on": self.today}),
            "extend": (extend_deadline, {"count": count, "unit": ninety.unit, "reason": "复杂"}),
        }[which]
        self.do(verb, ninety.pk, **facts, who=who, right="head")
