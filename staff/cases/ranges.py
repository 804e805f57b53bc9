"""The range of the benchmark beside the fine, while a decision is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from cases.models import Case
from common.clock import localdate
from common.money import yuan
from staff.access import staff_page
from staff.cases.page import get_case
from staff.cases.range_lines import lines_on
from staff.papers.amounts import YuanField


class _Typed(forms.Form):
    p3 = YuanField(required=False)
    p4 = YuanField(required=False)
    least = YuanField(required=False)
    most = YuanField(required=False)


@staff_page(P.CASE_VIEW)
@require_GET
def fine_between(request: HttpRequest, case_id: int) -> HttpResponse:
    """A fragment: what was announced, the range, and how the typed fine lies to both."""
    case = get_case(case_id, user=request.user)
    return render(request, "staff/cases/_range.html", range_of(case, request.GET))


def range_of(case: Case, typed: Any) -> dict[str, Any]:
    """``verdict`` and its ``tone``; both empty while there is nothing to compare."""
    form = _Typed(typed)
    form.is_valid()
    told = {name: form.cleaned_data.get(name) for name in ("p3", "p4", "least", "most")}
    notice = case.prior_notices.standing().first()
    announced = {row.kind: row.amount_fen for row in notice.penalties.all()} if notice else {}
    problems = [error for errors in form.errors.values() for error in errors]
    lines = lines_on(case, localdate(timezone.now()))
    verdict, tone = _verdict(told, announced.get("P3"))
    return {
        "problems": problems,
        "lines": lines,
        "announced": announced.get("P3"),
        "fine": told["p3"],
        "least": told["least"],
        "most": told["most"],
        "verdict": verdict,
        "tone": tone,
    }


def _verdict(told: dict[str, Any], announced: int | None) -> tuple[str, str]:
    fine, low, high = told["p3"], told["least"], told["most"]
    if fine is None:
        return "", ""
    if announced is None:
        return "告知中没有罚款，须重新告知", "bad"
    if fine > announced:
        return f"重于告知的{yuan(announced)}元，须重新告知", "bad"
    if low is None or high is None:
        return "没有填写裁量基准的上下限", "warn"
    if low <= fine <= high:
        return "在裁量基准之内", "good"
    return "超出裁量基准，须写明理由并由另一名机关负责人批准", "warn"
