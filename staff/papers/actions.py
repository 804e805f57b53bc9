"""What people do with a paper, one at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission as P
from cases.services import (
    approve_any_paper,
    change_any_paper,
    facts_from_case,
    replace_any_paper,
)
from common.clock import localdate
from papers.queries import get_paper
from papers.services import discard_draft
from serving.services import void_unserved_paper
from staff.access import staff_page
from staff.papers.desk import (
    LOOK,
    facts_in,
    form_of,
    home_of,
    look_answer,
    rows_answer,
    taken_in_words,
)
from staff.papers.forms import WhyForm
from staff.papers.page import facts_of
from staff.papers.rows import BUTTON

_DRAFT = (P.CASE_HANDLE, P.CASE_ENDORSE, P.CASE_REVIEW, P.CASE_DECIDE)


@staff_page(*_DRAFT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Every fact of a draft; what its case says is read there. Rows come and go unsaved."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    today = localdate(now)
    held = facts_from_case(paper, today)
    form = form_of(paper, held, today, request.POST or None)
    if BUTTON in request.POST:
        form, fragment = rows_answer(request, paper, form, held, today)
        if fragment is not None:
            return fragment
    elif LOOK in request.POST:
        return look_answer(request, paper, form, held, today)
    elif request.method == "POST" and form.is_valid():
        facts = facts_in(form, held)
        if form.run(change_any_paper, paper.pk, facts, by=request.user, at=now):
            messages.success(request, f"已保存{paper}。")
            return redirect("staff:paper", paper.pk)
    page = {
        "paper": paper,
        "form": form,
        "taken": taken_in_words(paper, held, today),
        "home": home_of(held),
        **facts_of(paper, today),
    }
    return render(request, "staff/papers/edit.html", page)


@staff_page(*_DRAFT)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Read one paper and approve it."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    if request.method == "POST":
        approved = approve_any_paper(paper.pk, by=request.user, at=now)
        messages.success(request, f"已批准{approved}，正在印制。")
        return redirect("staff:paper", paper.pk)
    page = {"paper": paper, **facts_of(paper, localdate(now))}
    return render(request, "staff/papers/approve.html", page)


@staff_page(*_DRAFT)
@require_POST
def discard(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Give a draft up."""
    paper = discard_draft(paper_id, by=request.user, at=timezone.now())
    messages.success(request, f"已弃用{paper}。")
    return redirect("staff:paper", paper.pk)


@staff_page(*_DRAFT)
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, paper_id: int) -> HttpResponse:
    """End a paper that must not go out; its number stays on record."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(void_unserved_paper, paper.pk, reason=reason, by=request.user, at=now):
            messages.success(request, f"{paper}已作废，文号留存在文号登记簿。")
            return redirect("staff:paper", paper.pk)
    page = {"paper": paper, "form": form, "title": "作废文书", "label": "作废"}
    return render(request, "staff/papers/form.html", {**page, **facts_of(paper, localdate(now))})


@staff_page(*_DRAFT)
@require_http_methods(["GET", "POST"])
def supersede(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Begin a paper that names this one and takes its place once it is approved."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        new = form.run(replace_any_paper, paper.pk, reason=reason, by=request.user, at=now)
        if new:
            messages.success(request, f"已起草替代{paper}的文书，请改正后报批。")
            return redirect("staff:paper-edit", new.pk)
    page = {"paper": paper, "form": form, "title": "制作替代文书", "label": "起草替代文书"}
    return render(request, "staff/papers/form.html", {**page, **facts_of(paper, localdate(now))})
