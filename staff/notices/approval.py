"""Decisions, one paper at a time. There is no button that decides about several."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import localdate
from enforcement.models import Notice
from enforcement.queries import findings_of, get_notice, notices_for
from enforcement.services import approve_notice, endorse_notice, return_notice
from staff.access import staff_page
from staff.notices.forms import WhyForm
from staff.notices.page import decision_of, paper_facts, queue_of

_DECIDE = (P.NOTICE_ENDORSE, P.NOTICE_APPROVE_STOP, P.NOTICE_WITHDRAW)


@staff_page(*_DECIDE)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The first paper that waits, or the list when none does."""
    waiting = queue_of(request.user, localdate(timezone.now()))
    if waiting:
        return redirect("staff:notice-approve", waiting[0])
    messages.success(request, "没有等您审批的文书。")
    return redirect("staff:notices")


@staff_page(*_DECIDE)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Read one paper and decide; then the next one comes."""
    notice = get_notice(notice_id, user=request.user)
    if request.method == "POST":
        following = _following(request, notice)
        approved = approve_notice(notice.pk, by=request.user, at=timezone.now())
        messages.success(request, f"已批准{approved}，正在印制。")
        return _go_on(following, approved)
    return _page(request, notice, WhyForm())


@staff_page(P.NOTICE_ENDORSE)
@require_POST
def endorse(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Agree to a stop notice and hand it on to the bureau head."""
    notice = get_notice(notice_id, user=request.user)
    following = _following(request, notice)
    endorsed = endorse_notice(notice.pk, by=request.user, at=timezone.now())
    messages.success(
        request,
        f"已审核同意{endorsed.institution.name}的{endorsed.get_form_display()}，报局领导批准。",
    )
    return _go_on(following, None)


@staff_page(*_DECIDE)
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Give one paper back to its drafter with the reason."""
    notice = get_notice(notice_id, user=request.user)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        following = _following(request, notice)
        reason = form.cleaned_data["reason"]
        now = timezone.now()
        returned = form.run(return_notice, notice.pk, reason=reason, by=request.user, at=now)
        if returned:
            messages.success(
                request, f"已退回{returned.institution.name}的文书，起草人会看到理由。"
            )
            return _go_on(following, None)
    return _page(request, notice, form)


def _page(request: HttpRequest, notice: Notice, form: WhyForm) -> HttpResponse:
    today = localdate(timezone.now())
    waiting = queue_of(request.user, today)
    place = waiting.index(notice.pk) if notice.pk in waiting else -1
    page = {
        "notice": notice,
        "form": form,
        "visit": notice.visit,
        "officers": notice.visit.officers.select_related("user", "department"),
        "photos": notice.visit.photos.all()[:6],
        "findings": findings_of(notice),
        "decision": decision_of(notice, request.user),
        "place": place + 1,
        "total": len(waiting),
        "before": waiting[place - 1] if place > 0 else None,
        "after": waiting[place + 1] if 0 <= place < len(waiting) - 1 else None,
        "done": notices_for(request.user).filter(pk=_number(request.GET.get("done"))).first(),
        **paper_facts(notice, today),
    }
    return render(request, "staff/notices/approve.html", page)


def _following(request: HttpRequest, notice: Notice) -> int | None:
    """The paper after this one, or the first of those left before it; None when it was the last."""
    waiting = queue_of(request.user, localdate(timezone.now()))
    if notice.pk not in waiting:
        return waiting[0] if waiting else None
    place = waiting.index(notice.pk)
    rest = waiting[place + 1 :] + waiting[:place]
    return rest[0] if rest else None


def _go_on(following: int | None, approved: Notice | None) -> HttpResponse:
    if following is None:
        return redirect("staff:notice", approved.pk) if approved else redirect("staff:notices")
    url = reverse("staff:notice-approve", args=[following])
    return redirect(f"{url}?done={approved.pk}" if approved else url)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0
