"""Reads of transfers for pages, the inbox and the rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import Department, User
from common.errors import NotFound
from deadlines.states import DeadlineState
from inspections.models import Finding
from institutions.models import Institution
from policies.queries import due_after, rule_on
from transfers.models import Transfer, TransferDeadline, TransferLink, TransferQuerySet
from transfers.rules import is_ours, kind_of
from transfers.services.links import token_digest
from transfers.states import (
    HOLDS_PENALTY,
    WITH_RECEIVER,
    ClockRole,
    TransferKind,
    TransferState,
)

S = TransferState


def transfers_for(user: User) -> TransferQuerySet:
    return Transfer.objects.visible_to(user).with_all()


def transfers_of(institution: Institution, user: User) -> list[Transfer]:
    """What the institution's page shows: each transfer with its result."""
    return list(transfers_for(user).filter(institution=institution))


def link_of(token: str) -> TransferLink:
    """The link behind a token, open or not. Raises NotFound."""
    rows = TransferLink.objects.select_related("transfer__institution", "transfer__paper")
    found: TransferLink | None = rows.filter(token_digest=token_digest(token)).first()
    if found is None:
        raise NotFound(what="这个链接")
    return found


def police_holding(transfers: Iterable[int]) -> Transfer | None:
    """Of these, one to the police that no penalty may take the place of yet."""
    rows = Transfer.objects.filter(pk__in=list(transfers), kind=TransferKind.POLICE)
    found: Transfer | None = rows.filter(state__in=HOLDS_PENALTY).first()
    return found


def police_answer_by(received_on: date) -> date:
    """The last day on which the police decide whether they file (T20)."""
    period = rule_on("deadline.t20", received_on).value
    return due_after(received_on, count=period["count"], unit=period["unit"]).due_on


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the route of a finding proposes."""

    finding: Finding
    kind: TransferKind
    receivers: tuple[Department, ...]
    law_text: str


def proposed_for(findings: Iterable[Finding]) -> list[Proposal]:
    """For findings that are another body's matter: to whom, by which letter. Ours are left out."""
    departments = list(Department.objects.all())
    found = []
    for finding in findings:
        matter = finding.routed
        if matter is None or is_ours(matter.code, matter.department_kind):
            continue
        kinds = (matter.department_kind, *matter.further_department_kinds)
        receivers = tuple(one for one in departments if one.kind in kinds)
        found.append(Proposal(finding, kind_of(matter.code), receivers, matter.law_text))
    return found


@dataclass(frozen=True, slots=True)
class TransferFigures:
    """How many went out and what came back; the parts of ``sent`` add up to it."""

    waiting: int
    sent: int
    unreceived: int
    received: int
    accepted: int
    returned: int
    reported: int
    handed_back: int
    closed: int
    overdue: int


def figures(rows: TransferQuerySet, as_of: date) -> TransferFigures:
    """Counted in one query over whatever rows a list shows."""

    def among(*states: str, **more: Any) -> Count:
        return Count("pk", filter=Q(state__in=states, **more))

    return TransferFigures(
        **rows.order_by().aggregate(
            waiting=among(S.PROPOSED, S.DECIDED),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            unreceived=among(S.SENT),
            received=among(S.RECEIVED),
            accepted=among(S.ACCEPTED),
            returned=among(S.RETURNED, S.RECONSIDERING),
            reported=among(S.REPORTED),
            handed_back=among(S.HANDED_BACK),
            closed=Count("pk", filter=Q(state=S.CLOSED)),
            overdue=among(*WITH_RECEIVER, reply_by__lt=as_of),
        )
    )


def awaiting_decision() -> TransferQuerySet:
    return Transfer.objects.filter(state=S.PROPOSED).with_all().order_by("proposed_at")


def awaiting_officer(user: User) -> TransferQuerySet:
    """Approved and not sent, or answered and not closed: what the proposer does next."""
    states = (S.DECIDED, S.RETURNED, S.HANDED_BACK, S.REPORTED)
    return Transfer.objects.filter(state__in=states, proposed_by=user).with_all()


def owed_by(department: Department) -> TransferQuerySet:
    """What a receiving department still owes a word on."""
    return (
        Transfer.objects.with_receiver().filter(receiver=department).with_all().order_by("reply_by")
    )


def open_link_of(transfer: Transfer) -> TransferLink | None:
    found: TransferLink | None = transfer.links.filter(ended_at__isnull=True).first()
    return found


def clocks_of(transfer: Transfer) -> list[TransferDeadline]:
    """Every deadline of a transfer, in the order in which they began."""
    return list(transfer.deadlines.select_related("deadline").order_by("pk"))


def runs_for_property(transfer: Transfer) -> bool:
    """Whether property is still to be handed over."""
    running = Q(role=ClockRole.PROPERTY, deadline__state=DeadlineState.RUNNING)
    return bool(transfer.is_police and transfer.deadlines.filter(running).exists())
