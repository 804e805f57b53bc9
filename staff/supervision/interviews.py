"""Talks: calling an institution, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.files import file_response
from staff.notices.intake import keep_scan
from staff.papers.page import facts_of
from staff.serving.story import card_of
from staff.supervision.forms import CallForm, HoldForm, WhyForm
from staff.supervision.page import Ask, form_page, sent, story_of, to
from supervision.models import Interview
from supervision.queries import interviews_for
from supervision.services import (
    Talk,
    call_interview,
    cancel_interview,
    hold_interview,
    note_missed,
)
from supervision.states import INTERVIEW, InterviewState

_CALL = Ask(
    "interview",
    "通知约谈",
    "发出约谈通知",
    "约谈通知书已编号，正在印制。",
    "提交后立即编号并印制约谈通知书；约谈不代替行政处罚。",
)
_HOLD = Ask("interview", "登记约谈", "登记", "已登记约谈。")
_MISS = Ask("interview", "登记未到场", "登记未到场", "已登记未到场。", look="bad")
_CANCEL = Ask(
    "interview",
    "取消约谈",
    "取消约谈",
    "已取消约谈。",
    "通知书已经发出的，请另行告知机构；需要作废的，在文书页面办理。",
    look="bad",
)


@staff_page(P.INTERVIEW_HOLD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call an institution to a talk."""
    form = CallForm(**sent(request), user=request.user, initial=request.GET.dict())

    def run(typed: dict[str, Any]) -> Interview:
        institution = typed.pop("institution")
        return call_interview(institution.pk, Talk(**typed), by=request.user, at=timezone.now())

    return form_page(request, form, _CALL, run)


@staff_page(P.CASE_VIEW)
@require_GET
def interview(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The talk on the left, its notice on the right."""
    found, now = _found(request, interview_id), timezone.now()
    page = {
        **facts_of(found.paper, localdate(now)),
        "interview": found,
        "paper": found.paper,
        "buttons": _buttons(found, request.user),
        "card": card_of(found.paper, request.user, localdate(now)),
        "is_open_late": found.state == InterviewState.CALLED and found.talk_at < now,
        "story": story_of(found),
    }
    return render(request, "staff/supervision/interview.html", page)


@staff_page(P.INTERVIEW_HOLD)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Enter that it took place, with the signed record."""
    found = _found(request, interview_id)

    def run(typed: dict[str, Any]) -> Interview:
        at = timezone.now()
        kept = keep_scan(typed.pop("file"), at=at)
        return hold_interview(found.pk, **typed, record_file=kept, by=request.user, at=at)

    return form_page(request, HoldForm(**sent(request)), _HOLD, run, found)


@staff_page(P.INTERVIEW_HOLD)
@require_http_methods(["GET", "POST"])
def miss(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Enter that nobody came."""
    return _end(request, interview_id, _MISS, note_missed)


@staff_page(P.INTERVIEW_HOLD)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Take the call back."""
    return _end(request, interview_id, _CANCEL, cancel_interview)


@staff_page(P.CASE_VIEW)
@require_GET
def record(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The signed record as it was stored."""
    found = _found(request, interview_id)
    if found.record_file is None:
        raise NotFound(what="签字的约谈记录")
    return file_response(found.record_file)


def _end(
    request: HttpRequest, interview_id: int, ask: Ask, verb: Callable[..., Interview]
) -> HttpResponse:
    found = _found(request, interview_id)

    def run(typed: dict[str, Any]) -> Interview:
        return verb(found.pk, **typed, by=request.user, at=timezone.now())

    return form_page(request, WhyForm(**sent(request)), ask, run, found)


def _found(request: HttpRequest, interview_id: int) -> Interview:
    rows = interviews_for(request.user).select_related("called_by", "ended_by", "record_file")
    found: Interview = get_object_or_404(rows, pk=interview_id)
    return found


def _buttons(row: Interview, user: User) -> list[Button]:
    wanted = (
        ("hold", to("interview-hold", row, "登记约谈", "pencil", "primary")),
        ("miss", to("interview-miss", row, "登记未到场", "circle-x")),
        ("cancel", to("interview-cancel", row, "取消约谈", "ban", "bad")),
    )
    return [button for action, button in wanted if may_move(INTERVIEW, row, action, user)]
