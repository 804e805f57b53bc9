"""Doubtful points on the map, each a question to a person."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from common.clock import localdate
from common.errors import NotFound
from inspections.queries import stood_elsewhere
from institutions.queries import PlaceQuestion, place_questions
from institutions.services import answer_place
from institutions.states import PlaceQuestionKind
from staff.access import staff_page
from staff.forms import StaffForm


class AnswerForm(StaffForm):
    """Which question, and what was found out."""

    site = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=PlaceQuestionKind.choices, widget=forms.HiddenInput)
    answer = forms.CharField(label="核实情况", max_length=200)


@staff_page(Permission.INSTITUTION_VIEW)
@require_http_methods(["GET", "POST"])
def places(request: HttpRequest) -> HttpResponse:
    """All open questions; POST answers one of them."""
    questions = _questions(localdate(timezone.now()))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _answer(request, form, questions):
        messages.success(request, "已记录核实情况。")
        return redirect("staff:places")
    page = {
        "questions": questions,
        "form": form,
        "may_edit": request.user.has(Permission.INSTITUTION_EDIT),
    }
    return render(
        request, "staff/institutions/places.html", page, status=422 if form.is_bound else 200
    )


def _questions(day: date) -> list[PlaceQuestion]:
    return [*place_questions(day), *stood_elsewhere(day)]


def _answer(request: HttpRequest, form: AnswerForm, questions: list[PlaceQuestion]) -> object:
    """What was asked is read here again: the browser only says which one."""
    sent = form.cleaned_data
    asked = [one for one in questions if (one.site.pk, one.kind) == (sent["site"], sent["kind"])]
    if not asked:
        raise NotFound(what="这个坐标疑问")
    done: object = None
    for one in asked:
        done = form.run(
            answer_place,
            one.site.pk,
            kind=one.kind,
            about=one.about,
            answer=sent["answer"],
            by=request.user,
            at=timezone.now(),
        )
    return done
