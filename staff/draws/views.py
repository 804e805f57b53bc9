"""Draws: the list, preparing, the page of one draw, its two files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.errors import NotFound
from draws.models import Draw, DrawnVisit
from draws.queries import draws_for, frozen_text, get_draw, result_text
from draws.services import cancel_draw, freeze_list, prepare_draw, publish_draw
from field.services import redraw_before_start
from staff.access import staff_page
from staff.draws.forms import DrawForm, DrawReasonForm, RedrawForm
from staff.draws.page import buttons_of, facts_of
from staff.files import bytes_response
from staff.paging import page_of

SEES = (P.VISIT_VIEW, P.DRAW_WITNESS)


@staff_page(*SEES)
@require_GET
def draws(request: HttpRequest) -> HttpResponse:
    """Every draw, the newest first."""
    page = {
        "page": page_of(request, draws_for(request.user)),
        "may_manage": request.user.has(P.DRAW_MANAGE),
        "may_recuse": request.user.has(P.DRAW_MANAGE) or request.user.has(P.VISIT_RECORD),
    }
    return render(request, "staff/draws/draws.html", page)


@staff_page(P.DRAW_MANAGE)
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a draw."""
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.run(prepare_draw, form.wish(), by=request.user, at=timezone.now())
        if made:
            messages.success(request, f"已准备{made}，锁定名单前可以作废。")
            return redirect("staff:draw", made.pk)
    return render(request, "staff/draws/form.html", {"form": form, "title": "准备随机抽查"})


@staff_page(*SEES)
@require_GET
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw: source of the seed, checksum, commitments, result."""
    found = get_draw(draw_id, request.user)
    page = {"draw": found, "buttons": buttons_of(found, request.user, timezone.now())}
    return render(request, "staff/draws/draw.html", {**page, **facts_of(found, request.user)})


@staff_page(P.DRAW_MANAGE)
@require_POST
def freeze(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Freeze the list; its checksum is public from then on."""
    found = freeze_list(draw_id, by=request.user, at=timezone.now())
    messages.success(request, f"已锁定名单，校验值 {found.list_sha256[:16]}… 已公布。")
    return redirect("staff:draw", found.pk)


@staff_page(P.DRAW_MANAGE)
@require_POST
def publish(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Publish before the day."""
    found = publish_draw(draw_id, by=request.user, at=timezone.now())
    messages.success(request, f"已公示{found}。")
    return redirect("staff:draw", found.pk)


@staff_page(P.DRAW_MANAGE, P.DRAW_VOID)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Give a draw up, with the reason."""
    found = get_draw(draw_id, request.user)
    form = DrawReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        ended = form.run(cancel_draw, found.pk, reason=reason, by=request.user, at=timezone.now())
        if ended:
            messages.success(request, f"已作废{ended}，原因留在公示页上。")
            return redirect("staff:draw", ended.pk)
    page = {"form": form, "title": "作废随机抽查", "draw": found, "is_bad": True}
    return render(request, "staff/draws/form.html", page)


@staff_page(P.DRAW_MANAGE)
@require_http_methods(["GET", "POST"])
def redraw(request: HttpRequest, drawn_visit_id: int) -> HttpResponse:
    """Draw another officer for a seat."""
    visible = DrawnVisit.objects.filter(draw__in=draws_for(request.user))
    row = visible.select_related("institution", "draw").filter(pk=drawn_visit_id).first()
    if row is None:
        raise NotFound(what="抽中的这家机构")
    form = RedrawForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        again = form.run(redraw_before_start, row.pk, **facts, by=request.user, at=timezone.now())
        if again:
            names = f"{again.officer_out.full_name}换为{again.officer_in.full_name}"
            messages.success(request, f"{row.institution.name}：已由{names}。")
            return redirect("staff:draw", row.draw_id)
    page = {"form": form, "title": "重新抽取检查人员", "draw": row.draw, "row": row}
    return render(request, "staff/draws/form.html", page)


@staff_page(*SEES)
@require_GET
def list_file(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The frozen list as a file."""
    found = get_draw(draw_id, request.user)
    return json_file(frozen_text(found), found, "名单")


@staff_page(*SEES)
@require_GET
def result_file(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The result as a file."""
    found = get_draw(draw_id, request.user)
    return json_file(result_text(found) if found.has_result else None, found, "结果")


def json_file(text: str | None, draw: Draw, what: str) -> HttpResponse:
    """A file of a draw. Raises NotFound when there is none."""
    if text is None:
        raise NotFound(what=f"这次抽查的{what}文件")
    name = f"随机抽查{draw.pk}{what}.json"
    return bytes_response(
        text.encode(), media_type="application/json", name=name, download=True, keep_s=0
    )
