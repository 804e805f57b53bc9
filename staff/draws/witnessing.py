"""What a witness does: gives a commitment, reveals it, types in a value from outside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from draws.queries import get_draw
from draws.services import commit_secret, enter_value, reveal_secret
from staff.access import staff_page
from staff.draws.forms import CommitForm, RevealForm, ValueForm


@staff_page(P.DRAW_WITNESS)
@require_http_methods(["GET", "POST"])
def commit(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Give the digest of a secret that the browser made."""
    found = get_draw(draw_id, request.user)
    form = CommitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        digest = form.cleaned_data["digest"]
        given = form.run(commit_secret, found.pk, digest=digest, by=request.user, at=timezone.now())
        if given:
            messages.success(request, "已交承诺。请保管好密文，名单锁定后由您本人揭示。")
            return redirect("staff:draw", found.pk)
    return render(request, "staff/draws/commit.html", {"form": form, "draw": found})


@staff_page(P.DRAW_WITNESS)
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Say the secret; with the last one the draw is made."""
    found = get_draw(draw_id, request.user)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = form.cleaned_data["secret"]
        after = form.run(reveal_secret, found.pk, secret=secret, by=request.user, at=timezone.now())
        if after:
            done = "已揭示，抽取完成。" if after.has_result else "已揭示，等待其他部门揭示。"
            messages.success(request, done)
            return redirect("staff:draw", found.pk)
    page = {"form": form, "draw": found, "title": "揭示密文"}
    return render(request, "staff/draws/form.html", page)


@staff_page(P.DRAW_WITNESS)
@require_http_methods(["GET", "POST"])
def value(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Type in what the lottery or the beacon published; the draw is made."""
    found = get_draw(draw_id, request.user)
    form = ValueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if form.run(enter_value, found.pk, text=text, by=request.user, at=timezone.now()):
            messages.success(request, "已录入种子，抽取完成。")
            return redirect("staff:draw", found.pk)
    page = {"form": form, "draw": found, "title": "录入种子"}
    return render(request, "staff/draws/form.html", page)
