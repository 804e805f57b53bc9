"""The review of a record: a word on each finding, and what a finding leads to in one step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.errors import NotFound
from enforcement.services import propose_transfer, record_clue, review_visit
from inspections.errors import VerdictUnfit
from inspections.models import Finding, Visit
from inspections.queries import findings_for, get_visit, is_far
from inspections.services import VerdictIn
from staff.access import staff_page
from staff.forms import StaffForm
from staff.plain_text import refuse_odd_signs
from staff.visits.forms import ReasonForm
from staff.visits.page import facts_of

_CORRECTED, _DROPPED = "corrected", "dropped"
_CHOICES = [("", "认定"), (_CORRECTED, "认定，已当场改正"), (_DROPPED, "不予认定")]


class ReviewForm(StaffForm):
    """A choice and its words for each finding of the visit; all stand unless said otherwise."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = list(visit.findings.order_by("no"))
        for finding in self.findings:
            self.fields[f"verdict_{finding.pk}"] = forms.ChoiceField(
                label=f"问题{finding.no}的复核结论",
                choices=_CHOICES,
                required=False,
                widget=forms.Select({"class": "form-select"}),
            )
            self.fields[f"words_{finding.pk}"] = forms.CharField(
                label="改正情况，或者不予认定的理由",
                max_length=500,
                required=False,
                validators=[refuse_odd_signs],
                widget=forms.TextInput({"class": "form-control"}),
            )

    def rows(self) -> Iterator[tuple[Finding, BoundField, BoundField]]:
        for finding in self.findings:
            yield finding, self[f"verdict_{finding.pk}"], self[f"words_{finding.pk}"]

    def verdicts(self) -> list[VerdictIn]:
        return [self._verdict(finding.pk) for finding in self.findings]

    def _verdict(self, pk: int) -> VerdictIn:
        said = self.cleaned_data[f"verdict_{pk}"]
        words = self.cleaned_data[f"words_{pk}"]
        if said == _DROPPED:
            return VerdictIn(pk, is_dropped=True, reason=words)
        return VerdictIn(pk, correction=(words or "已当场改正") if said == _CORRECTED else "")


class TransferForm(StaffForm):
    """To whom a finding should be transferred, and why it is not ours."""

    receiver = forms.CharField(label="接收机关", max_length=100)
    grounds = forms.CharField(label="移送理由", max_length=1000, widget=forms.Textarea({"rows": 3}))
    wide = ("grounds",)


@staff_page(P.VISIT_CONFIRM)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Read the record once more and say of each finding whether it stands, then confirm."""
    found = get_visit(visit_id, request.user)
    form = ReviewForm(request.POST if request.method == "POST" else None, visit=found)
    if request.method == "POST" and form.is_valid() and _confirmed(form, found, request):
        messages.success(request, f"已确认{found}，可以据此起草文书。")
        return redirect("staff:visit", found.pk)
    page = {"visit": found, "is_far": is_far(found), "review": form, "form": ReasonForm()}
    return render(request, "staff/visits/confirm.html", {**page, **facts_of(found, request.user)})


def _confirmed(form: ReviewForm, visit: Visit, request: HttpRequest) -> bool:
    """False when a word does not fit: the page comes back with what was typed.

    That the person may not confirm at all, or somebody else did, is told as everywhere.
    """
    try:
        review_visit(visit.pk, verdicts=form.verdicts(), by=request.user, at=timezone.now())
    except VerdictUnfit as refusal:
        form.add_error(None, forms.ValidationError(str(refusal), code=refusal.code))
        return False
    return True


@staff_page(P.NOTICE_DRAFT)
@require_POST
def clue(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Register a clue in the words of the finding."""
    finding = _finding(request, finding_id)
    record_clue(finding.pk, by=request.user, at=timezone.now())
    messages.success(request, f"已登记线索：{finding}")
    return redirect("staff:visit", finding.visit_id)


@staff_page(P.NOTICE_DRAFT)
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Propose that a finding be transferred to the body whose case it is."""
    finding = _finding(request, finding_id)
    form = TransferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if form.run(propose_transfer, finding.pk, **facts, by=request.user, at=timezone.now()):
            messages.success(request, f"已登记拟移送{facts['receiver']}。")
            return redirect("staff:visit", finding.visit_id)
    return render(request, "staff/visits/transfer.html", {"finding": finding, "form": form})


def _finding(request: HttpRequest, finding_id: int) -> Finding:
    finding = findings_for(request.user).filter(pk=finding_id).first()
    if finding is None:
        raise NotFound(what="这个问题")
    return finding
