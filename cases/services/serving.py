"""Papers of a case reach their party, and exactly the clocks that depend on it begin."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import PapersApart
from cases.models import Case, CasePaper, CaseService
from cases.roles import DeadlineRole
from cases.services import _clocks, _late_papers
from cases.services._consents import require_own_consent
from cases.services._locks import locked, locked_notice
from cases.services._steps import move, note, require_not_archived, require_officer
from cases.services.noticing import notice_reached
from cases.services.publishing import is_for_the_public
from cases.services.spot_serving import SPOT_ROLES, start_spot_clocks
from cases.states import WITH_AMOUNT, CaseState, NoticeState
from common.clock import chinese_date, localdate
from common.errors import BadInput, Refusal
from papers.catalogue import thaw
from papers.states import PaperState
from serving.models import Delivery
from serving.services import Served, serve_papers

logger = logging.getLogger(__name__)

# Guard 7, and the notice of a hearing that belongs to its prior notice.
TOGETHER = (("D36", "D39"), ("D29", "D30"))
ROLES = {**SPOT_ROLES, "deadline.t16": DeadlineRole.URGING}
_DECISIONS = ("D36", "D37")
ENDED = (PaperState.VOIDED, PaperState.SUPERSEDED)  # papers that reach nobody any more
OVER = (CaseState.WITHDRAWN, CaseState.TRANSFERRED, CaseState.NOT_FILED, CaseState.CLOSED)


@transaction.atomic
def serve_case_papers(
    case_id: int,
    paper_ids: Sequence[int],
    served: Served,
    *,
    repeats: bool = False,
    by: User,
    at: datetime,
) -> list[Delivery]:
    """Enter that papers of a case reached its party together (D41); their clocks begin.

    A decision served moves the case on. A public notice takes effect later: a nightly task
    starts what it starts. ``repeats``: served again; no clock that runs begins anew. Only what
    the party received while its public notice still hung out begins then, on that day.

    Raises NotFound, NotYourCase, BadInput, PapersApart and what ``serving.services.serve_papers``
    raises; then nothing has changed.
    """
    case = locked(case_id)
    require_officer(case, by, "登记送达")
    require_not_archived(case, "登记送达")
    links = links_of(case, paper_ids)
    _require_standing(links)
    hanging = _hanging(links) if repeats else {}
    if not repeats or hanging:
        _require_together(case, links)
    require_own_consent(case.party, served)
    keys = [link.paper_id for link in links]
    deliveries = serve_papers(keys, served, repeats=repeats, by=by, at=at)
    for link, delivery in zip(links, deliveries, strict=True):
        _late_papers.receipt(case, link.paper, delivery, by=by, at=at)
    if not repeats:
        _begin(case, links, deliveries, by=by, at=at)
        return deliveries
    _note(case, f"再次送达{_titles(links)}", served.delivered_on, by=by, at=at)
    for link, delivery in zip(links, deliveries, strict=True):
        service = hanging.get(link.pk)
        if service is not None and delivery.effective_on < service.delivery.effective_on:
            _start(case, service, on=delivery.effective_on, by=by, at=at)
    return deliveries


def stands(link: CasePaper) -> bool:
    """Is there anything to bring to the party yet? A notice that another replaced is not served."""
    return link.notice is None or link.notice.state in (NoticeState.APPROVED, NoticeState.SERVED)


def start_served(*, at: datetime) -> int:
    """Start the clocks of services that took effect since; how many. Twice is safe.

    In the name of whoever entered the service, or who handles the case now where that person
    left. One that is refused does not keep the others waiting: it is logged and tried again.
    """
    waiting = CaseService.objects.waiting(localdate(at)).order_by("pk")
    count = 0
    for service_id in list(waiting.values_list("pk", flat=True)):
        try:
            count += _start_late(service_id, at=at)
        except Refusal as refusal:
            logger.warning("service %s starts nothing: %s", service_id, refusal)
    return count


@transaction.atomic
def _start_late(service_id: int, *, at: datetime) -> bool:
    found = CaseService.objects.select_related("case_paper").get(pk=service_id)
    case_id = found.case_paper.case_id
    case = locked(case_id) if case_id else None
    held = CaseService.objects.select_for_update(of=("self",)).get(pk=service_id)
    if held.started_at is not None:
        return False
    on = held.delivery.effective_on
    if case is None:
        start_spot_clocks(held, on=on, by=held.delivery.recorded_by, at=at)
    else:
        _start(case, held, on=on, by=_in_whose_name(case, held), at=at)
    return True


def _in_whose_name(case: Case, service: CaseService) -> User:
    entered = service.delivery.recorded_by
    if entered.has(Permission.CASE_HANDLE):
        return entered
    officers = case.officers.standing().select_related("user").order_by("-role")
    able = (one.user for one in officers if one.user.has(Permission.CASE_HANDLE))
    return next(able, entered)


def links_of(case: Case, paper_ids: Sequence[int]) -> list[CasePaper]:
    """The papers of a case with these keys, decisions last: the case moves when all else is said.

    Raises BadInput.
    """
    held = CasePaper.objects.filter(case=case, paper_id__in=paper_ids)
    links = {link.paper_id: link for link in held.select_related("paper", "notice")}
    if not paper_ids or set(paper_ids) - set(links):
        raise BadInput(sentence=f"请选择{case}的文书；其他案件的文书不能在这里登记送达。")
    found = [links[pk] for pk in dict.fromkeys(paper_ids)]
    return sorted(found, key=lambda link: link.paper.code in _DECISIONS)


def _begin(
    case: Case, links: list[CasePaper], deliveries: list[Delivery], *, by: User, at: datetime
) -> None:
    """Keep the first services; what is in effect starts its clocks."""
    first = deliveries[0]
    is_later = first.effective_on > localdate(at)
    if is_later:
        told = f"公告送达{_titles(links)}，{chinese_date(first.effective_on)}视为送达"
        _note(case, told, first.delivered_on, by=by, at=at)
    for link, delivery in zip(links, deliveries, strict=True):
        service = CaseService.objects.create(case_paper=link, delivery=delivery)
        if not is_later:
            _start(case, service, on=delivery.effective_on, by=by, at=at)
        elif link.paper.code in _DECISIONS:
            # Art. 61: the bureau's days are for its act; the notice's own days are the party's.
            _clocks.met(case, DeadlineRole.SERVICE, on=delivery.delivered_on, by=by, at=at)


def _require_standing(links: list[CasePaper]) -> None:
    """Raises BadInput for a paper of a notice that another one replaced."""
    for link in links:
        if not stands(link):
            raise BadInput(sentence=f"{link.paper}已被重新告知代替，不再送达；请送达新的告知书。")


def _hanging(links: list[CasePaper]) -> dict[int, CaseService]:
    """By the link: services by public notice that have not taken effect."""
    rows = CaseService.objects.select_for_update(of=("self",)).select_related("delivery")
    return {row.case_paper_id: row for row in rows.filter(case_paper__in=links, started_at=None)}


def _titles(links: list[CasePaper]) -> str:
    return "、".join(f"《{link.paper.title}》" for link in links)


def _note(case: Case, told: str, on: date, *, by: User, at: datetime) -> None:
    note(case, "paper_served", text=told, on=on, by=by, at=at)


def _require_together(case: Case, links: list[CasePaper]) -> None:
    """Guard 7: what belongs together reaches the party together. Raises PapersApart."""
    given = {link.paper_id for link in links}
    for link in links:
        pair = next((pair for pair in TOGETHER if link.paper.code in pair), None)
        if pair is None:
            continue
        others = CasePaper.objects.filter(
            case=case,
            notice=link.notice_id,
            decision=link.decision_id,
            paper__code__in=set(pair) - {link.paper.code},
            paper__approved_at__isnull=False,
        ).exclude(paper__state__in=ENDED)
        if _corrects_a_served_one(link):
            continue
        for other in others.select_related("paper"):
            if other.paper_id not in given:
                raise PapersApart(paper=link.paper, other=other.paper)


def _start(case: Case, service: CaseService, *, on: date, by: User, at: datetime) -> None:
    """What the service of one paper starts, counted from ``on``, the day it took effect."""
    link = service.case_paper
    code = link.paper.code
    service.started_at = at
    service.save(update_fields=["started_at"])
    if code == "D29" and link.notice_id:
        _, notice = locked_notice(link.notice_id)
        if notice.state == NoticeState.APPROVED:
            notice_reached(case, notice, served_on=on, by=by, at=at)
            return
        # Another notice took its place while it hung out: its periods are not the party's.
    told = f"送达《{link.paper.title}》{link.paper.number or ''}"
    if _corrects_a_served_one(link):  # its periods run since the paper that it puts right
        note(case, "paper_served", text=told, on=on, by=by, at=at)
        return
    payload = link.paper.payload
    assert payload is not None, "what was served was printed"
    for key in thaw(payload["form"]).starts:
        role = ROLES.get(key)
        if role is None or (role == DeadlineRole.PAYMENT and not _has_amount(link)):
            continue
        if case.state in OVER:
            continue  # nobody waits for anything any more
        deadline = _clocks.start(case, role, counts_from=on, by=by, at=at)
        told += f"，{deadline.label}至{chinese_date(deadline.due_on)}"
    if code in _DECISIONS and link.decision_id and case.state == CaseState.DECIDED:
        _clocks.met(case, DeadlineRole.SERVICE, on=on, by=by, at=at)
        _start_publication(case, link, by=by, at=at)
        move(case, "serve", on=on, by=by, at=at, text=told)
    else:
        note(case, "paper_served", text=told, on=on, by=by, at=at)


def _corrects_a_served_one(link: CasePaper) -> bool:
    """Does it put a slip on a decision's paper right that reached the party before?"""
    if link.decision_id is None or link.paper.supersedes_id is None:
        return False
    others = CaseService.objects.exclude(case_paper=link)
    return others.filter(
        case_paper__decision=link.decision_id, case_paper__paper__code=link.paper.code
    ).exists()


def _has_amount(link: CasePaper) -> bool:
    """Without money to pay there is no period to pay it in."""
    decision = link.decision
    return decision is None or decision.penalties.filter(kind__in=WITH_AMOUNT).exists()


def _start_publication(case: Case, link: CasePaper, *, by: User, at: datetime) -> None:
    """What is for the public is published within the days of T26, counted from the decision."""
    decision = link.decision
    if decision is None or decision.decided_on is None or not is_for_the_public(decision):
        return
    role = DeadlineRole.PUBLICATION
    _clocks.start(case, role, counts_from=decision.decided_on, by=by, at=at)
