"""Between the password and the first page: a code, an authenticator, a new password.

These pages are for somebody whose password was right and who is not signed in yet. They ask
nothing of the county, so operators use them on their own hosts too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import door
from accounts.door import Waiting
from accounts.models import User
from accounts.queries import Step, next_step
from accounts.services import (
    address_of_secret,
    change_password,
    confirm_second_factor,
    enrol_second_factor,
    new_secret,
)
from common.ciphers import decrypt, encrypt
from common.client import client_address
from common.pages import public_page
from staff.sign_in.forms import CodeForm, FirstCodeForm, FirstPasswordForm
from staff.sign_in.pictures import qr_picture

HOME = "/"
_ISSUER = "育监"
_PAGES = {
    Step.CODE: "staff:sign-in-code",
    Step.ENROL: "staff:sign-in-enrol",
    Step.PASSWORD: "staff:sign-in-password",
}
_NOT_IN_YET = "The password was right, but nobody is signed in before the last step."


def go_on(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """To the next step, or in. Without a right password before: back to the beginning."""
    here = door.waiting(request, at=at)
    if here is None:
        messages.warning(request, "等待时间过长，请重新登录。")
        return redirect("staff:login")
    step = next_step(here.user, factor=here.factor, at=at)
    if step != Step.NOTHING:
        return redirect(_PAGES[step])
    return _in(request, here, redirect(here.onward), at=at)


def _in(request: HttpRequest, here: Waiting, answer: HttpResponse, *, at: datetime) -> HttpResponse:
    door.enter(request, here.user, factor=here.factor, at=at)
    door.remember_device(request, answer, here.user.username)
    return answer


def step_page(wanted: Step) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A page of one step; whoever is not at this step is led to where they are."""

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @public_page(_NOT_IN_YET)
        @never_cache
        @sensitive_post_parameters()
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def at_this_step(request: HttpRequest) -> HttpResponse:
            now = timezone.now()
            here = door.waiting(request, at=now)
            if here is None or next_step(here.user, factor=here.factor, at=now) != wanted:
                return go_on(request, at=now)
            return view(request, here, now)

        return at_this_step

    return mark


@step_page(Step.CODE)
def code(request: HttpRequest, here: Waiting, now: datetime) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        given, address = form.cleaned_data["code"], client_address(request.META)
        kind = form.run(confirm_second_factor, here.user.pk, given, at=now, address=address)
        if kind:
            door.note(request, factor=kind)
            return go_on(request, at=now)
    page = {"form": form, "person": here.user}
    status = 422 if form.is_bound else 200
    return render(request, "staff/sign_in/code.html", page, status=status)


@step_page(Step.ENROL)
def enrol(request: HttpRequest, here: Waiting, now: datetime) -> HttpResponse:
    """The secret waits in the session, encrypted, until a code proves that it was taken over."""
    kept = door.noted(request, "secret")
    secret = decrypt(kept, purpose=_purpose(here.user)) if kept else new_secret()
    if not kept:
        door.note(request, secret=encrypt(secret, purpose=_purpose(here.user)))
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data["code"]
        codes = form.run(enrol_second_factor, here.user.pk, secret, given, at=now)
        if codes:
            return _with_codes(request, here.user, codes, at=now)
    page = {"form": form, "person": here.user, **facts_of(here.user, secret)}
    status = 422 if form.is_bound else 200
    return render(request, "staff/sign_in/enrol.html", page, status=status)


def _with_codes(
    request: HttpRequest, user: User, codes: list[str], *, at: datetime
) -> HttpResponse:
    """The ten codes are shown in the answer itself: they are kept nowhere and never shown again."""
    door.note(request, factor="code", secret="")
    here = door.waiting(request, at=at)
    assert here is not None, "was waiting a moment ago"
    step = next_step(user, factor="code", at=at)
    onward = reverse(_PAGES[step]) if step in _PAGES else here.onward
    page = {"codes": codes, "onward": onward, "person": user, "now": at}
    answer = render(request, "staff/sign_in/recovery_codes.html", page)
    return _in(request, here, answer, at=at) if step == Step.NOTHING else answer


def facts_of(user: User, secret: str) -> dict[str, str]:
    """What the enrolment page shows: the picture, and the same in text by fours."""
    address = address_of_secret(user, secret, issuer=_ISSUER)
    return {
        "qr": qr_picture(address),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }


def _purpose(user: User) -> str:
    return f"enrolment/{user.pk}"


@step_page(Step.PASSWORD)
def new_password(request: HttpRequest, here: Waiting, now: datetime) -> HttpResponse:
    form = FirstPasswordForm(request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data["password"]
        changed = form.run(change_password, here.user.pk, password=chosen, by=here.user, at=now)
        if changed:
            door.note(request, proof=changed.get_session_auth_hash())
            return go_on(request, at=now)
    page = {"form": form, "person": here.user}
    status = 422 if form.is_bound else 200
    return render(request, "staff/sign_in/new_password.html", page, status=status)
