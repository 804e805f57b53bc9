"""Moves at the end: publication, its removal, repair; closing, the archive, opened again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases import services
from cases.models import Closing, CreditRepair, Publication, Removal
from tests.cases.driving.after import BACK, MOSTLY, PaperMoves
from tests.cases.driving.driver import WHO, late
from tests.cases.driving.early import yes_no

GROUNDS = ["performed", "performed", "court", "no_penalty", "terminated"]


class PublicMoves(PaperMoves):
    @property
    def publication(self) -> Publication | None:
        return Publication.objects.filter(decision__case=self.case_id).last()

    @late
    @rule(back=BACK, who=WHO)
    def publish(self, back: int, who: str) -> None:
        if not self.papers_of("D51").exists():
            self.make_paper("D51", "publication", "")
        if (paper := self.papers_of("D51").last()) is not None:
            told = {"where": "县政府门户网站", "on": self.today - timedelta(days=back)}
            how = {"slug": "publish", "typed": {**told, "summary": paper.pk}, "who": who}
            self.do(services.publish_decision, self.case_id, paper.pk, **told, **how, right="lead")

    @late
    @rule(who=WHO)
    def withdraw_publication(self, who: str) -> None:
        if self.publication is not None:
            how = {"slug": "unpublish", "who": who, "right": "lead"}
            self.do(services.withdraw_publication, self.case_id, reason="决定已变更", **how)

    @late
    @rule(back=BACK, who=WHO)
    def take_down(self, back: int, who: str) -> None:
        if (row := Removal.objects.filter(publication=self.publication).last()) is not None:
            told = {"on": self.today - timedelta(days=back), "proof": "网页已无法打开"}
            how = {"slug": "removed", "who": who, "right": "lead"}
            self.do(services.note_removed, row.pk, **told, **how)

    @late
    @rule(back=BACK, who=WHO)
    def ask_repair(self, back: int, who: str) -> None:
        if self.publication is not None:
            told = {"requested_on": self.today - timedelta(days=back), "ground": "已履行"}
            how = {"slug": "repair-ask", "who": who, "right": "lead"}
            self.do(services.ask_repair, self.case_id, **told, **how)

    @late
    @rule(repairs=MOSTLY, who=WHO)
    def decide_repair(self, repairs: bool, who: str) -> None:
        asked = CreditRepair.objects.filter(publication=self.publication).last()
        if asked is not None:
            told = {"repairs": repairs, "answer": "同意"}
            typed = told | {"repairs": yes_no(repairs)}
            how = {"slug": "repair-decide", "typed": typed, "who": who, "right": "head"}
            self.do(services.decide_repair, asked.pk, **told, **how)


class ClosingMoves(PaperMoves):
    @property
    def closing(self) -> Closing | None:
        return Closing.objects.filter(case=self.case_id).last()

    @late
    @rule(ground=st.sampled_from(GROUNDS), who=WHO)
    def ask_closing(self, ground: str, who: str) -> None:
        state = self.case.state
        told = {"ground": state if state in ("withdrawn", "transferred") else ground}
        told |= {"execution": "罚款已缴清"}
        how: dict[str, Any] = {"slug": "close-ask", "who": who, "right": "lead"}
        if self.do(services.ask_closing, self.case_id, **told, **how):
            self.make_paper("D47", "closing", "")

    @late
    @rule(is_returned=st.sampled_from([False, False, False, True]), who=WHO)
    def hand_closing_on(self, is_returned: bool, who: str) -> None:
        if (closing := self.closing) is None:
            return
        is_endorsed = closing.state == "endorsed"
        how = {"who": who, "right": "head" if is_endorsed else "section"}
        if is_returned:
            slug = "close-return-endorsed" if is_endorsed else "close-return"
            self.do(services.return_closing, closing.pk, reason="再查", slug=slug, **how)
        elif is_endorsed:
            slug = "close"
            self.do(services.approve_closing, closing.pk, opinion="同意", slug=slug, **how)
        else:
            slug = "close-endorse"
            self.do(services.endorse_closing, closing.pk, opinion="同意", slug=slug, **how)

    @late
    @rule(has_cover=MOSTLY, who=WHO)
    def archive(self, has_cover: bool, who: str) -> None:
        if self.case.state not in ("closed", "not_filed", "archived", "performing"):
            return
        if has_cover and not self.papers_of("D48").filter(state="printed").exists():
            self.make_paper("D48", "file", "", party="晨光托管中心")
        if has_cover:
            self.printer_works()
        how = {"slug": "archive", "who": who, "right": "clerk"}
        self.do(services.archive_case, self.case_id, **how)

    @late
    @rule(who=WHO)
    def open_again(self, who: str) -> None:
        if self.case.state in ("archived", "closed"):
            how = {"slug": "reopen-archive", "who": who, "right": "head"}
            self.do(services.reopen_archived, self.case_id, reason="补入文书", **how)
