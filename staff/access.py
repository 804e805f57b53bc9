"""Who may open a page. Every view of staff/ carries one of the two marks below.

The page asks in order to hide and to answer 403; the queryset answers 404; the verb asks
once more, and that is the question that counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.permissions import Permission
from common.errors import NotAllowed
from staff.errors import SignedOut
from staff.middleware import page_before, refusal_fragment

View = Callable[..., HttpResponseBase]


def staff_page(*permissions: Permission) -> Callable[[View], View]:
    """A page for signed-in people who hold one of ``permissions``; without any, for all of them.

    The view carries ``staff_permissions`` for the test that walks every URL.

    Raises:
        NotAllowed: signed in, but without the right; the middleware draws the 403 page.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_login(request)
            if permissions and not any(request.user.has(wanted) for wanted in permissions):
                raise NotAllowed(what=permissions[0].label)
            return view(request, *args, **kwargs)

        guarded.staff_permissions = permissions  # type: ignore[attr-defined]  # a mark
        return guarded

    return mark


def _to_login(request: HttpRequest) -> HttpResponseBase:
    """The login page, which leads back. A fragment cannot show it, so htmx loads it whole; only
    what htmx was about to send is answered in the page, so that nothing typed is lost.
    """
    back = request.get_full_path()
    is_fragment = getattr(request, "htmx", False)
    if is_fragment and request.method not in ("GET", "HEAD"):
        return refusal_fragment(request, SignedOut())
    if getattr(request, "door_closed", "") == "idle":
        idle = f"您已{settings.YUJIAN_IDLE_MINUTES}分钟没有操作，已自动退出登录。"
        messages.info(request, idle)
    if request.method not in ("GET", "HEAD"):
        # What was sent is not done, and its address may not be a page to come back to.
        back = page_before(request) or "/"
        messages.warning(request, "登录已过期，刚才的操作没有完成；请登录后再做一次。")
    if is_fragment:
        back = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]  # django-htmx
        response = HttpResponse(status=200)
        response["HX-Redirect"] = redirect_to_login(back).url
        return response
    return redirect_to_login(back)
