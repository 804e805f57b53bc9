"""Yearly reviews of files: the list, the draw, one review, the score sheet of one file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import FileReview, ReviewedFile
from cases.queries import (
    WATCHES,
    file_reviews_for,
    follows_from_its_seed,
    item_losses,
    part_of,
    reviewed_files_for,
    years_to_review,
)
from cases.services import draw_file_review, score_file
from common.clock import localdate
from common.errors import NotFound
from common.workbooks import MEDIA_TYPE
from reports.case_workbook import review_workbook
from staff.access import staff_page
from staff.file_reviews.forms import DrawForm, ScoreForm, score_form
from staff.files import bytes_response
from staff.paging import page_of


@staff_page(*WATCHES)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Every review, the latest year first."""
    page = {
        "page": page_of(request, file_reviews_for(request.user)),
        "may_draw": request.user.has(P.CASE_SUPERVISE),
    }
    return render(request, "staff/file_reviews/reviews.html", page)


@staff_page(P.CASE_SUPERVISE)
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the sample of a year that is over; once."""
    now, sent = timezone.now(), request.POST if request.method == "POST" else None
    years = years_to_review(localdate(now))
    form = DrawForm(sent, years=years)
    if form.is_valid():
        made = form.run(draw_file_review, **form.cleaned_data, by=request.user, at=now)
        if made is not None:
            messages.success(request, f"已抽取{made.files.count()}件，名单和种子已存档。")
            return redirect("staff:file-review", made.pk)
    page = {"form": form, "years": years, "this_year": localdate(now).year}
    status = 422 if form.is_bound else 200
    return render(request, "staff/file_reviews/draw.html", page, status=status)


@staff_page(*WATCHES)
@require_GET
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """What was drawn and why nobody chose it, the scores, where points were lost."""
    found = _review(review_id, request.user)
    files = list(reviewed_files_for(request.user).filter(review=found))
    own = part_of(request.user).filter(pk__in=[file.case_id for file in files])
    page = {
        "review": found,
        "files": files,
        "own": set(own.values_list("pk", flat=True)),
        "losses": item_losses(found),
        "is_sound": follows_from_its_seed(found, [str(file.case.number) for file in files]),
        "may_score": request.user.has(P.CASE_SUPERVISE),
    }
    return render(request, "staff/file_reviews/review.html", page)


@staff_page(*WATCHES)
@require_GET
def workbook(request: HttpRequest, review_id: int) -> HttpResponse:
    """All score sheets of a review as an Excel workbook."""
    found = _review(review_id, request.user)
    files = reviewed_files_for(request.user).filter(review=found).prefetch_related("marks")
    return bytes_response(
        review_workbook(found, files),
        media_type=MEDIA_TYPE,
        name=f"{found}.xlsx",
        download=True,
        keep_s=0,
    )


@staff_page(*WATCHES)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """The score sheet of one file: to be filled in by somebody without a part, then to be read."""
    found = _file(file_id, request.user)
    kind = score_form([(item, most) for item, most in found.review.sheet])
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, P.CASE_SUPERVISE)
        scored = _scored(form, found, request.user)
        if scored is not None:
            words = f"{scored.total}分，{scored.get_result_display()}"
            messages.success(request, f"已评分：{scored.case.number}，{words}。")
            return redirect("staff:file-review", scored.review_id)
    page = {"file": found, "form": form, **_standing(found, request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "staff/file_reviews/file.html", page, status=status)


def _scored(form: ScoreForm, file: ReviewedFile, by: User) -> ReviewedFile | None:
    if not form.is_valid():
        return None
    findings = form.cleaned_data["findings"]
    return form.run(score_file, file.pk, form.marks(), findings=findings, by=by, at=timezone.now())


def _standing(file: ReviewedFile, user: User) -> dict[str, Any]:
    """Whether the sheet is filled in, may be by this person, or why not."""
    is_own = part_of(user).filter(pk=file.case_id).exists()
    return {
        "marks": list(file.marks.all()),
        "is_own": is_own,
        "may_score": user.has(P.CASE_SUPERVISE) and not is_own and file.scored_at is None,
        "has_right": user.has(P.CASE_SUPERVISE),
    }


def _review(review_id: int, user: User) -> FileReview:
    found = file_reviews_for(user).filter(pk=review_id).first()
    if found is None:
        raise NotFound(what="这次案卷评查")
    return found


def _file(file_id: int, user: User) -> ReviewedFile:
    found = reviewed_files_for(user).filter(pk=file_id).first()
    if found is None:
        raise NotFound(what="这份评查案卷")
    return found
