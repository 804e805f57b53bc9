"""A person's own account: password, authenticator, sessions."""

from __future__ import annotations

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.queries import (
    has_second_factor,
    needs_second_factor,
    open_sessions,
    password_is_due_on,
    recovery_codes_left,
)
from accounts.services import (
    change_own_factor,
    confirm_password,
    end_other_sessions,
    end_session,
    new_secret,
    renew_recovery_codes,
    switch_off_second_factor,
)
from accounts.services import change_password as change
from common.ciphers import decrypt, encrypt
from common.client import client_address
from staff.access import staff_page
from staff.sign_in.forms import ChangePasswordForm, EndSessionsForm, NewFactorForm, PasswordForm
from staff.sign_in.steps import facts_of

_SECRET = "account.secret"  # noqa: S105 -- a name in the session, the value is encrypted


@staff_page()
@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    return _account(request)


def _account(request: HttpRequest, form: PasswordForm | None = None) -> HttpResponse:
    here = request.session.session_key
    page = {
        "form": form or PasswordForm(),
        "has_factor": has_second_factor(request.user),
        "needs_factor": needs_second_factor(request.user),
        "codes_left": recovery_codes_left(request.user),
        "sessions": [(row, row.session_key == here) for row in open_sessions(request.user)],
        "password_due_on": password_is_due_on(request.user),
    }
    return render(request, "staff/sign_in/account.html", page, status=422 if form else 200)


def _is_the_person(request: HttpRequest, form: PasswordForm) -> bool:
    """Was the present password typed? If not, the form says so."""
    if not form.is_valid():
        return False
    form.run(
        confirm_password,
        password=form.cleaned_data["current"],
        by=request.user,
        at=timezone.now(),
        address=client_address(request.META),
    )
    return form.is_valid()


@staff_page()
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid() and _is_the_person(request, form):
        changed = form.run(
            change,
            request.user.pk,
            password=form.cleaned_data["password"],
            by=request.user,
            at=timezone.now(),
            keep_session=request.session.session_key or "",
        )
        if changed:
            # The key of this session stays, so that the list of sessions stays true.
            request.session[auth.HASH_SESSION_KEY] = changed.get_session_auth_hash()
            messages.success(request, "密码已修改，其他设备上的登录已失效。")
            return redirect("staff:account")
    status = 422 if form.is_bound else 200
    return render(request, "staff/sign_in/password.html", {"form": form}, status=status)


@staff_page()
@sensitive_post_parameters()
@require_POST
def sessions(request: HttpRequest) -> HttpResponse:
    """End one session or all others, after the password was typed again."""
    form = EndSessionsForm(request.POST)
    if not _is_the_person(request, form):
        return _account(request, form)
    which, now = form.cleaned_data["which"], timezone.now()
    if which.isdecimal():
        form.run(end_session, int(which[:18]), by=request.user, at=now)
        messages.success(request, "已结束该登录。")
    else:
        here = request.session.session_key or ""
        count = end_other_sessions(keep=here, by=request.user, at=now)
        messages.success(request, f"已结束其他{count}个登录。" if count else "没有其他登录。")
    return redirect("staff:account")


@staff_page()
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Switch the authenticator on, or move it to another phone."""
    has_one = has_second_factor(request.user)
    purpose = f"enrolment/{request.user.pk}"
    kept = request.session.get(_SECRET)
    secret = decrypt(kept, purpose=purpose) if kept else new_secret()
    request.session[_SECRET] = encrypt(secret, purpose=purpose)
    form = NewFactorForm(request.POST or None, has_factor=has_one)
    if form.is_valid():
        codes = form.run(
            change_own_factor,
            secret,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
            address=client_address(request.META),
        )
        if codes:
            del request.session[_SECRET]
            return render(request, "staff/sign_in/own_codes.html", {"codes": codes})
    page = {"form": form, "has_factor": has_one, **facts_of(request.user, secret)}
    status = 422 if form.is_bound else 200
    return render(request, "staff/sign_in/own_factor.html", page, status=status)


@staff_page()
@sensitive_post_parameters()
@require_POST
def factor_off(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST)
    if not _is_the_person(request, form):
        return _account(request, form)
    if form.run(switch_off_second_factor, by=request.user, at=timezone.now()):
        messages.success(request, "动态码已关闭。")
        return redirect("staff:account")
    return _account(request, form)


@staff_page()
@sensitive_post_parameters()
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new ones, shown in this answer only."""
    form = PasswordForm(request.POST)
    if not _is_the_person(request, form):
        return _account(request, form)
    codes = form.run(renew_recovery_codes, by=request.user, at=timezone.now())
    if not codes:
        return _account(request, form)
    return render(request, "staff/sign_in/own_codes.html", {"codes": codes})
