"""Cases after their decision: served, urged, published, closed; brought there by the verbs."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pikepdf

from cases import services
from cases.models import (
    Case,
    CaseArchive,
    Closing,
    CourtApplication,
    CreditRepair,
    Decision,
    PriorNotice,
    Publication,
    Remedy,
    Removal,
)
from cases.rules import Proposed
from cases.services import EvidenceFacts, PartyFacts
from common.clock import at_noon, localdate
from documents.services import store
from papers.catalogue import get_form
from papers.models import OfficialPaper
from papers.services import approve_paper
from signing.digests import sm3
from tests.factories import cases as scenes
from tests.factories.documents import StoredFileFactory, blank_pdf
from tests.factories.institutions import InstitutionFactory
from tests.factories.papers import a_paper, value_of
from tests.factories.serving import handed
from tests.times import DAY, NOON


def registered() -> PartyFacts:
    """A party that stands in the register."""
    return PartyFacts(kind="institution", institution_id=InstitutionFactory(site=True).pk)


def for_the_police(
    people: scenes.People, party: PartyFacts = scenes.SHOP, *evidence: EvidenceFacts
) -> Case:
    """The head has decided at NOON that a suspected crime goes to the police."""
    case = scenes.filed(people, party=party)
    for one in evidence:
        services.add_evidence(case.pk, one, by=people.lead, at=NOON)
    case = scenes.end(case, people)
    facts = scenes.mercy(kind="transfer", spared=None)
    decision = scenes.endorsed(case, people, facts, NOON)
    services.approve_decision(decision.pk, opinion="同意移送", by=people.head, at=NOON)
    return Case.objects.get(pk=case.pk)


def printed(decision: Decision | PriorNotice, at: datetime) -> list[int]:
    """The approved papers of a decision, printed; their keys."""
    papers = [link.paper for link in decision.papers.select_related("paper")]
    for paper in papers:
        put_in_print(paper, at)
    return [paper.pk for paper in papers]


def put_in_print(paper: OfficialPaper, at: datetime) -> OfficialPaper:
    """Printed on one empty page: drawing the real one is tried where papers are tested.

    Where the county's work is committed, the printer was there already.
    """
    if paper.state == "printed":
        return paper
    page, out = pikepdf.Pdf.new(), BytesIO()
    page.add_blank_page(page_size=(595, 842))
    page.docinfo["/Title"] = f"{paper.title}{paper.pk}"
    page.save(out)
    stored = store(out.getvalue(), name="文书.pdf", media_type="application/pdf", at=at)
    OfficialPaper.objects.filter(pk=paper.pk).update(
        state="printed",
        document=stored,
        printed_at=at,
        sha256=stored.sha256,
        sm3=sm3(stored.content),
        signature_level="none",
    )
    return OfficialPaper.objects.get(pk=paper.pk)


def approved_paper(
    case: Case, people: scenes.People, code: str, *, role: str, at: datetime, **facts: Any
) -> OfficialPaper:
    """Any paper of a case, drafted, approved by its approver and printed."""
    more = scenes.rest_of(code) | facts
    paper = services.draft_case_paper(case.pk, code, more, role=role, by=people.lead, at=at)
    approvers = {
        "officer": people.lead,
        "section": people.section,
        "legal": people.reviewer,
        "head": people.head,
    }
    approve_paper(paper.pk, by=approvers[paper.approver], at=at, prints=False)
    return put_in_print(OfficialPaper.objects.get(pk=paper.pk), at)


def urged(case: Case, people: scenes.People, on: date) -> None:
    """Urged in writing (D44), served on that day."""
    at = at_noon(on)
    paper = urging(case, people, at)
    served = handed(delivered_on=on)
    services.serve_case_papers(case.pk, [paper.pk], served, by=people.lead, at=at)


def urging(case: Case, people: scenes.People, at: datetime) -> OfficialPaper:
    """D44, printed and not served."""
    known = {"decision": value_of(_field("D44", "decision")), "fine_fen": 300_000}
    return approved_paper(case, people, "D44", role="performance", at=at, **known)


def _field(code: str, key: str) -> Any:
    return next(field for field in get_form(code, DAY).fields if field.key == key)


def deviating(people: scenes.People) -> Decision:
    """Decided with a fine above its benchmark, which a second head agreed to."""
    case, at = scenes.answered(people), scenes.days(30)
    above = services.Benchmark(10_000, 20_000, "较轻档", deviation_reason="危害严重")
    decision = scenes.endorsed(case, people, scenes.penalty(benchmark=above), at)
    services.approve_deviation(decision.pk, opinion="同意", by=people.deputy, at=at)
    return services.approve_decision(decision.pk, opinion="同意", by=people.head, at=at)


def handed_over(people: scenes.People, *penalties: Proposed) -> Case:
    """A decision that was handed to the party on the day it was made."""
    decision = scenes.decided(people, *penalties)
    at = scenes.days(30)
    papers = printed(decision, at)
    served = handed(delivered_on=localdate(at))
    services.serve_case_papers(decision.case_id, papers, served, by=people.lead, at=at)
    # The notice was served without a service on record (scenes.served): its receipt by hand.
    approved_paper(decision.case, people, "D41", role="service", at=at)
    return Case.objects.get(pk=decision.case_id)


def published(case: Case) -> Publication:
    """A publication's row, its time long over."""
    return Publication.objects.create(
        decision=case.decisions.get(),
        publicity_class="ordinary",
        where="县政府门户网站",
        summary=a_paper("D51"),
        public_file=StoredFileFactory(pdf=True),
        published_on=DAY,
        published_at=NOON,
        published_by=case.registered_by,
        repair_from=DAY,
        remove_on=DAY,
    )


