"""Articles beside those of today's violations that wait for somebody to confirm their number."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from common.errors import NotFound
from policies.models import Basis, CitedRow, Confidence, PenaltyKind, Violation
from policies.services import confirm_cited_row
from staff.access import staff_page
from staff.rules.forms import ConfirmForm

_MODELS: dict[str, type[CitedRow]] = {
    "violation": Violation,
    "basis": Basis,
    "penaltykind": PenaltyKind,
}


@staff_page(Permission.POLICY_CONFIRM, Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def other_article(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """One row that papers may cite; POST vouches for its article's number."""
    if kind not in _MODELS:
        raise NotFound(what=f"名为{kind}的条文")
    row = get_object_or_404(_MODELS[kind].objects.select_related("law"), pk=row_id)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        now = timezone.now()
        if form.run(confirm_cited_row, kind, row.pk, by=request.user, at=now, note=note):
            messages.success(request, f"{row.code}的条文号已确认，文书可以引用。")
            return redirect("staff:articles")
    is_settled = row.confidence == Confidence.SOURCE or row.confirmed_at is not None
    may_confirm = not is_settled and not row.is_article_open
    page = {
        "row": row,
        "form": form,
        "facts": [
            ("条文", row.citation),
            ("法规版本", row.law.version_label),
            ("确认人", row.confirmed_by_name),
        ],
        "button": "确认条文号"
        if may_confirm and request.user.has(Permission.POLICY_CONFIRM)
        else "",
        "hint": "请打开正式文本看清条文号后再确认；确认后文书即可引用，由您负责，不能撤回。",
    }
    return render(request, "staff/rules/row.html", page, status=422 if form.is_bound else 200)
