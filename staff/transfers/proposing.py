"""Proposing a transfer: from a finding's route, from a case, or about an institution."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from cases.models import Case
from cases.queries import cases_of
from cases.services import propose_case_transfer
from common.errors import NotFound
from documents.models import StoredFile
from documents.services import pages_in
from inspections.models import Finding
from inspections.queries import findings_for, photos_for
from staff.access import staff_page
from staff.transfers.forms import ProposeForm
from staff.uploads import keep_all
from transfers.models import Transfer
from transfers.queries import proposed_for
from transfers.services import Material, propose_transfer


@dataclass
class _Start:
    """Where the proposal begins."""

    finding: Finding | None = None
    case: Case | None = None
    initial: dict[str, Any] = field(default_factory=dict)

    @property
    def route(self) -> str:
        matter = self.finding.routed if self.finding else None
        return matter.code if matter else ""


@staff_page(P.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """``?finding=``, ``?case=`` or ``?institution=`` fills in what is known."""
    start = _start(request)
    user, visit = request.user, start.finding.visit if start.finding else None
    photos = list(photos_for(visit, user)) if visit else []
    is_sent = request.method == "POST"
    sent = {"data": request.POST, "files": request.FILES} if is_sent else {}
    form = ProposeForm(**sent, user=user, photos=photos, initial=start.initial)
    if form.is_valid() and (made := form.run(_propose, form, start, request)):
        messages.success(request, "已提出移送，待负责人决定。")
        return redirect("staff:transfer", made.pk)
    page = {"form": form, "start": start}
    status = 422 if form.is_bound else 200
    return render(request, "staff/transfers/new.html", page, status=status)


def _propose(form: ProposeForm, start: _Start, request: HttpRequest) -> Transfer:
    at, typed = timezone.now(), form.cleaned_data
    chosen = [form.known_photos[key] for key in typed.get("photos", ())]
    lines = [Material(one.file, one.caption or "检查照片", pages_in(one.file)) for one in chosen]
    lines += [_line(file) for file in keep_all(typed["material"], at=at)]
    said: dict[str, Any] = {"second_officer": typed["second_officer"], "by": request.user, "at": at}
    facts = form.facts(start.route)
    if start.case is not None:
        return propose_case_transfer(start.case.pk, facts, lines, **said)
    keys = [start.finding.pk] if start.finding else []
    return propose_transfer(typed["institution"].pk, facts, lines, finding_ids=keys, **said)


def _line(file: StoredFile) -> Material:
    return Material(file, file.name or "材料", pages_in(file))


def _start(request: HttpRequest) -> _Start:
    """Raises NotFound for what the person may not see."""
    asked = request.GET
    if key := _key(asked.get("finding")):
        return _of_finding(request, key)
    if key := _key(asked.get("case")):
        case = cases_of(request.user).filter(pk=key).first()
        if case is None:
            raise NotFound(what="这件案件")
        party = case.party.institution_id if case.party else None
        known = {"institution": party, "cause": case.cause, "found_on": case.found_on}
        return _Start(case=case, initial={**known, "kind": "police", "source": "案件办理"})
    return _Start(initial={"institution": _key(asked.get("institution"))})


def _of_finding(request: HttpRequest, key: int) -> _Start:
    finding = findings_for(request.user).filter(pk=key).first()
    if finding is None:
        raise NotFound(what="这个问题")
    known: dict[str, Any] = {
        "institution": finding.visit.institution_id,
        "summary": finding.text,
        "found_on": finding.visit.visited_on,
    }
    for proposal in proposed_for([finding]):
        matter = finding.routed
        known |= {"kind": proposal.kind, "law_text": proposal.law_text}
        known["cause"] = matter.title if matter else ""
        known["grounds"] = "该事项不属于教育行政部门职权"
        if len(proposal.receivers) == 1:
            known["receiver"] = proposal.receivers[0].pk
    standing = finding.transfer_proposals.standing().first()
    if standing is not None:
        known |= {"grounds": standing.grounds, "receiver_name": standing.receiver}
    return _Start(finding=finding, initial=known)


def _key(said: str | None) -> int | None:
    return int(said) if said and said.isdecimal() and len(said) < 19 else None
