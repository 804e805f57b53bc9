"""Is this paper genuine? One page, no login, nothing about the institution."""

from __future__ import annotations

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.clock import localdate
from common.errors import NotFound
from common.limits import limited
from common.pages import public_page
from enforcement.queries import verification

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,40}")


class TokenForm(forms.Form):
    """The characters that stand beside the QR code, for those who cannot scan."""

    template_name = "staff/parts/form.html"  # the same look; templates are no imports

    token = forms.RegexField(
        rf"^{_TOKEN.pattern}$",
        label="核验码",
        max_length=40,
        error_messages={"invalid": "核验码只含字母、数字、“-”和“_”，请对照文书重新输入。"},
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


@public_page("Whoever holds a paper may ask whether it is genuine.")
@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.GET or None, label_suffix="")
    if form.is_valid():
        return redirect("portal:verify", form.cleaned_data["token"])
    return render(request, "portal/landing.html", {"form": form})


@public_page("The QR code on a printed paper leads here.")
@limited("verify")
@require_GET
def verify(request: HttpRequest, token: str) -> HttpResponse:
    today = localdate(timezone.now())
    try:
        # What no paper can bear is not asked for: the database refuses a zero byte.
        facts = verification(token if _TOKEN.fullmatch(token) else "", as_of=today)
    except NotFound:
        return private(render(request, "portal/unknown.html", status=404))
    page = {"facts": facts, "today": today}
    return private(render(request, "portal/genuine.html", page))


def private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines and caches: the state it shows may change."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
