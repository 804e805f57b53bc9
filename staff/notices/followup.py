"""What happens after the paper: service, longer limit, report, re-inspection."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from common.clock import chinese_date, localdate
from documents.models import StoredFile
from documents.services import accept_photo
from enforcement.models import Notice
from enforcement.queries import get_notice
from enforcement.services import (
    Limit,
    extend_notice,
    record_answer,
    reinspect,
    serve_notice,
)
from enforcement.states import LimitUnit
from staff.access import staff_page
from staff.files import content_of
from staff.forms import StaffForm
from staff.notices.forms import AnswerForm, ExtendForm, ReinspectForm, ServeForm
from staff.notices.intake import keep_scan
from staff.notices.page import paper_facts


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def serve(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Enter how the paper reached the party; the limit starts here."""
    notice = get_notice(notice_id, user=request.user)
    first = {"way": "direct", "delivered_on": localdate(timezone.now()), **_party(notice)}
    form = ServeForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid() and (served := _serve(request, form, notice)):
        messages.success(request, f"已登记送达。{_due_words(served)}")
        return redirect("staff:notice", notice.pk)
    return _page(request, notice, form, "登记送达", "staff/notices/serve.html")


def _serve(request: HttpRequest, form: ServeForm, notice: Notice) -> Notice | None:
    kept = form.run(_photo, form.cleaned_data["proof"])
    if form.errors:
        return None
    return form.run(
        serve_notice,
        notice.pk,
        way=form.cleaned_data["way"],
        delivered_on=form.cleaned_data["delivered_on"],
        evidence=form.evidence(kept),
        by=request.user,
        at=timezone.now(),
    )


def _photo(sent) -> StoredFile | None:
    return accept_photo(content_of(sent), name=sent.name, at=timezone.now()) if sent else None


def _party(notice: Notice) -> dict[str, str]:
    party = (notice.payload or {}).get("party", {})
    return {"recipient": party.get("person", ""), "place": party.get("address", "")}


def _due_words(notice: Notice) -> str:
    return f"期限至{chinese_date(notice.due_on)}。" if notice.due_on else ""


@staff_page(P.NOTICE_EXTEND)
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Lengthen a rectification limit, once."""
    notice = get_notice(notice_id, user=request.user)
    form = ExtendForm(request.POST or None, initial={"unit": LimitUnit.WORKING_DAY})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        longer = form.run(
            extend_notice,
            notice.pk,
            limit=Limit(facts["count"], facts["unit"]),
            reason=facts["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if longer:
            messages.success(request, f"已延长。{_due_words(longer)}")
            return redirect("staff:notice", notice.pk)
    return _page(request, notice, form, "延长期限")


@staff_page(P.NOTICE_ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Enter what the institution reported."""
    notice = get_notice(notice_id, user=request.user)
    first = {"received_on": localdate(timezone.now())}
    form = AnswerForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        kept = form.run(keep_scan, form.cleaned_data["file"], at=timezone.now())
        facts = {name: form.cleaned_data[name] for name in ("text", "received_on")}
        now = timezone.now()
        if not form.errors and form.run(
            record_answer, notice.pk, **facts, file=kept, by=request.user, at=now
        ):
            messages.success(request, "已登记整改报告。")
            return redirect("staff:notice", notice.pk)
    return _page(request, notice, form, "登记整改报告")


@staff_page(P.NOTICE_REINSPECT)
@require_http_methods(["GET", "POST"])
def reinspection(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Enter what a confirmed re-inspection found; obeyed ends the notice."""
    notice = get_notice(notice_id, user=request.user)
    form = ReinspectForm(request.POST or None, notice=notice, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        done = form.run(
            reinspect,
            notice.pk,
            visit_id=facts["visit"].pk,
            result=facts["result"],
            remark=facts["remark"],
            by=request.user,
            at=timezone.now(),
        )
        if done:
            messages.success(request, f"已登记复查结果，文书现在是“{done.get_state_display()}”。")
            return redirect("staff:notice", notice.pk)
    return _page(request, notice, form, "登记复查结果", "staff/notices/reinspect.html")


def _page(
    request: HttpRequest,
    notice: Notice,
    form: StaffForm,
    title: str,
    template: str = "staff/notices/form.html",
) -> HttpResponse:
    page = {"notice": notice, "form": form, "title": title, "label": "保存"}
    return render(request, template, {**page, **paper_facts(notice, localdate(timezone.now()))})
