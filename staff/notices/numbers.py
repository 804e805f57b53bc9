"""The register of numbers (文号登记簿): each number once, voided ones with their reason, no gap."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from common.workbooks import MEDIA_TYPE
from enforcement.queries import (
    NumberedYear,
    get_notice,
    numbers_given,
    numbers_missing,
    numbers_of,
    unused_numbers,
)
from enforcement.services import void_notice
from papers.queries import (
    NumberedClass,
    paper_numbers_given,
    paper_numbers_missing,
    paper_numbers_of,
)
from papers.states import PaperState
from reports.workbook import numbers_workbook
from staff.access import staff_page
from staff.files import bytes_response
from staff.forms import FilterForm
from staff.notices.forms import WhyForm
from staff.notices.page import paper_facts
from staff.paging import page_of

_ROWS_PER_PAGE = 100
Book = NumberedYear | NumberedClass


def _books(request: HttpRequest) -> list[Book]:
    """Notices' books first; those of the case papers for whoever may see cases."""
    papers = paper_numbers_given() if request.user.has(P.CASE_VIEW) else []
    return [*numbers_given(), *papers]


class RegisterFilter(FilterForm):
    """Which form of which year; the newest first."""

    book = forms.ChoiceField(label="登记簿")
    state = forms.ChoiceField(label="状态", choices=[("", "全部文号"), ("voided", "只看作废")])

    def __init__(self, *args: object, given: list[Book], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.given = {f"{book.year}-{book.form}": book for book in given}
        choices = [(key, f"{b.year}年 {b.form_label}") for key, b in self.given.items()]
        self.fields["book"].choices = choices

    def book_chosen(self) -> Book | None:
        """The newest one when none is chosen; None while no number was given."""
        chosen = self.chosen().get("book")
        return self.given[chosen] if chosen else next(iter(self.given.values()), None)


@staff_page(P.NOTICE_VIEW)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """All numbers of one form and year, and whether one is missing."""
    form = RegisterFilter(request.GET, given=_books(request))
    book = form.book_chosen()
    page: dict[str, object] = {"form": form, "book": book}
    if book is not None:
        only_voided = form.chosen().get("state") == "voided"
        page |= _numbers_in(book, request, only_voided=only_voided)
        page["key"] = f"{book.year}-{book.form}"
    return render(request, "staff/notices/numbers.html", page)


def _numbers_in(book: Book, request: HttpRequest, *, only_voided: bool) -> dict[str, object]:
    """The rows of one book, and which of its numbers are missing or were never used."""
    if isinstance(book, NumberedClass):
        papers = paper_numbers_of(book.number_class, book.year, user=request.user)
        if only_voided:
            papers = papers.filter(state=PaperState.VOIDED)
        return {
            "page": page_of(request, papers, per_page=_ROWS_PER_PAGE),
            "missing": paper_numbers_missing(book.number_class, book.year),
            "unused": [],
            "of_papers": True,
        }
    rows = numbers_of(book.form, book.year, user=request.user, only_voided=only_voided)
    return {
        "page": page_of(request, rows, per_page=_ROWS_PER_PAGE),
        "missing": numbers_missing(book.form, book.year),
        "unused": unused_numbers(book.form, book.year),
        "of_papers": False,
    }


@staff_page(P.NOTICE_VIEW)
@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as an Excel workbook."""
    book = RegisterFilter(request.GET, given=_books(request)).book_chosen()
    if book is None:
        raise NotFound(what="文号登记簿")
    return bytes_response(
        numbers_workbook(book, by=request.user),
        media_type=MEDIA_TYPE,
        name=f"{book.year}年{book.form_label}文号登记簿.xlsx",
        download=True,
        keep_s=0,
    )


@staff_page(P.NOTICE_WITHDRAW, P.NOTICE_APPROVE_STOP)
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, notice_id: int) -> HttpResponse:
    """End a numbered paper that must not go out; its number stays on record."""
    notice = get_notice(notice_id, user=request.user)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        if form.run(void_notice, notice.pk, reason=reason, by=request.user, at=now):
            messages.success(request, f"{notice}已作废，文号留存在文号登记簿。")
            return redirect("staff:notice", notice.pk)
    page = {"notice": notice, "form": form, "title": "作废文书", "label": "作废"}
    return render(
        request,
        "staff/notices/form.html",
        {**page, **paper_facts(notice, localdate(timezone.now()))},
    )
