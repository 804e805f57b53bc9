"""People of the county: who they are, what they may do, which certificates they hold."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.filters import PeopleFilters
from accounts.models import User, UserQuerySet
from accounts.permissions import Permission
from accounts.roles import OF_PEOPLE, ROLES
from accounts.services import (
    change_user,
    create_user,
    grant_certificate,
    grant_roles,
    invite,
)
from audit.queries import history_of
from common.clock import localdate
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.institutions.story import Happening, detail_of
from staff.paging import page_of
from staff.people.forms import (
    CertificateForm,
    ChangePersonForm,
    NewPersonForm,
    RolesForm,
)
from staff.words import say

_HISTORY_ROWS = 30


def _everybody() -> UserQuerySet:
    return User.objects.select_related("department").prefetch_related("certificates")


@staff_page(Permission.USER_VIEW)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    filters = PeopleFilters(request.GET, asker=asker_of(request))
    page = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(_everybody())),
        "may_manage": request.user.has(Permission.USER_MANAGE),
        "today": localdate(timezone.now()),
    }
    return render(request, "staff/people/people.html", page)


@staff_page(Permission.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        made = form.run(create_user, **form.cleaned_data, by=request.user, at=timezone.now())
        if made:
            messages.success(
                request,
                f"已添加{made.full_name}，请发放一次性链接供其设置密码，并由安全管理员授予角色。",
            )
            return redirect("staff:person", made.pk)
    page = {"form": form, "heading": "添加人员", "button": "添加"}
    return render(request, "staff/people/form.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.USER_VIEW)
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    return _page_of(request, get_object_or_404(_everybody(), pk=user_id))


@staff_page(Permission.USER_MANAGE)
@require_POST
def change_person(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(_everybody(), pk=user_id)
    form = ChangePersonForm.of(person, request.POST)
    if form.is_valid():
        wanted = form.cleaned_data
        if form.run(change_user, person.pk, **wanted, by=request.user, at=timezone.now()):
            messages.success(request, f"{person.full_name}的信息已保存。")
            return redirect("staff:person", person.pk)
    return _page_of(request, person, form=form)


@staff_page(Permission.ROLE_GRANT)
@require_POST
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(_everybody(), pk=user_id)
    form = RolesForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["roles"]
        if form.run(grant_roles, person.pk, wanted, by=request.user, at=timezone.now()):
            messages.success(request, f"{person.full_name}的角色已保存。")
            return redirect("staff:person", person.pk)
    return _page_of(request, person, roles_form=form)


def _page_of(
    request: HttpRequest,
    person: User,
    *,
    form: ChangePersonForm | None = None,
    roles_form: RolesForm | None = None,
) -> HttpResponse:
    """The page of a person, with the form that was refused or those the visitor may use."""
    status = 422 if form or roles_form else 200
    if form is None and request.user.has(Permission.USER_MANAGE):
        form = ChangePersonForm.of(person, None)
    is_grantable = person != request.user and not person.is_service
    if roles_form is None and request.user.has(Permission.ROLE_GRANT) and is_grantable:
        roles_form = RolesForm(None, initial={"roles": person.roles})
    page = {
        "person": person,
        "form": form,
        "roles_form": roles_form,
        "may_manage": request.user.has(Permission.USER_MANAGE),
        "today": localdate(timezone.now()),
        "roles": [ROLES[code] for code in person.roles if code in ROLES],
        "all_roles": [ROLES[code] for code in OF_PEOPLE],
        "story": _story(person),
    }
    return render(request, "staff/people/person.html", page, status=status)


def _story(person: User) -> list[Happening]:
    return [
        Happening(event.at, say(event.kind), detail_of(event), event.actor_name)
        for event in history_of(person)[:_HISTORY_ROWS]
    ]


@staff_page(Permission.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    form = CertificateForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if form.run(grant_certificate, person.pk, **given, by=request.user, at=timezone.now()):
            messages.success(request, f"{person.full_name}的执法证已登记。")
            return redirect("staff:person", person.pk)
    page = {"form": form, "person": person, "heading": "登记执法证", "button": "登记"}
    return render(request, "staff/people/form.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.USER_MANAGE)
@never_cache
@require_POST
def invite_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Make a one-time link and show it once; it is stored nowhere."""
    person = get_object_or_404(User, pk=user_id)
    path = invite(person.pk, by=request.user, at=timezone.now())
    page = {"person": person, "link": request.build_absolute_uri(path)}
    return render(request, "staff/people/invited.html", page)
