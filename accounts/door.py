"""Between the verbs of the door and a browser: what a session remembers. For every shell.

``begin`` after the password, ``waiting`` between the steps, ``enter`` when nothing is missing.
Only ``enter`` signs in; until then the browser is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from django.conf import settings
from django.contrib import auth
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.rules import device_family
from accounts.services.sessions import close_session, note_seen, open_session
from common.client import client_address

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_WAITING = "door.waiting"
_IN = "door.in"
_WAIT = timedelta(minutes=10)  # from the password to the last code
_NOTE_EVERY = timedelta(minutes=1)
_DEVICE_SALT = "accounts.device"
_DEVICE_AGE_S = 180 * 24 * 60 * 60
_PEOPLE_PER_DEVICE = 7  # besides the one who signs in


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody between the password and the first page."""

    user: User
    factor: str  # the kind of code that was right already
    onward: str  # the page that was asked for


def begin(request: HttpRequest, user: User, *, onward: str, at: datetime) -> None:
    """The password was right; the browser is still nobody."""
    request.session.cycle_key()
    request.session[_WAITING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "since": at.timestamp(),
        "factor": "",
        "onward": onward,
    }


def waiting(request: HttpRequest, *, at: datetime) -> Waiting | None:
    """Who is between the steps, and which code was right; None when nobody is or it took long."""
    kept = request.session.get(_WAITING)
    if not kept or at.timestamp() - kept["since"] > _WAIT.total_seconds():
        return None
    user = User.objects.active().filter(pk=kept["user"]).first()
    if user is None or not compare_digest(kept["proof"], user.get_session_auth_hash()):
        return None
    return Waiting(user, kept["factor"], kept["onward"])


def note(request: HttpRequest, **facts: str) -> None:
    """What was reached between the steps: ``factor``, ``secret``."""
    request.session[_WAITING] = {**request.session[_WAITING], **facts}


def noted(request: HttpRequest, name: str) -> str:
    """What was noted between the steps, empty when nothing was."""
    return str(request.session.get(_WAITING, {}).get(name, ""))


def enter(request: HttpRequest, user: User, *, factor: str, at: datetime) -> None:
    """Sign in, under a new session key. The old session of this browser is over."""
    leave(request, why="left", at=at)
    auth.login(request, user, backend=_BACKEND)
    mark(request.session, at=at)
    request.session.save()
    open_session(
        user,
        session_key=request.session.session_key or "",
        address=client_address(request.META),
        device=device_family(request.headers.get("User-Agent", "")),
        factor=factor,
        at=at,
    )


def mark(session: object, *, at: datetime) -> None:
    """Write into a session that it came through the door, and when."""
    session[_IN] = {"since": at.timestamp(), "seen": at.timestamp()}  # type: ignore[index]


def leave(request: HttpRequest, *, why: str, at: datetime) -> None:
    """End this browser's session; what waits for it is forgotten too."""
    key = request.session.session_key
    if key:
        close_session(key, why=why, at=at)
    auth.logout(request)


def why_closed(request: HttpRequest, *, at: datetime) -> str:
    """Why the session may not go on; empty when it may. ``unmarked``: not through this door."""
    kept = request.session.get(_IN)
    if not kept:
        return "unmarked"
    now = at.timestamp()
    if now - kept["since"] > settings.SESSION_COOKIE_AGE:
        return "too_long"
    return "idle" if now - kept["seen"] > settings.YUJIAN_IDLE_MINUTES * 60 else ""


def note_use(request: HttpRequest, *, at: datetime) -> None:
    """The person did something. Written once a minute at most."""
    kept = request.session[_IN]
    if at.timestamp() - kept["seen"] >= _NOTE_EVERY.total_seconds():
        request.session[_IN] = {**kept, "seen": at.timestamp()}
        note_seen(request.session.session_key or "", at=at)


def idle_seconds_left(request: HttpRequest, *, at: datetime) -> int:
    """Until the session ends by itself, if nothing happens."""
    kept = request.session[_IN]
    idle = kept["seen"] + settings.YUJIAN_IDLE_MINUTES * 60 - at.timestamp()
    whole = kept["since"] + settings.SESSION_COOKIE_AGE - at.timestamp()
    return max(0, int(min(idle, whole)))


def known_device(request: HttpRequest, username: str) -> str:
    """The mark of this device if this name signed in on it before, otherwise empty."""
    return _marks(request).get(_short(username), "")


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """From now on tries of this name on this device are counted apart from strangers'."""
    marks = _marks(request)
    own = {_short(username): marks.get(_short(username)) or token_urlsafe(16)}
    others = {name: kept for name, kept in marks.items() if name not in own}
    latest = dict(list(others.items())[-_PEOPLE_PER_DEVICE:]) | own
    response.set_cookie(
        settings.YUJIAN_DEVICE_COOKIE,
        signing.dumps(latest, salt=_DEVICE_SALT),
        max_age=_DEVICE_AGE_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    sent = request.COOKIES.get(settings.YUJIAN_DEVICE_COOKIE, "")
    try:
        return dict(signing.loads(sent, salt=_DEVICE_SALT, max_age=_DEVICE_AGE_S))
    except signing.BadSignature:
        return {}


def _short(username: str) -> str:
    """Names are not for the next person at a shared computer."""
    return salted_hmac(_DEVICE_SALT, username).hexdigest()[:16]
