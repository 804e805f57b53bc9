"""Rewards and penalties that other bodies decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.errors import NotFound
from staff.access import staff_page
from staff.buttons import may_move
from staff.files import file_response
from staff.notices.intake import keep_scan
from staff.supervision.forms import MeritForm, WhyForm
from staff.supervision.page import Ask, form_page, sent, story_of, to
from supervision.models import Merit
from supervision.queries import merits_for
from supervision.services import Decided, record_merit, revoke_merit
from supervision.states import MERIT

_ENTER = Ask(
    "merit",
    "登记奖惩",
    "登记",
    "已登记奖惩记录。",
    "登记其他机关的决定和表彰；本机关的行政处罚在案件中办理。",
)
_REVOKE = Ask("merit", "撤销奖惩记录", "撤销", "已撤销奖惩记录，原记录留存。", look="bad")


@staff_page(P.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a reward or a penalty, with its document."""
    form = MeritForm(**sent(request), user=request.user, initial=request.GET.dict())

    def run(typed: dict[str, Any]) -> Merit:
        at, institution = timezone.now(), typed.pop("institution")
        kept = keep_scan(typed.pop("file"), at=at)
        return record_merit(institution.pk, Decided(**typed, file=kept), by=request.user, at=at)

    return form_page(request, form, _ENTER, run)


@staff_page(P.INSTITUTION_VIEW)
@require_GET
def merit(request: HttpRequest, merit_id: int) -> HttpResponse:
    """What was decided, by whom, and whether it still stands."""
    found = _found(request, merit_id)
    may_revoke = may_move(MERIT, found, "revoke", request.user)
    page = {
        "merit": found,
        "buttons": [to("merit-revoke", found, "撤销", "ban", "bad")] if may_revoke else [],
        "story": story_of(found),
    }
    return render(request, "staff/supervision/merit.html", page)


@staff_page(P.SUPERVISION_LIST)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, merit_id: int) -> HttpResponse:
    """Say that an entry does not hold."""
    found = _found(request, merit_id)

    def run(typed: dict[str, Any]) -> Merit:
        return revoke_merit(found.pk, **typed, by=request.user, at=timezone.now())

    return form_page(request, WhyForm(**sent(request)), _REVOKE, run, found)


@staff_page(P.INSTITUTION_VIEW)
@require_GET
def file(request: HttpRequest, merit_id: int) -> HttpResponse:
    """The document as it was stored."""
    found = _found(request, merit_id)
    if found.file is None:
        raise NotFound(what="决定文件")
    return file_response(found.file)


def _found(request: HttpRequest, merit_id: int) -> Merit:
    rows = merits_for(request.user).select_related("entered_by", "revoked_by", "file")
    found: Merit = get_object_or_404(rows, pk=merit_id)
    return found
