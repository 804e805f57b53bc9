"""The door: in, out, and the first password. The steps of signing in stand in ``steps.py``."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import door
from accounts.errors import InvitationInvalid
from accounts.services import accept_invitation, get_invited, start_sign_in
from common.client import client_address
from common.limits import limited
from common.pages import public_page
from staff.access import staff_page
from staff.sign_in.forms import FirstPasswordForm, LoginForm
from staff.sign_in.steps import HOME, go_on


@public_page("Whoever signs in is not signed in yet.")
@limited("sign_in", methods=("POST",))
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_where_to(request))
    form = LoginForm(request.POST or None)
    if form.is_valid():
        now, username = timezone.now(), form.cleaned_data["username"]
        known = form.run(
            start_sign_in,
            **form.cleaned_data,
            at=now,
            address=client_address(request.META),
            device=door.known_device(request, username),
        )
        if known:
            door.begin(request, known, onward=_where_to(request), at=now)
            return go_on(request, at=now)
    status = 422 if form.is_bound else 200
    page = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "staff/sign_in/login.html", page, status=status)


def _where_to(request: HttpRequest) -> str:
    """The page asked for before the login, if it is one of this site; otherwise the first."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return HOME


@staff_page()
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    door.leave(request, why="left", at=timezone.now())
    messages.success(request, "您已退出登录。")
    response = redirect("staff:login")
    response["Clear-Site-Data"] = '"cache"'  # photos may lie there for a day
    return response


@public_page("Tells a browser whether it is still signed in, and nothing else.")
@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """For a page that was open long: seconds left, 0 for nobody, and the token for its forms."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds_left": 0})
    left = door.idle_seconds_left(request, at=timezone.now())
    return JsonResponse({"seconds_left": left, "token": get_token(request)})


@public_page("A person with a one-time link has no password to sign in with.")
@limited("welcome")
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
        now, chosen = timezone.now(), form.cleaned_data["password"]
        known = form.run(accept_invitation, uid, token, password=chosen, at=now)
        if known:
            door.begin(request, known, onward=HOME, at=now)
            messages.success(request, f"{known.full_name}，密码已设好。")
            return go_on(request, at=now)
    status = 422 if form.is_bound else 200
    page = {"form": form, "person": person}
    return render(request, "staff/sign_in/welcome.html", page, status=status)
