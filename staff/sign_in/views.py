"""The door: in, out, and the password."""

from __future__ import annotations

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import InvitationInvalid
from accounts.services import accept_invitation, change_password, get_invited
from common.pages import public_page
from staff.access import staff_page
from staff.sign_in.forms import ChangePasswordForm, FirstPasswordForm, LoginForm

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@public_page("Whoever signs in is not signed in yet.")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_where_to(request))
    form = LoginForm(request, request.POST or None)
    if form.is_valid():
        auth.login(request, form.person)
        return redirect(_where_to(request))
    status = 422 if form.is_bound else 200
    page = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "staff/sign_in/login.html", page, status=status)


def _where_to(request: HttpRequest) -> str:
    """The page asked for before the login, if it is one of this site; otherwise the inbox."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url("staff:inbox")


@staff_page()
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    messages.success(request, "您已退出登录。")
    return redirect("staff:login")


@public_page("A person with a one-time link has no password to sign in with.")
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    try:
        person = get_invited(uid, token)
    except InvitationInvalid as refusal:
        # The frame's 404 page would lead to the inbox, where this person cannot go.
        gone = {"refusal": refusal}
        return render(request, "staff/sign_in/link_invalid.html", gone, status=404)
    form = FirstPasswordForm(request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data["password"]
        known = form.run(accept_invitation, uid, token, password=chosen, at=timezone.now())
        if known:
            auth.login(request, known, backend=_BACKEND)
            messages.success(request, f"{known.full_name}，密码已设好，欢迎使用育监。")
            return redirect("staff:inbox")
    status = 422 if form.is_bound else 200
    page = {"form": form, "person": person}
    return render(request, "staff/sign_in/welcome.html", page, status=status)


@staff_page()
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.user, request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data["password"]
        changed = form.run(
            change_password, request.user.pk, password=chosen, by=request.user, at=timezone.now()
        )
        if changed:
            auth.update_session_auth_hash(request, changed)
            messages.success(request, "密码已修改，其他设备上的登录已失效。")
            return redirect("staff:inbox")
    return render(request, "staff/sign_in/password.html", {"form": form})
