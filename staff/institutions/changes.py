"""Changing the registry: one page per verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from common.clock import localdate
from institutions.models import Institution, Person
from institutions.queries import institutions_for
from institutions.services import (
    change_institution,
    move_institution,
    move_site,
    name_person,
    register_institution,
    release_person,
    reregister_as_nonprofit,
)
from staff.access import staff_page
from staff.forms import StaffForm
from staff.institutions.forms import (
    EditForm,
    LeaveForm,
    NonprofitForm,
    PersonForm,
    RegisterForm,
    SiteForm,
    StateForm,
)

FORM_PAGE = "staff/institutions/form.html"


def _fetch(request: HttpRequest, institution_id: int) -> Institution:
    return get_object_or_404(institutions_for(request.user), pk=institution_id)


def _today() -> Any:
    return localdate(timezone.now())


def _form_or_back(
    request: HttpRequest,
    institution: Institution,
    form: StaffForm,
    words: tuple[str, str, str],
    verb: Callable[[], object],
) -> HttpResponse:
    """Show ``form``, or call ``verb`` and go back to the institution with a sentence.

    ``words``: the heading, the button and what to say when it is done.
    """
    heading, button, done = words
    if form.is_valid() and form.run(verb) is not None:
        messages.success(request, done)
        return redirect("staff:institution", institution.pk)
    page = {"institution": institution, "form": form, "heading": heading, "button": button}
    return render(request, FORM_PAGE, page, status=422 if form.is_bound else 200)


@staff_page(Permission.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        made = form.run(
            register_institution,
            form.registration(),
            site=form.site_if_given(),
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(request, f"已录入“{made.name}”。")
            return redirect("staff:institution", made.pk)
    page = {"form": form, "heading": "录入机构", "button": "录入"}
    return render(request, FORM_PAGE, page, status=422 if form.is_bound else 200)


@staff_page(Permission.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, institution_id: int) -> HttpResponse:
    institution = _fetch(request, institution_id)
    form = EditForm.of(institution, request.POST or None)

    def save() -> object:
        seen = form.cleaned_data["version"]
        return change_institution(
            institution.pk, form.facts(), version=seen, by=request.user, at=timezone.now()
        )

    words = ("编辑登记信息", "保存", "登记信息已保存，修改前后的内容已留存在历史中。")
    return _form_or_back(request, institution, form, words, save)


@staff_page(Permission.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def new_site(request: HttpRequest, institution_id: int) -> HttpResponse:
    institution = _fetch(request, institution_id)
    form = SiteForm(request.POST or None, initial={"on": _today()})

    def save() -> object:
        day = form.cleaned_data["on"]
        return move_site(institution.pk, form.site(), on=day, by=request.user, at=timezone.now())

    words = ("变更办学地点", "保存地点", "办学地点已更新。")
    return _form_or_back(request, institution, form, words, save)


@staff_page(Permission.INSTITUTION_MOVE)
@require_http_methods(["GET", "POST"])
def new_state(request: HttpRequest, institution_id: int) -> HttpResponse:
    institution = _fetch(request, institution_id)
    form = StateForm(institution, request.POST or None)

    def save() -> object:
        return move_institution(
            institution.pk, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    words = ("变更状态", "确认变更", "状态已变更。")
    return _form_or_back(request, institution, form, words, save)


@staff_page(Permission.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def nonprofit(request: HttpRequest, institution_id: int) -> HttpResponse:
    institution = _fetch(request, institution_id)
    form = NonprofitForm(request.POST or None, initial={"on": _today()})

    def save() -> object:
        return reregister_as_nonprofit(
            institution.pk, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    words = ("登记为非营利性机构", "登记", "已登记为非营利性机构，并计入统计事件。")
    return _form_or_back(request, institution, form, words, save)


@staff_page(Permission.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest, institution_id: int) -> HttpResponse:
    institution = _fetch(request, institution_id)
    form = PersonForm(request.POST or None)

    def save() -> object:
        return name_person(institution.pk, **form.cleaned_data, by=request.user, at=timezone.now())

    words = ("登记相关人员", "登记", "相关人员已登记。")
    return _form_or_back(request, institution, form, words, save)


@staff_page(Permission.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def person_leaves(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=person_id)
    institution = _fetch(request, person.institution_id)
    form = LeaveForm(request.POST or None, initial={"on": _today()})

    def save() -> object:
        day = form.cleaned_data["on"]
        return release_person(person.pk, on=day, by=request.user, at=timezone.now())

    words = (f"登记{person}离开", "登记", "已登记离开。")
    return _form_or_back(request, institution, form, words, save)
