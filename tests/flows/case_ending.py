"""The second half of a story: served, shown, paid, closed, archived, taken down. Real papers."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from cases import services
from cases.models import Case, CaseArchive, CasePaper, Removal
from documents.models import StoredFile
from documents.services import store
from enforcement.services import print_paper as print_order
from papers.catalogue import get_form
from papers.models import OfficialPaper
from papers.services import approve_paper, print_paper
from papers.states import PaperState
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import People
from tests.factories.serving import handed
from tests.papers.facts import drawn, sheet_facts, view_of
from tests.times import DAY


@cache
def sheet(code: str) -> bytes:
    """A sheet of another room, as a tagged PDF/A."""
    return drawn(view_of(code, sheet_facts(get_form(code, DAY))))


class Ending:
    """Events from the service of the decision to the end of its publication."""

    case: Case
    people: People
    story: dict[str, Any]
    archive_made: CaseArchive

    def on_paper(self, code: str, at: datetime) -> StoredFile:
        return store(sheet(code), name="材料.pdf", media_type="application/pdf", at=at)

    def hand_over(self, links: Any, at: datetime) -> None:
        """Print these papers of the case and hand them to the party."""
        papers = [link.paper_id for link in links.filter(paper__audience="party")]
        self.print_waiting(at, pk__in=papers)
        told = handed(delivered_on=at.date(), place="某路1号")
        services.serve_case_papers(self.case.pk, papers, told, by=self.people.lead, at=at)

    def print_waiting(self, at: datetime, **which: Any) -> None:
        links = CasePaper.objects.filter(case=self.case).values("paper_id")
        waiting = OfficialPaper.objects.filter(pk__in=links, state=PaperState.APPROVED)
        for paper in waiting.filter(**which):
            print_paper(paper.pk, at=at)

    def paper(self, code: str, role: str, by: Any, at: datetime, **facts: Any) -> OfficialPaper:
        """A paper that its own officer drafts, approved by whoever may."""
        more = scenes.rest_of(code) | facts
        lead = self.people.lead
        made = services.draft_case_paper(self.case.pk, code, more, role=role, by=lead, at=at)
        return approve_paper(made.pk, by=by, at=at, prints=False)

    def serve(self, event: dict[str, Any], day: date, at: datetime) -> None:
        self.hand_over(CasePaper.objects.filter(decision__case=self.case), at)

    def publish(self, event: dict[str, Any], day: date, at: datetime) -> None:
        summary = self.paper("D51", "publication", self.people.reviewer, at)
        told = {"where": event["where"], "on": day, "by": self.people.lead, "at": at}
        services.publish_decision(self.case.pk, summary.pk, **told)

    def pay(self, event: dict[str, Any], day: date, at: datetime) -> None:
        told = {"part": event["part"], "amount_fen": event["amount_fen"], "paid_on": day}
        told |= {"channel": "bank", "reference": f"{event['part']}-1"}
        services.record_payment(self.case.pk, **told, by=self.people.lead, at=at)

    def close(self, event: dict[str, Any], day: date, at: datetime) -> None:
        people, told = self.people, {"ground": "performed", "execution": event["execution"]}
        asked = services.ask_closing(self.case.pk, **told, by=people.lead, at=at)
        more = scenes.rest_of("D47") | told
        services.draft_case_paper(self.case.pk, "D47", more, role="closing", by=people.lead, at=at)
        services.endorse_closing(asked.pk, opinion="同意", by=people.section, at=at)
        services.approve_closing(asked.pk, opinion="同意结案", by=people.head, at=at)

    def archive(self, event: dict[str, Any], day: date, at: datetime) -> None:
        cover = {"party": "某机构", "retention": "30年"}
        self.paper("D48", "file", self.people.lead, at, **cover)
        self.paper("D48-3", "file", self.people.lead, at)
        for link in self.case.corrections.all():
            print_order(link.notice_id, at=at)
        self.print_waiting(at)
        clerk = UserFactory(registry_clerk=True)
        self.archive_made = services.archive_case(self.case.pk, by=clerk, at=at)

    def remove(self, event: dict[str, Any], day: date, at: datetime) -> None:
        assert services.list_removals(at=at) == 1
        listed = Removal.objects.get(publication__decision__case=self.case)
        told = {"on": day, "proof": "已核对网站", "by": self.people.lead, "at": at}
        services.note_removed(listed.pk, **told)
