"""Reads of printed papers: progress, bundles, and what the public may check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q

from common.clock import chinese_date
from common.errors import NotFound
from documents.bundles import merge_pdfs, zip_pdfs
from enforcement import papers, rules
from enforcement.errors import NothingToBundle
from enforcement.models import Notice, ReleasedOrder
from enforcement.models.notices import NoticeQuerySet
from enforcement.queries.notices import with_rows
from enforcement.states import NoticeState, ReleaseState
from inspections.models import Campaign
from papers.models import OfficialPaper
from papers.queries import paper_by_token
from papers.states import PaperState

S = NoticeState


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """How far the papers of a campaign are; ``stopped`` are those that wait with a sentence."""

    approved: int
    printed: int
    waiting: int
    stopped: int

    @property
    def percent(self) -> int:
        return 100 * self.printed // self.approved if self.approved else 0


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What anybody who holds the paper may check. Nothing of the party beyond its name."""

    number: str
    title: str
    issued_on: str
    issuer: str
    party: str
    state: str
    sha256: str
    is_withdrawn: bool
    withdrawn_by: str
    is_voided: bool
    is_demonstration: bool
    is_superseded: bool = False


def paper_of(notice: Notice, *, as_of: date) -> dict[str, Any]:
    """The frozen text, or of a draft what it would say today (may refuse: see papers)."""
    return papers.paper_of(notice, as_of=as_of)


def receipt_payload(notice: Notice) -> dict[str, Any]:
    """The proof of service (送达回证) to take along; cells for the pen stay empty.

    Raises NotFound while the notice has no number.
    """
    if notice.payload is None:
        raise NotFound(what="这份通知书的送达回证")
    return {
        "organ": notice.paper["organ"],
        "number": notice.paper["number"],
        "title": notice.paper["title"],
        "party": notice.paper["party"]["name"],
        "place": notice.paper["party"]["address"],
        "demonstration": notice.paper["demonstration"],
    }


def print_progress(campaign: Campaign) -> PrintProgress:
    """How many papers of the campaign were approved, printed, still wait, or were stopped."""
    figures = (
        Notice.objects.of_campaign(campaign)
        .numbered()
        .aggregate(
            approved=Count("pk"),
            printed=Count("pk", filter=Q(document__isnull=False)),
            waiting=Count("pk", filter=Q(state=S.APPROVED, print_error="")),
            stopped=Count("pk", filter=Q(state=S.APPROVED) & ~Q(print_error="")),
        )
    )
    return PrintProgress(**figures)


def campaign_notices(campaign: Campaign) -> NoticeQuerySet:
    """The numbered papers of a campaign in the order of their numbers."""
    numbered = with_rows(Notice.objects.of_campaign(campaign).numbered())
    return numbered.order_by("year", "form", "serial")


def campaign_bundle(campaign: Campaign, *, form: str = "", as_zip: bool = False) -> bytes:
    """All printed papers of a campaign as one file: a PDF, or a zip of one PDF each.

    A voided one is left out, so that nobody prints and serves it. Raises NothingToBundle.
    """
    notices = campaign_notices(campaign).filter(document__isnull=False).exclude(state=S.VOIDED)
    if form:
        notices = notices.filter(form=form)
    printed = list(notices)
    if not printed:
        raise NothingToBundle(campaign=campaign)
    files = [(f"{n} {n.institution.name}.pdf", n.document) for n in printed]
    contents = [(name, file.content) for name, file in files if file is not None]
    return zip_pdfs(contents) if as_zip else merge_pdfs([content for _, content in contents])


def verification(token: str, *, as_of: date) -> PublicFacts:
    """What the public page of a paper shows. Raises NotFound for an unknown token."""
    notice = (
        Notice.objects.filter(token=token).select_related("document").first() if token else None
    )
    if notice is None:
        paper = paper_by_token(token) if token else None
        return _of_paper(paper) if paper else _released(token)
    taken_back_by = notice.withdrawals.numbered().first()
    return PublicFacts(
        number=str(notice),
        title=notice.paper["title"],
        issued_on=chinese_date(notice.approved_on),
        issuer=notice.paper["organ"],
        party=notice.paper["party"]["name"],
        state=rules.state_words(notice.get_state_display(), notice.served_on, as_of),
        sha256=notice.document.sha256 if notice.document else "",
        is_withdrawn=notice.state == S.WITHDRAWN,
        withdrawn_by=str(taken_back_by or ""),
        is_voided=notice.state == S.VOIDED,
        is_demonstration=notice.paper["demonstration"],
    )


def _of_paper(paper: OfficialPaper) -> PublicFacts:
    """Of a paper made out on a form: who holds it may compare it, its party is not named."""
    ended = (PaperState.DISCARDED, PaperState.VOIDED)
    following = paper.superseding.exclude(state__in=(PaperState.DRAFT, *ended)).first()
    return PublicFacts(
        number=paper.number or "（不编号）",
        title=paper.title,
        issued_on=chinese_date(paper.issued_on),
        issuer=paper.view["organ"],
        party="",
        state=paper.get_state_display(),
        sha256=paper.sha256,
        is_withdrawn=paper.state == PaperState.SUPERSEDED,
        withdrawn_by=str(following or ""),
        is_voided=paper.state == PaperState.VOIDED,
        is_demonstration=paper.view["demonstration"],
        is_superseded=paper.state == PaperState.SUPERSEDED,
    )


def _released(token: str) -> PublicFacts:
    """Of a paper made out on site whose phone has not come back yet, or of a voided number.

    The party reads the code on the spot, so it must not be told that there is no such paper.
    Raises NotFound for an unknown token.
    """
    orders = ReleasedOrder.objects.select_related("release")
    order = orders.filter(token=token).first() if token else None
    if order is None:
        raise NotFound(what="这份文书")
    is_voided = order.state == ReleaseState.VOIDED
    return PublicFacts(
        number=order.number,
        title=order.get_form_display(),
        issued_on=chinese_date(order.release.valid_on),
        issuer=order.release.blank["organ"],
        party="",
        state="已作废" if is_voided else "已签发，当场交付的记录尚未回传",
        sha256="",
        is_withdrawn=False,
        withdrawn_by="",
        is_voided=is_voided,
        is_demonstration=order.release.blank["demonstration"],
    )


@dataclass(frozen=True, slots=True)
class WaitingPapers:
    """Approved notices without a paper: how many, how many were refused, since when."""

    count: int
    stopped: int
    oldest_at: datetime | None


def waiting_papers() -> WaitingPapers:
    """What the printing is behind with in this county."""
    waiting = Notice.objects.awaiting_print()
    found = waiting.aggregate(
        count=Count("pk"),
        stopped=Count("pk", filter=~Q(print_error="")),
        oldest_at=Min("approved_at"),
    )
    return WaitingPapers(**found)
