"""What people do with a paper, one at a time."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission as P
from cases.queries import is_of_a_case
from cases.services import replace_case_paper
from common.clock import localdate
from papers.models import OfficialPaper
from papers.queries import form_with_wording, get_paper
from papers.services import approve_paper, change_draft, discard_draft, draft_paper
from serving.services import void_unserved_paper
from staff.access import staff_page
from staff.papers.forms import FactsForm, WhyForm
from staff.papers.page import facts_of

_DRAFT = (P.CASE_HANDLE, P.CASE_ENDORSE, P.CASE_REVIEW, P.CASE_DECIDE)


@staff_page(*_DRAFT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The facts of a draft; tables, officers and bases come from where the draft was begun."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    form = FactsForm(
        request.POST or None, of=form_with_wording(paper.code, localdate(now)), facts=paper.facts
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and form.run(change_draft, paper.pk, form.facts(), by=request.user, at=now)
    ):
        messages.success(request, f"已保存{paper}。")
        return redirect("staff:paper", paper.pk)
    page = {"paper": paper, "form": form, "title": "修改草稿", "label": "保存"}
    return render(request, "staff/papers/form.html", {**page, **facts_of(paper, localdate(now))})


@staff_page(*_DRAFT)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Read one paper and approve it."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    if request.method == "POST":
        approved = approve_paper(paper.pk, by=request.user, at=now)
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
        new = form.run(_begin_anew, paper, form.cleaned_data["reason"], by=request.user, at=now)
        if new:
            messages.success(request, f"已起草替代{paper}的文书，请改正后报批。")
            return redirect("staff:paper-edit", new.pk)
    page = {"paper": paper, "form": form, "title": "制作替代文书", "label": "起草替代文书"}
    return render(request, "staff/papers/form.html", {**page, **facts_of(paper, localdate(now))})


def _begin_anew(paper: OfficialPaper, reason: str, *, by: User, at: datetime) -> OfficialPaper:
    """A paper of a case is replaced inside its case."""
    if is_of_a_case(paper):
        return replace_case_paper(paper.pk, because=reason, by=by, at=at)
    facts = {**paper.facts, "replaces_because": reason}
    return draft_paper(paper.code, facts, about=paper.about, by=by, at=at, supersedes=paper)
