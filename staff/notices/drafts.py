"""Drafts: begun from a visit, changed, submitted, given up; and the paper that takes one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import localdate
from enforcement.models import Notice
from enforcement.queries import get_notice, may_be_stopped_for
from enforcement.services import (
    change_draft,
    discard_draft,
    draft_notice,
    draft_result,
    draft_withdrawal,
    submit_notice,
)
from enforcement.states import NoticeForm
from inspections.models import Visit
from inspections.queries import get_visit
from staff.access import staff_page
from staff.forms import StaffForm
from staff.notices.forms import AddedForm, DraftForm, WhyForm, WithdrawalForm
from staff.notices.page import paper_facts


@staff_page(P.NOTICE_DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Begin a paper from what a confirmed visit found."""
    visit = get_visit(visit_id, request.user)
    form = DraftForm(request.POST or None, visit=visit)
    form.initial = _first(form)
    if request.method == "POST" and form.is_valid():
        begun = form.run(
            draft_notice,
            visit.pk,
            form=form.cleaned_data["form"],
            finding_ids=form.finding_ids(),
            limit=form.limit(),
            added_order=form.cleaned_data["added_order"],
            by=request.user,
            at=timezone.now(),
        )
        if begun:
            messages.success(request, "已起草，请核对右侧的文书后提交审批。")
            return redirect("staff:notice", begun.pk)
    page = {"visit": visit, "form": form, "chosen": _chosen(form), "title": "起草文书"}
    return render(request, "staff/notices/draft.html", page)


@staff_page(P.NOTICE_DRAFT)
@require_POST
def tell_result(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Begin the paper that tells the party what a confirmed visit found."""
    visit = get_visit(visit_id, request.user)
    begun = draft_result(visit.pk, by=request.user, at=timezone.now())
    messages.success(request, "已起草行政检查结果告知书，请核对后提交审批。")
    return redirect("staff:notice", begun.pk)


@staff_page(P.NOTICE_DRAFT, P.NOTICE_WITHDRAW)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Change what a draft will say."""
    notice = get_notice(notice_id, user=request.user)
    if notice.is_withdrawal:
        return _edit_withdrawal(request, notice)
    return _edit(request, notice) if notice.orders_something else _edit_result(request, notice)


def _edit(request: HttpRequest, notice: Notice) -> HttpResponse:
    visit: Visit = notice.visit
    known = {
        "findings": list(notice.notice_findings.values_list("finding_id", flat=True)),
        "limit_count": notice.limit_count,
        "limit_unit": notice.limit_unit,
        "added_order": notice.added_order,
    }
    form = DraftForm(request.POST or None, visit=visit, is_new=False, initial=known)
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            change_draft,
            notice.pk,
            finding_ids=form.finding_ids(),
            limit=form.limit(),
            added_order=form.cleaned_data["added_order"],
            by=request.user,
            at=timezone.now(),
        )
        if changed:
            messages.success(request, "已保存修改。")
            return redirect("staff:notice", notice.pk)
    page = {"visit": visit, "form": form, "chosen": _chosen(form), "title": "修改文书"}
    return render(request, "staff/notices/draft.html", {**page, "notice": notice})


def _edit_withdrawal(request: HttpRequest, notice: Notice) -> HttpResponse:
    form = WithdrawalForm(request.POST or None, initial={"reason": notice.withdrawal_reason})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        now = timezone.now()
        if form.run(change_draft, notice.pk, withdrawal_reason=reason, by=request.user, at=now):
            messages.success(request, "已保存修改。")
            return redirect("staff:notice", notice.pk)
    return _form_page(request, notice, form, "修改撤回理由", "保存")


def _edit_result(request: HttpRequest, notice: Notice) -> HttpResponse:
    form = AddedForm(request.POST or None, initial={"added": notice.added_order})
    if request.method == "POST" and form.is_valid():
        added, now = form.cleaned_data["added"], timezone.now()
        if form.run(change_draft, notice.pk, added_order=added, by=request.user, at=now):
            messages.success(request, "已保存修改。")
            return redirect("staff:notice", notice.pk)
    return _form_page(request, notice, form, "修改结果告知书", "保存")


@staff_page(P.NOTICE_DRAFT, P.NOTICE_WITHDRAW)
@require_POST
def submit(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Hand a draft to those who decide."""
    notice = get_notice(notice_id, user=request.user)
    submit_notice(notice.pk, by=request.user, at=timezone.now())
    messages.success(request, "已提交审批。")
    return redirect("staff:notice", notice.pk)


@staff_page(P.NOTICE_DRAFT, P.NOTICE_WITHDRAW)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Give a draft up; it took no number."""
    notice = get_notice(notice_id, user=request.user)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        now = timezone.now()
        if form.run(discard_draft, notice.pk, reason=reason, by=request.user, at=now):
            messages.success(request, "已弃用这份草稿。")
            return redirect("staff:notices")
    return _form_page(request, notice, form, "弃用草稿", "弃用")


@staff_page(P.NOTICE_DRAFT, P.NOTICE_WITHDRAW)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Begin the paper that takes an approved notice back."""
    notice = get_notice(notice_id, user=request.user)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        now = timezone.now()
        begun = form.run(draft_withdrawal, notice.pk, reason=reason, by=request.user, at=now)
        if begun:
            messages.success(request, "已起草撤回通知书，提交并批准后原文书即撤回。")
            return redirect("staff:notice", begun.pk)
    return _form_page(request, notice, form, "撤回文书", "起草撤回通知书")


def _form_page(
    request: HttpRequest, notice: Notice, form: StaffForm, title: str, label: str
) -> HttpResponse:
    today = localdate(timezone.now())
    page = {"notice": notice, "form": form, "title": title, "label": label}
    return render(request, "staff/notices/form.html", {**page, **paper_facts(notice, today)})


def _first(form: DraftForm) -> dict[str, object]:
    """All findings that may be cited; a stop notice where one of them is running unlicensed."""
    citable = [finding for finding, may_cite in form.rows if may_cite]
    stops = may_be_stopped_for(finding.violation.code for finding in citable)
    return {
        "form": NoticeForm.STOP if stops else NoticeForm.RECTIFICATION,
        "findings": [finding.pk for finding in citable],
    }


def _chosen(form: DraftForm) -> list[str]:
    """Keys of the ticked findings, as the template compares them."""
    return [str(key) for key in form["findings"].value() or []]
