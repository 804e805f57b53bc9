"""Assignments: what other departments ask of us, and what we asked of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from assignments.filters import AssignmentFilters
from assignments.models import Assignment
from assignments.queries import visible_to
from assignments.services import accept, answer, decline, withdraw
from common.clock import localdate
from staff.access import staff_page
from staff.assignments.forms import GivenBackForm, ReplyForm
from staff.assignments.page import about, buttons_of, thread
from staff.filter_bar import asker_of, bar_of
from staff.forms import StaffForm
from staff.paging import page_of
from staff.uploads import keep_all

_BOTH = (P.ASSIGNMENT_ASK, P.ASSIGNMENT_ANSWER)
_OPEN_FIRST = (
    F("answered_at").desc(nulls_first=True),
    F("closed_at").desc(nulls_first=True),
    F("due_on").asc(nulls_last=True),
    "pk",
)


@staff_page(*_BOTH)
@require_GET
def assignments(request: HttpRequest) -> HttpResponse:
    """Open ones first; those due soonest on top."""
    today = localdate(timezone.now())
    filters = AssignmentFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(visible_to(request.user).order_by(*_OPEN_FIRST))
    page = {
        "form": bar_of(filters),
        "page": page_of(request, rows),
        "today": today,
        "may_ask": request.user.has(P.ASSIGNMENT_ASK),
    }
    return render(request, "staff/assignments/assignments.html", page)


@staff_page(*_BOTH)
@require_GET
def assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """One assignment with what it is about."""
    return _page(request, _get(request, assignment_id), ReplyForm(), GivenBackForm())


@staff_page(P.ASSIGNMENT_ANSWER)
@require_POST
def take_up(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take it up in the name of the department."""
    taken = accept(_get(request, assignment_id).pk, by=request.user, at=timezone.now())
    messages.success(request, "已接收，请在期限前答复。")
    return redirect("staff:assignment", taken.pk)


@staff_page(P.ASSIGNMENT_ANSWER)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Say what came of it."""
    found = _get(request, assignment_id)
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.run(_answer, found, form, request):
        messages.success(request, "已答复。")
        return redirect("staff:assignment", found.pk)
    return _page(request, found, form, GivenBackForm())


def _answer(found: Assignment, form: ReplyForm, request: HttpRequest) -> Assignment:
    facts, at = form.cleaned_data, timezone.now()
    papers = keep_all(facts["papers"], at=at)
    words = {"text": facts["text"], "outcome": facts["outcome"]}
    return answer(found.pk, **words, papers=papers, by=request.user, at=at)


@staff_page(P.ASSIGNMENT_ANSWER)
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Give it back to who asked."""
    return _close(request, assignment_id, decline, "已退回发起部门。")


@staff_page(P.ASSIGNMENT_ASK)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take back what was asked."""
    return _close(request, assignment_id, withdraw, "已撤回。")


def _close(
    request: HttpRequest, assignment_id: int, verb: Callable[..., Assignment], done: str
) -> HttpResponse:
    found = _get(request, assignment_id)
    form = GivenBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        closed = form.run(verb, found.pk, reason=reason, by=request.user, at=timezone.now())
        if closed:
            messages.success(request, done)
            return redirect("staff:assignment", found.pk)
    return _page(request, found, ReplyForm(), form)


def _get(request: HttpRequest, assignment_id: int) -> Assignment:
    return get_object_or_404(visible_to(request.user), pk=assignment_id)


def _page(
    request: HttpRequest, found: Assignment, reply_form: StaffForm, back_form: StaffForm
) -> HttpResponse:
    matter = about(found, request.user)
    page = {
        "assignment": found,
        "reply_form": reply_form,
        "back_form": back_form,
        "today": localdate(timezone.now()),
        **matter,
        **thread(found, matter["visit"], request.user),
        **buttons_of(found, request.user),
    }
    return render(request, "staff/assignments/assignment.html", page)