def print_all(case: Case, at: datetime) -> None:
    """Every approved paper of a case has its file."""
    for link in case.papers.filter(paper__state="approved").select_related("paper"):
        put_in_print(link.paper, at)


def paid(people: scenes.People) -> Case:
    """Served, and the whole fine paid in time."""
    case, at = handed_over(people), scenes.days(40)
    services.record_payment(
        case.pk,
        part="fine",
        amount_fen=300_000,
        paid_on=localdate(at),
        channel="bank",
        reference=f"B{case.pk}",
        by=people.lead,
        at=at,
    )
    return Case.objects.get(pk=case.pk)


def closing(people: scenes.People, *, endorses: bool = False) -> Closing:
    """Paid and proposed to be closed, its form drafted; endorsed by the section's head or not."""
    case, at = paid(people), scenes.days(40)
    told = {"ground": "performed", "execution": "罚款已缴清"}
    asked = services.ask_closing(case.pk, **told, by=people.lead, at=at)
    services.draft_case_paper(
        case.pk, "D47", scenes.rest_of("D47"), role="closing", by=people.lead, at=at
    )
    if endorses:
        services.endorse_closing(asked.pk, opinion="同意", by=people.section, at=at)
    return Closing.objects.get(pk=asked.pk)


def closed_bare(people: scenes.People) -> Case:
    """Paid and closed with its form, nothing of the file made yet."""
    asked, at = closing(people, endorses=True), scenes.days(40)
    services.approve_closing(asked.pk, opinion="同意结案", by=people.head, at=at)
    return Case.objects.get(pk=asked.case_id)


def closed(people: scenes.People) -> Case:
    """Paid, closed with its form, every paper printed, the cover made."""
    case, at = closed_bare(people), scenes.days(40)
    approved_paper(case, people, "D48", role="file", at=at, party="晨光托管中心")
    print_all(case, at)
    return Case.objects.get(pk=case.pk)


def sued(people: scenes.People) -> Remedy:
    """Served; the party applied for reconsideration."""
    case, at = handed_over(people), scenes.days(31)
    told = {"kind": "reconsideration", "body": "县人民政府", "filed_on": localdate(at)}
    return services.record_remedy(case.pk, **told, by=people.lead, at=at)


def before_the_court(people: scenes.People) -> CourtApplication:
    """Served, urged in vain, the court asked on the first day."""
    case, day = handed_over(people), date(2022, 6, 11)
    paper = approved_paper(case, people, "D45", role="court", at=scenes.days(31))
    urged(case, people, date(2022, 5, 5))
    told = {"court": "县人民法院", "applied_on": day}
    return services.apply_to_court(case.pk, paper.pk, **told, by=people.lead, at=at_noon(day))


def archived_row(case: Case) -> CaseArchive:
    """The row of an archiving without its binding, which is tried where it is tested."""
    return CaseArchive.objects.create(
        case=case,
        no=case.archives.count() + 1,
        bound=StoredFileFactory(content=blank_pdf(), name="案卷.pdf", media_type="application/pdf"),
        package=StoredFileFactory(name="案卷.zip", media_type="application/zip"),
        checksum="0" * 64,
        paper_count=1,
        retention="30年",
        archived_on=DAY,
        archived_at=NOON,
        archived_by=case.registered_by,
    )


def to_be_removed(publication: Publication, reason: str = "time") -> Removal:
    return Removal.objects.create(
        publication=publication, reason=reason, due_on=DAY, listed_at=NOON
    )


def to_be_repaired(publication: Publication) -> CreditRepair:
    return CreditRepair.objects.create(
        publication=publication,
        requested_on=DAY,
        ground="已履行，已改正",
        asked_at=NOON,
        asked_by=publication.published_by,
    )
