"""Moves after the decision: papers served, money paid, deferred, remedies, the court."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases import services
from cases.models import CasePaper, Payment
from papers.catalogue import get_form
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft
from serving.models import AddressConfirmation
from serving.services import Served
from staff.cases.register import BY_SLUG
from tests.cases.driving import money
from tests.cases.driving.driver import WHO, Driver, Row, late
from tests.cases.driving.early import RARELY, yes_no
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.papers import value_of
from tests.factories.serving import receipt, tried
from tests.times import DAY

BACK = st.sampled_from([0, 0, 0, 1, 4, 40, -1])
MOSTLY = st.sampled_from([True, True, True, False])
WAYS = st.sampled_from(
    ["direct", "direct", "direct", "left", "mail", "electronic", "public_notice"]
)
APPROVERS = {"officer": "lead", "section": "section", "legal": "reviewer", "head": "head"}
# Forms that have an act of their own; any other is made out by the act "paper".
PAPER_ACTS = {
    "D44": "urge",
    "D45": "court-paper",
    "D47": "closing-paper",
    "D48": "cover",
    "D51": "summary",
}
NIGHTLY = (services.start_served, services.open_court_windows, services.list_removals)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


class PaperMoves(Driver):
    """Papers of a case that are no notice and no decision: drafted, approved, printed, served."""

    def papers_of(self, code: str) -> Any:
        held = CasePaper.objects.filter(case=self.case_id).values("paper_id")
        return OfficialPaper.objects.filter(pk__in=held, code=code).order_by("pk")

    def make_paper(self, code: str, role: str, who: str, **facts: Any) -> None:
        """Drafted by page or verb, filled in, approved by whom its form names, printed."""
        known = (
            {"decision": value_of(get_form(code, DAY).by_key["decision"])} if code == "D44" else {}
        )
        more = {**scenes.rest_of(code), **known, **facts}
        own = PAPER_ACTS.get(code, "")
        typed = {} if own in BY_SLUG else {"code": code, "role": role}
        slug = own if own in BY_SLUG else "paper"
        told = {"slug": slug, "typed": typed, "who": who, "right": "lead"}
        if not self.do(services.draft_case_paper, self.case_id, code, more, role=role, **told):
            return
        paper = self.papers_of(code).last()
        facts = {**paper.facts, **more}
        if paper.facts != facts:
            self.do(change_draft, paper.pk, facts, who="", right="lead")
        right = APPROVERS[paper.approver]
        if role != "closing" and self.do(approve_paper, paper.pk, who="", right=right):
            self.printer_works()

    @rule()
    def printer_works(self) -> None:
        self.on_the_side(lambda: endings.print_all(self.case, self.at))

    @rule()
    def night_falls(self) -> None:
        """The tasks of the night, each twice: the second run finds nothing to do."""
        for task in NIGHTLY:
            self.on_the_side(partial(task, at=self.at))
            assert task(at=self.at) == 0, f"{task.__name__} again"
            self.require_untouched(task.__name__, "a second run")

    @late
    @rule(days=st.sampled_from([15, 31, 61, 92, 183]))
    def months_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    def unserved(self) -> list[OfficialPaper]:
        links = CasePaper.objects.filter(case=self.case_id, service__isnull=True)
        papers = OfficialPaper.objects.filter(pk__in=links.values("paper_id"))
        return list(papers.filter(audience="party", state="printed").order_by("pk"))

    @rule(way=WAYS, back=BACK, is_whole=MOSTLY, prints=MOSTLY, who=WHO)
    def serve(self, way: str, back: int, is_whole: bool, prints: bool, who: str) -> None:
        if prints:
            self.printer_works()
        if not (papers := self.unserved()):
            return
        keys = [paper.pk for paper in (papers if is_whole else papers[-1:])]
        told = self._served(way, back)
        consent = told["confirmation"]
        typed = {**told, "papers": keys, "confirmation": consent.pk if consent else ""}
        typed |= {"proof": receipt()}
        how = {"slug": "serve", "typed": typed, "who": who, "right": "lead"}
        self.do(services.serve_case_papers, self.case_id, keys, Served(**told), **how)

    def _served(self, way: str, back: int) -> Row:
        party = self.case.party
        rows = AddressConfirmation.objects.filter(party_name=party.name if party else "")
        consent = rows.last() if way == "electronic" else None
        told = {"way": way, "delivered_on": self.today - timedelta(days=back)}
        told |= {"recipient": "王春梅", "place": "易俗河镇凤凰路1号", "reason": "下落不明"}
        told |= {"witness": "李主任", "mail_ref": "XA123", "confirmation": consent}
        return told | {"proof": self.cast.receipt}

    @rule(who=WHO)
    def serve_again(self, who: str) -> None:
        served = CasePaper.objects.filter(case=self.case_id, service__isnull=False).last()
        if served is not None:
            told = Served(**self._served("direct", 0))
            how = {"who": who, "right": "lead", "repeats": True}
            self.do(services.serve_case_papers, self.case_id, [served.paper_id], told, **how)

    @rule(hindrance=st.sampled_from(["absent", "refused"]), who=WHO)
    def try_to_serve(self, hindrance: str, who: str) -> None:
        lost = tried(hindrance=hindrance, tried_on=self.today)
        for paper in self.unserved():
            typed = {"hindrance": hindrance, "tried_on": self.today, "papers": [paper.pk]}
            typed |= {"place": lost.place, "note": lost.note}
            how = {"slug": "attempt", "typed": typed, "who": who, "right": "lead"}
            self.do(services.record_case_attempt, self.case_id, [paper.pk], lost, **how)


class MoneyMoves(PaperMoves):
    @late
    @rule(
        part=st.sampled_from(["fine", "fine", "fine", "surcharge", "gains"]),
        share=st.sampled_from(["all", "all", "half", "fen", "more"]),
        back=BACK,
        is_again=RARELY,
        who=WHO,
    )
    def pay(self, part: str, share: str, back: int, is_again: bool, who: str) -> None:
        owed = money.open_of(self.case_id, part, self.today)
        amount = {"all": owed, "half": owed // 2, "fen": 1}.get(share, owed + 1)
        last = Payment.objects.order_by("pk").last()
        reference = last.reference if is_again and last else f"湘农商{Payment.objects.count()}"
        told = {"part": part, "amount_fen": amount, "channel": "bank", "reference": reference}
        told |= {"paid_on": self.today - timedelta(days=back)}
        how = {"slug": "pay", "who": who, "right": "lead"}
        self.do(services.record_payment, self.case_id, **told, **how)

    @late
    @rule(who=WHO)
    def reverse(self, who: str) -> None:
        if (payment := Payment.objects.filter(case=self.case_id).order_by("pk").last()) is not None:
            told = {"reason": "录入有误", "slug": "reverse", "who": who, "right": "section"}
            self.do(services.reverse_payment, payment.pk, **told)

    @late
    @rule(count=st.integers(1, 3), every=st.sampled_from([0, 7, 30]), off=RARELY, who=WHO)
    def ask_deferral(self, count: int, every: int, off: bool, who: str) -> None:
        rest = money.open_of(self.case_id, "fine", self.today) + off
        shares = [rest // count] * (count - 1)
        shares.append(rest - sum(shares))
        days = [self.today + timedelta(days=every * no) for no in range(1, count + 1)]
        plan = list(zip(days, shares, strict=True))
        kind = "later" if count == 1 else "parts"
        told = {"kind": kind, "reason": "资金周转困难", "requested_on": self.today}
        typed = told | {"plan": "\n".join(f"{day}，{yuan(fen)}" for day, fen in plan)}
        how = {"slug": "defer", "typed": typed, "who": who, "right": "lead"}
        self.do(services.ask_deferral, self.case_id, plan=plan, **told, **how)

    @late
    @rule(grants=MOSTLY, who=WHO)
    def decide_deferral(self, grants: bool, who: str) -> None:
        if (asked := self.case.deferrals.last()) is not None:
            told = {"grants": grants, "answer": "同意"}
            typed = told | {"grants": yes_no(grants)}
            how = {"slug": "defer-decide", "typed": typed, "who": who, "right": "head"}
            self.do(services.decide_deferral, asked.pk, **told, **how)


class RemedyMoves(PaperMoves):
    @late
    @rule(kind=st.sampled_from(["reconsideration", "litigation"]), back=BACK, who=WHO)
    def seek_remedy(self, kind: str, back: int, who: str) -> None:
        day = self.today - timedelta(days=back)
        told = {"kind": kind, "body": "县人民政府", "filed_on": day}
        how = {"slug": "remedy", "who": who, "right": "lead"}
        self.do(services.record_remedy, self.case_id, **told, **how)

    @late
    @rule(
        result=st.sampled_from(["upheld", "upheld", "changed", "annulled", "ended"]),
        fine=st.sampled_from([None, None, 100_000, 250_000, 400_000]),
        back=BACK,
        who=WHO,
    )
    def end_remedy(self, result: str, fine: int | None, back: int, who: str) -> None:
        if (remedy := self.case.remedies.last()) is None:
            return
        told: Row = {"result": result, "received_on": self.today - timedelta(days=back)}
        told |= {"text": "决定书", "new_fine_fen": fine}
        how = {"slug": "remedy-end", "who": who, "right": "lead"}
        self.do(services.end_remedy, remedy.pk, **told, **how)

    @late
    @rule(who=WHO)
    def urge(self, who: str) -> None:
        """Urged in writing (D44); its service is a move of its own."""
        self.make_paper("D44", "performance", who, fine_fen=300_000)

    @late
    @rule(back=BACK, who=WHO)
    def go_to_court(self, back: int, who: str) -> None:
        if not self.papers_of("D45").exists():
            self.make_paper("D45", "court", "")
        if (paper := self.papers_of("D45").last()) is not None:
            told = {"court": "县人民法院", "applied_on": self.today - timedelta(days=back)}
            how = {"slug": "court", "typed": {**told, "paper": paper.pk}, "who": who}
            self.do(services.apply_to_court, self.case_id, paper.pk, **told, **how, right="lead")

    @late
    @rule(answer=st.sampled_from(["accepted", "rejected", "enforced"]), back=BACK, who=WHO)
    def hear_the_court(self, answer: str, back: int, who: str) -> None:
        if (asked := self.case.court_applications.last()) is not None:
            told = {"answer": answer, "on": self.today - timedelta(days=back), "text": "裁定书"}
            how = {"slug": "court-answer", "who": who, "right": "lead"}
            self.do(services.note_court_answer, asked.pk, **told, **how)
