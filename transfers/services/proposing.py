"""A transfer is proposed: to whom, why it is not ours, on which findings, with which material."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from documents.models import StoredFile
from inspections.models import Finding
from inspections.states import FindingVerdict, VisitState
from institutions.models import Institution
from papers.models import OfficialPaper
from transfers.errors import (
    TransferDayWrong,
    TransferExists,
    TransferFindingUnfit,
    TransferIncomplete,
    TransferToSelf,
)
from transfers.models import Transfer, TransferFile, TransferFinding
from transfers.rules import is_ours
from transfers.services import _common
from transfers.services.answering import receive_transfer
from transfers.states import OPEN_STATES, ClockRole, SendWay, TransferKind, TransferState

MATERIALS_AT_MOST = 30
_NAME_LONGEST = 120


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """What the proposal says. ``receiver`` None: a body without a department here, by its name."""

    kind: str
    receiver: Department | None
    cause: str
    source: str
    summary: str
    grounds: str
    found_on: date
    reply_by: date
    receiver_name: str = ""
    law_text: str = ""
    people: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One line of the material list."""

    file: StoredFile
    name: str
    pages: int
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Decided:
    """The head's word of elsewhere, and the letter (D25) that says it."""

    proposed_by: User
    second_officer: User
    proposed_at: datetime
    by: User
    at: datetime
    paper: OfficialPaper


@transaction.atomic
def propose_transfer(
    institution_id: int,
    facts: TransferFacts,
    materials: Sequence[Material],
    *,
    finding_ids: Sequence[int] = (),
    second_officer: User | None = None,
    by: User,
    at: datetime,
) -> Transfer:
    """Propose a transfer to the head; the clock runs: three days for a suspected crime (T18),
    else the county's own days since the matter was found.

    Raises NotAllowed, NotFound, BadInput, TransferIncomplete, TransferToSelf, TransferDayWrong,
    TransferFindingUnfit, TransferExists and what ``start_deadline`` raises.
    """
    require(by, Permission.CASE_HANDLE)
    _require_whole(facts, materials, second_officer, by=by, at=at)
    institution = _institution(institution_id)
    name = facts.receiver.name if facts.receiver else facts.receiver_name.strip()
    findings = [_fit(key, institution, name) for key in dict.fromkeys(finding_ids)]
    transfer = _row(institution, facts, name, second_officer, by=by, at=at)
    TransferFinding.objects.bulk_create(
        TransferFinding(transfer=transfer, finding=finding) for finding in findings
    )
    _keep(transfer, materials, by=by, at=at)
    is_crime = transfer.kind == TransferKind.POLICE
    role = ClockRole.DECIDE if is_crime else ClockRole.WITHIN
    counts_from = localdate(at) if is_crime else facts.found_on
    _common.start(transfer, role, counts_from=counts_from, by=by, at=at)
    keys, after = [one.pk for one in findings], transfer.state
    record("transfer.propose", transfer, by=by, at=at, after=after, receiver=name, findings=keys)
    return transfer


@transaction.atomic
def enter_handed_over(
    institution_id: int,
    facts: TransferFacts,
    materials: Sequence[Material],
    decided: Decided,
    *,
    signer: str,
    by: User,
    at: datetime,
) -> Transfer:
    """A suspected crime that was decided elsewhere went to the police, who have signed for it.

    The three days and the 24 hours ran where it was decided; here the days of the police begin
    (T20). A letter is of one transfer: the same letter again gives the one that is there. Raises
    NotAllowed, NotFound, TransferIncomplete and what ``receive_transfer`` raises.
    """
    require(by, Permission.CASE_HANDLE)
    institution = _institution(institution_id)
    there: Transfer | None = Transfer.objects.filter(paper=decided.paper).first()
    if there is not None:
        return there
    transfer = _row(
        institution,
        facts,
        facts.receiver.name if facts.receiver else facts.receiver_name.strip(),
        decided.second_officer,
        by=decided.proposed_by,
        at=decided.proposed_at,
        state=TransferState.SENT,
        decided_at=decided.at,
        decided_by=decided.by,
        paper=decided.paper,
        sent_at=at,
        sent_by=by,
        sent_way=SendWay.HAND,
    )
    _keep(transfer, materials, by=by, at=at)
    record("transfer.hand_over", transfer, by=by, at=at, after=transfer.state)
    _common.share(transfer, by=by, at=at)
    return receive_transfer(transfer.pk, signer=signer, on=localdate(at), by=by, at=at)


