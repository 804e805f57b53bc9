"""Moves from the clue to the end of the investigation and its review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases import services
from cases.services import EvidenceFacts, ReportFacts
from tests.cases.driving.driver import NAMES, WHO, Driver
from tests.factories.cases import FACTS

YES = st.booleans()
RARELY = st.sampled_from([False, False, False, True])
SOMEBODY = st.sampled_from(NAMES)


class EarlyMoves(Driver):
    @rule(files=YES, who=WHO)
    def check(self, files: bool, who: str) -> None:
        facts = {"result": "属实", "proposes_filing": files}
        self.do(services.check_case, self.case_id, **facts, who=who, right="lead")

    @rule(agrees=YES, who=WHO)
    def endorse_filing(self, agrees: bool, who: str) -> None:
        facts = {"agrees": agrees, "opinion": "意见"}
        self.do(services.endorse_filing, self.case_id, **facts, who=who, right="section")

    @rule(which=st.sampled_from(["approve", "approve", "refuse", "return"]), who=WHO)
    def decide_filing(self, which: str, who: str) -> None:
        verbs = {
            "approve": (services.approve_filing, {"opinion": "同意"}),
            "refuse": (services.refuse_filing, {"opinion": "不予"}),
            "return": (services.return_check, {"reason": "再查"}),
        }
        verb, facts = verbs[which]
        self.do(verb, self.case_id, **facts, who=who, right="head")

    @rule(back=st.sampled_from([0, 0, 3, -1]), who=WHO)
    def add_evidence(self, back: int, who: str) -> None:
        day = self.today - timedelta(days=back)
        facts = EvidenceFacts("document", "收据", day, "家长", "收费")
        self.do(services.add_evidence, self.case_id, facts, who=who, right="lead")

    @rule(who=WHO)
    def exclude_evidence(self, who: str) -> None:
        if (piece := self.case.evidence.last()) is not None:
            self.do(services.exclude_evidence, piece.pk, reason="违法取得", who=who, right="second")

    @rule(person=SOMEBODY, who=WHO)
    def exchange_officer(self, person: str, who: str) -> None:
        if (officer := self.case.officers.standing().last()) is None:
            return
        user = self.cast.people[person]
        verb = services.exchange_officer
        self.do(verb, officer.pk, user.pk, reason="调岗", who=who, right="section")

    @rule(person=SOMEBODY, who=WHO)
    def assign_officer(self, person: str, who: str) -> None:
        user = self.cast.people[person]
        verb = services.assign_officer
        self.do(verb, self.case_id, user.pk, "assisting", who=who, right="section")

    @rule(person=SOMEBODY, who=WHO)
    def ask_recusal(self, person: str, who: str) -> None:
        user = self.cast.people[person]
        self.do(services.ask_recusal, self.case_id, user.pk, reason="亲属", who=who, right="lead")

    @rule(grants=YES, successor=SOMEBODY, who=WHO)
    def decide_recusal(self, grants: bool, successor: str, who: str) -> None:
        if (asked := self.case.recusals.last()) is None:
            return
        facts = {"grants": grants, "reason": "核实", "successor_id": self.cast.people[successor].pk}
        self.do(services.decide_recusal, asked.pk, **facts, who=who, right="head")

    @rule(who=WHO)
    def ask_preservation(self, who: str) -> None:
        facts: dict[str, Any] = {"reason": "可能灭失", "place": "教室"}
        items = [{"name": "账册", "quantity": "2本"}]
        self.do(services.ask_preservation, self.case_id, items, **facts, who=who, right="lead")

    @rule(approves=YES, who=WHO)
    def go_on_with_preservation(self, approves: bool, who: str) -> None:
        if (kept := self.case.preservations.last()) is None:
            return
        ending = {"handling": "returned", "reason": "已取证", "on": self.today}
        verb, right, facts = {
            "asked": (services.decide_preservation, "head", {"approves": approves}),
            "approved": (services.keep_things, "lead", {"on": self.today}),
        }.get(kept.state, (services.handle_kept, "lead", ending))
        self.do(verb, kept.pk, **facts, who=who, right=right)

    @rule(is_complex=RARELY, is_major=RARELY, who=WHO)
    def end(self, is_complex: bool, is_major: bool, who: str) -> None:
        flags = {"is_complex": is_complex, "is_major": is_major}
        facts = ReportFacts(FACTS, "证据1", "依据", "一般", "罚款", "penalty", **flags)
        self.do(services.end_investigation, self.case_id, facts, who=who, right="lead")

    @rule(who=WHO)
    def reopen(self, who: str) -> None:
        verb = services.reopen_investigation
        self.do(verb, self.case_id, reason="新事实", who=who, right="lead")

    @rule(outcome=st.sampled_from(["passed", "passed", "not_passed", "returned"]), who=WHO)
    def review(self, outcome: str, who: str) -> None:
        facts = {"outcome": outcome, "opinion": "意见", "qualification": "A2020"}
        self.do(services.review_case, self.case_id, **facts, who=who, right="reviewer")

    @rule(transfers=YES, sure=RARELY, who=WHO)
    def leave_the_procedure(self, transfers: bool, sure: bool, who: str) -> None:
        """Rarely, since the case is over then."""
        if not sure:
            return
        if transfers:
            facts = {"receiver": "县市监局", "grounds": "不属本机关管辖"}
            self.do(services.transfer_case, self.case_id, **facts, who=who, right="head")
        else:
            verb = services.withdraw_case
            self.do(verb, self.case_id, reason="事实消灭", who=who, right="head")
