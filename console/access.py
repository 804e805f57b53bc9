"""Who may open a page of the console: operators, and nobody of any county."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.permissions import Permission
from common.errors import NotAllowed

View = Callable[..., HttpResponseBase]


def console_page(view: View) -> View:
    """A page for signed-in operators. The view carries ``console_page`` for the test of URLs.

    Raises NotAllowed: signed in, but no operator.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has(Permission.PLATFORM_VIEW):
            raise NotAllowed(what=Permission.PLATFORM_VIEW.label)
        return view(request, *args, **kwargs)

    guarded.console_page = True  # type: ignore[attr-defined]  # a mark that tests read
    return guarded
