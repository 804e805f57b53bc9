"""Moves from the clue to the end of the investigation and its review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases import services
from cases.services import EvidenceFacts, ReportFacts
from tests.cases.driving.driver import NAMES, WHO, Driver, soon
from tests.factories.cases import FACTS

YES = st.booleans()
RARELY = st.sampled_from([False, False, False, True])
SOMEBODY = st.sampled_from(NAMES)


def yes_no(said: bool) -> str:
    return "yes" if said else "no"


class EarlyMoves(Driver):
    @soon
    @rule(files=YES, who=WHO)
    def check(self, files: bool, who: str) -> None:
        facts = {"result": "属实", "proposes_filing": files}
        typed = {"result": "属实", "proposes": yes_no(files)}
        told = {"slug": "check", "typed": typed, "who": who, "right": "lead"}
        self.do(services.check_case, self.case_id, **facts, **told)

    @soon
    @rule(agrees=YES, who=WHO)
    def endorse_filing(self, agrees: bool, who: str) -> None:
        facts = {"agrees": agrees, "opinion": "意见"}
        told = {"typed": facts | {"agrees": yes_no(agrees)}, "who": who, "right": "section"}
        self.do(services.endorse_filing, self.case_id, **facts, slug="endorse-filing", **told)

    @soon
    @rule(which=st.sampled_from(["approve", "approve", "refuse", "return"]), who=WHO)
    def decide_filing(self, which: str, who: str) -> None:
        verbs = {
            "approve": (services.approve_filing, "file", {"opinion": "同意"}),
            "refuse": (services.refuse_filing, "not-file", {"opinion": "不予"}),
            "return": (services.return_check, "return-check", {"reason": "再查"}),
        }
        verb, slug, facts = verbs[which]
        self.do(verb, self.case_id, **facts, who=who, right="head", slug=slug)

    @soon
    @rule(back=st.sampled_from([0, 0, 3, -1]), who=WHO)
    def add_evidence(self, back: int, who: str) -> None:
        day = self.today - timedelta(days=back)
        facts = EvidenceFacts("document", "收据", day, "家长", "收费")
        names = ("kind", "name", "obtained_on", "obtained_from", "proves")
        typed = {name: getattr(facts, name) for name in names}
        told = {"slug": "evidence", "typed": typed, "who": who, "right": "lead"}
        self.do(services.add_evidence, self.case_id, facts, **told)

    @soon
    @rule(who=WHO)
    def exclude_evidence(self, who: str) -> None:
        if (piece := self.case.evidence.last()) is not None:
            told = {"reason": "违法取得", "slug": "exclude", "who": who, "right": "second"}
            self.do(services.exclude_evidence, piece.pk, **told)

    @soon
    @rule(person=SOMEBODY, who=WHO)
    def exchange_officer(self, person: str, who: str) -> None:
        if (officer := self.case.officers.standing().last()) is None:
            return
        user = self.cast.people[person]
        typed = {"person": user.pk, "reason": "调岗"}
        told = {"slug": "exchange", "typed": typed, "who": who, "right": "section"}
        self.do(services.exchange_officer, officer.pk, user.pk, reason="调岗", **told)

    @soon
    @rule(person=SOMEBODY, who=WHO)
    def assign_officer(self, person: str, who: str) -> None:
        user = self.cast.people[person]
        typed = {"person": user.pk, "role": "assisting"}
        told = {"slug": "assign", "typed": typed, "who": who, "right": "section"}
        self.do(services.assign_officer, self.case_id, user.pk, "assisting", **told)

    @soon
    @rule(person=SOMEBODY, who=WHO)
    def ask_recusal(self, person: str, who: str) -> None:
        user = self.cast.people[person]
        typed = {"person": user.pk, "reason": "亲属"}
        told = {"slug": "recuse", "typed": typed, "who": who, "right": "lead"}
        self.do(services.ask_recusal, self.case_id, user.pk, reason="亲属", **told)

    @soon
    @rule(grants=YES, successor=SOMEBODY, who=WHO)
    def decide_recusal(self, grants: bool, successor: str, who: str) -> None:
        if (asked := self.case.recusals.last()) is None:
            return
        user = self.cast.people[successor]
        facts = {"grants": grants, "reason": "核实", "successor_id": user.pk}
        typed = {"grants": yes_no(grants), "reason": "核实", "successor": user.pk}
        told = {"slug": "decide-recusal", "typed": typed, "who": who, "right": "head"}
        self.do(services.decide_recusal, asked.pk, **facts, **told)

    @soon
    @rule(who=WHO)
    def ask_preservation(self, who: str) -> None:
        facts: dict[str, Any] = {"reason": "可能灭失", "place": "教室"}
        items = [{"name": "账册", "quantity": "2本"}]
        typed = {**facts, "items": "账册，2本"}
        told = {"slug": "keep-ask", "typed": typed, "who": who, "right": "lead"}
        self.do(services.ask_preservation, self.case_id, items, **facts, **told)

    @soon
    @rule(approves=YES, who=WHO)
    def go_on_with_preservation(self, approves: bool, who: str) -> None:
        if (kept := self.case.preservations.last()) is None:
            return
        ending = {"handling": "returned", "reason": "已取证", "on": self.today}
        decided = {"approves": approves}
        verb, right, slug, facts = {
            "asked": (services.decide_preservation, "head", "keep-decide", decided),
            "approved": (services.keep_things, "lead", "keep", {"on": self.today}),
        }.get(kept.state, (services.handle_kept, "lead", "keep-handle", ending))
        typed = {"approves": yes_no(approves)} if facts is decided else None
        told = {"slug": slug, "typed": typed, "who": who, "right": right}
        self.do(verb, kept.pk, **facts, **told)

    @soon
    @rule(is_complex=RARELY, is_major=RARELY, who=WHO)
    def end(self, is_complex: bool, is_major: bool, who: str) -> None:
        flags = {"is_complex": is_complex, "is_major": is_major}
        facts = ReportFacts(FACTS, "证据1", "依据", "一般", "罚款", "penalty", **flags)
        names = ("facts", "evidence", "basis", "discretion", "proposal", "proposed_kind")
        typed = {name: getattr(facts, name) for name in names} | flags
        told = {"slug": "end", "typed": typed, "who": who, "right": "lead"}
        self.do(services.end_investigation, self.case_id, facts, **told)

    @soon
    @rule(who=WHO)
    def reopen(self, who: str) -> None:
        verb = services.reopen_investigation
        told = {"slug": "reopen", "who": who, "right": "lead"}
        self.do(verb, self.case_id, reason="新事实", **told)

    @soon
    @rule(outcome=st.sampled_from(["passed", "passed", "not_passed", "returned"]), who=WHO)
    def review(self, outcome: str, who: str) -> None:
        facts = {"outcome": outcome, "opinion": "意见", "qualification": "A2020"}
        told = {"slug": "review", "who": who, "right": "reviewer"}
        self.do(services.review_case, self.case_id, **facts, **told)

    @soon
    @rule(transfers=YES, sure=RARELY, who=WHO)
    def leave_the_procedure(self, transfers: bool, sure: bool, who: str) -> None:
        """Rarely, since the case is over then."""
        if not sure:
            return
        if transfers:
            facts = {"receiver": "县市监局", "grounds": "不属本机关管辖"}
            told = {"slug": "transfer", "who": who, "right": "head"}
            self.do(services.transfer_case, self.case_id, **facts, **told)
        else:
            told = {"slug": "withdraw", "who": who, "right": "head"}
            self.do(services.withdraw_case, self.case_id, reason="事实消灭", **told)
