"""Papers of a case reach their party, and exactly the clocks that depend on it begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.errors import PapersApart
from cases.models import Case, CasePaper, CaseService
from cases.roles import DeadlineRole
from cases.services import _clocks
from cases.services._locks import locked, locked_notice
from cases.services._steps import move, note, require_not_archived, require_officer
from cases.services.noticing import notice_reached
from cases.services.publishing import is_for_the_public
from cases.states import WITH_AMOUNT, CaseState
from common.clock import chinese_date, localdate
from common.errors import BadInput
from papers.catalogue import thaw
from serving.models import Delivery
from serving.services import Served, serve_papers

# Guard 7, and the notice of a hearing that belongs to its prior notice.
TOGETHER = (("D36", "D39"), ("D29", "D30"))
ROLES = {
    "deadline.t11": DeadlineRole.PAYMENT,
    "deadline.t13": DeadlineRole.RECONSIDERATION,
    "deadline.t14": DeadlineRole.LITIGATION,
    "deadline.t16": DeadlineRole.URGING,
}
_DECISIONS = ("D36", "D37")
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
    """Enter that papers of a case reached its party together; their clocks begin.

    A decision served moves the case on. A public notice takes effect later: a nightly task
    starts what it starts. ``repeats``: served again; no date changes.

    Raises NotFound, NotYourCase, BadInput, PapersApart and what ``serving.services.serve_papers``
    raises; then nothing has changed.
    """
    case = locked(case_id)
    require_officer(case, by, "登记送达")
    require_not_archived(case, "登记送达")
    links = _links(case, paper_ids)
    if not repeats:
        _require_together(case, links)
    deliveries = serve_papers(
        [link.paper_id for link in links], served, repeats=repeats, by=by, at=at
    )
    if repeats:
        return deliveries
    titles = "、".join(f"《{link.paper.title}》" for link in links)
    if deliveries[0].effective_on > localdate(at):
        told = f"公告送达{titles}，{chinese_date(deliveries[0].effective_on)}视为送达"
        note(case, "paper_served", text=told, on=served.delivered_on, by=by, at=at)
    for link, delivery in zip(links, deliveries, strict=True):
        service = CaseService.objects.create(case_paper=link, delivery=delivery)
        if delivery.effective_on <= localdate(at):
            _start(case, service, by=by, at=at)
    return deliveries


def start_served(*, at: datetime) -> int:
    """Start the clocks of services that took effect since; how many. Twice is safe.

    In the name of whoever entered the service.
    """
    waiting = CaseService.objects.waiting(localdate(at)).select_related("case_paper", "delivery")
    count = 0
    for row in waiting.order_by("pk"):
        with transaction.atomic():
            case_id = row.case_paper.case_id
            assert case_id is not None, "only papers of cases are served by this verb"
            case = locked(case_id)
            held = CaseService.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if held.started_at is None:
                _start(case, held, by=row.delivery.recorded_by, at=at)
                count += 1
    return count


def _links(case: Case, paper_ids: Sequence[int]) -> list[CasePaper]:
    held = CasePaper.objects.filter(case=case, paper_id__in=paper_ids)
    links = {link.paper_id: link for link in held.select_related("paper")}
    if not paper_ids or set(paper_ids) - set(links):
        raise BadInput(sentence=f"请选择{case}的文书；其他案件的文书不能在这里登记送达。")
    # Decisions last: the case moves when all else is said.
    found = [links[pk] for pk in dict.fromkeys(paper_ids)]
    return sorted(found, key=lambda link: link.paper.code in _DECISIONS)


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
        ).exclude(paper__state="voided")
        for other in others.select_related("paper"):
            if other.paper_id not in given:
                raise PapersApart(paper=link.paper, other=other.paper)


def _start(case: Case, service: CaseService, *, by: User, at: datetime) -> None:
    """What the service of one paper starts, counted from the day it took effect."""
    link, on = service.case_paper, service.delivery.effective_on
    code = link.paper.code
    service.started_at = at
    service.save(update_fields=["started_at"])
    if code == "D29" and link.notice_id:
        _, notice = locked_notice(link.notice_id)
        notice_reached(case, notice, served_on=on, by=by, at=at)
        return
    told = f"送达《{link.paper.title}》{link.paper.number or ''}"
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
