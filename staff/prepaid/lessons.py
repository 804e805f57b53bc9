"""Lessons: what waits for parents, a new session, and what a parent said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from funds.filters_of_contracts import LessonFilters
from funds.models import Lesson
from funds.queries import lessons_for
from funds.services import answer_lesson, record_lesson
from funds.states import ContractBasis
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of
from staff.prepaid.contracts import get_contract
from staff.prepaid.forms import AnswerForm, LessonForm, answers_of
from staff.prepaid.page import Ask, asked, sent, shown


@staff_page(P.FUND_VIEW)
@require_GET
def lessons(request: HttpRequest) -> HttpResponse:
    """Sessions, those whose last day for an answer comes first on top."""
    filters = LessonFilters(request.GET, asker=asker_of(request))
    page = page_of(request, filters.listed(lessons_for(request.user)))
    shown_rows = [(row, bool(answers_of(row, request.user))) for row in page.object_list]
    return shown(
        request,
        "staff/prepaid/lessons.html",
        "prepaid-lessons",
        {
            "form": bar_of(filters),
            "page": page,
            "rows": shown_rows,
            "today": localdate(timezone.now()),
        },
    )


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Put a session on record; the parent is asked from today on."""
    found = get_contract(request, contract_id)
    if found.basis != ContractBasis.LESSONS:
        raise NotFound(what="按课时计费的合同")
    back = reverse("staff:prepaid-contract", args=[found.pk])
    form = LessonForm(sent(request), initial={"held_on": localdate(timezone.now())})
    ask = Ask("登记课时", "登记", back, str(found), about=f"{found.course}，共{found.lessons}课时")
    return asked(
        request,
        form,
        ask,
        lambda **at: record_lesson(found.pk, form.held(), **at),
        lambda made: (f"已登记{made.count}课时，等待家长确认。", back),
    )


@staff_page(P.FUND_BOOK, P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """What the parent said, entered for them; or the judgement that ends a dispute."""
    rows = lessons_for(request.user)
    lesson = get_object_or_404(rows, pk=lesson_id)
    back = reverse("staff:prepaid-contract", args=[lesson.contract_id])
    form = AnswerForm(sent(request), lesson=lesson, user=request.user)
    about = f"{lesson.contract.course}，{lesson.held_on}，{lesson.count}课时"
    ask = Ask("登记课时结果", "登记", back, str(lesson.contract), about, hint=_hint(lesson, form))
    return asked(
        request,
        form,
        ask,
        lambda **at: answer_lesson(
            lesson.pk, form.cleaned_data["action"], reason=form.cleaned_data["reason"], **at
        ),
        lambda made: (f"已登记为“{made.get_state_display()}”。", back),
    )


def _hint(lesson: Lesson, form: AnswerForm) -> str:
    if not form.moves:
        state = lesson.get_state_display()
        return f"这次课时现为“{state}”，您现在没有可以登记的结果。"
    return "家长来电、来访或者书面答复的，由工作人员代为登记；登记人和时间记入操作历史。"