def _require_whole(
    facts: TransferFacts,
    materials: Sequence[Material],
    second_officer: User | None,
    *,
    by: User,
    at: datetime,
) -> None:
    if facts.kind not in TransferKind.values:
        raise BadInput(sentence="请选择移送的种类。")
    name = facts.receiver.name if facts.receiver else facts.receiver_name
    said = {"接收机关": name, "案由": facts.cause, "线索来源": facts.source}
    said |= {"案情摘要": facts.summary, "移送理由": facts.grounds}
    if facts.kind == TransferKind.DISCIPLINE:
        said["涉及人员"] = facts.people
    _common.require_said("移送", **said)
    if not materials or len(materials) > MATERIALS_AT_MOST:
        raise TransferIncomplete(thing="移送", missing=f"移送材料（1至{MATERIALS_AT_MOST}份）")
    own = facts.receiver is not None and facts.receiver.is_lead
    if own and facts.kind != TransferKind.DISCIPLINE:
        raise TransferToSelf(receiver=name)
    today = localdate(at)
    if facts.found_on > today:
        raise TransferDayWrong(day=chinese_date(facts.found_on), why="发现日期不能晚于今天")
    if facts.reply_by <= today:
        raise TransferDayWrong(day=chinese_date(facts.reply_by), why="反馈期限须晚于今天")
    if facts.kind == TransferKind.POLICE and (second_officer is None or second_officer.pk == by.pk):
        raise TransferIncomplete(thing="涉嫌犯罪的移送", missing="第二名承办人")


def _institution(institution_id: int) -> Institution:
    """Held, so that two proposals about the same finding come one after the other."""
    found: Institution | None = (
        Institution.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=institution_id)
        .first()
    )
    if found is None:
        raise NotFound(what="这家机构")
    return found


def _fit(finding_id: int, institution: Institution, receiver: str) -> Finding:
    """A finding of a confirmed visit there that stands, is not ours and not on its way already."""
    finding = (
        Finding.objects.select_related("visit", "routed", "review").filter(pk=finding_id).first()
    )
    if finding is None:
        raise NotFound(what="这个问题")
    why = ""
    if finding.visit.institution_id != institution.pk:
        why = "它不是在这家机构发现的"
    elif finding.visit.state != VisitState.CONFIRMED:
        why = "检查记录还没有确认"
    elif finding.reviewed is not None and finding.reviewed.verdict == FindingVerdict.DROPPED:
        why = "复核时没有认定"
    elif finding.routed and is_ours(finding.routed.code, finding.routed.department_kind):
        why = "它属于教育行政部门的职权，应当立案处理"
    if why:
        raise TransferFindingUnfit(finding=finding, why=why)
    there = Transfer.objects.filter(
        findings__finding=finding, receiver_name=receiver, state__in=OPEN_STATES
    ).first()
    if there is not None:
        raise TransferExists(finding=finding, receiver=receiver, state=there.get_state_display())
    return finding


def _row(
    institution: Institution,
    facts: TransferFacts,
    name: str,
    second_officer: User | None,
    *,
    by: User,
    at: datetime,
    **later: Any,
) -> Transfer:
    """``later``: what is known beyond the proposal."""
    row: Transfer = Transfer.objects.create(
        kind=facts.kind,
        institution=institution,
        route=facts.route,
        receiver=facts.receiver,
        receiver_name=name[:100],
        cause=facts.cause.strip()[:120],
        source=facts.source.strip()[:200],
        summary=facts.summary.strip(),
        grounds=facts.grounds.strip(),
        law_text=facts.law_text.strip()[:300],
        people=facts.people.strip()[:200],
        found_on=facts.found_on,
        reply_by=facts.reply_by,
        proposed_at=at,
        proposed_by=by,
        second_officer=second_officer if facts.kind == TransferKind.POLICE else None,
        **later,
    )
    return row


def _keep(transfer: Transfer, materials: Sequence[Material], *, by: User, at: datetime) -> None:
    """The same file twice is one line."""
    lines: dict[int, Material] = {}
    for one in materials:
        lines.setdefault(one.file.pk, one)
    TransferFile.objects.bulk_create(
        TransferFile(
            transfer=transfer,
            no=no,
            file=one.file,
            name=(one.name.strip() or one.file.name or f"材料{no}")[:_NAME_LONGEST],
            copies=max(one.copies, 1),
            pages=max(one.pages, 1),
            added_at=at,
            added_by=by,
        )
        for no, one in enumerate(lines.values(), start=1)
    )
