"""Decisions of messaging: values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

# 10 tries within 76 hours: the schedule that the Standard Webhooks specification proposes.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
DEAD_AFTER = timedelta(days=3)  # an endpoint without one answer that counts
OLD_SECRET_SIGNS = timedelta(hours=24)
LONGEST_ASKED_WAIT = timedelta(hours=1)  # by Retry-After
# 网络安全法第二十一条: logs are kept for six months or longer; the longest six have 184 days.
LEAST_KEPT = timedelta(days=184)
SPREAD = 0.2  # a wait is shortened or lengthened by up to a fifth

_PERSONAL = (
    # 18 signs with a birthday in them; the last may be an X.
    (re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?!\d)"), "身份证号"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号"),
    (re.compile(r"(?<!\d)\d{16,19}(?!\d)"), "银行账号"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII), "电子邮箱"),
)
_PHONE = re.compile(r"1[3-9]\d{9}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CHAT = re.compile(r"[A-Za-z0-9_.@-]{1,64}")


def wait_before(attempt: int, dice: float) -> timedelta | None:
    """How long to wait after so many tries in vain; None: that was the last.

    Args:
        attempt: tries made, 1 or more.
        dice: from 0 to 1, so that what failed together does not come back together.
    """
    if attempt > len(WAITS):
        return None
    return WAITS[attempt - 1] * (1 - SPREAD + 2 * SPREAD * dice)


def kept_since(at: datetime, days: int) -> datetime:
    """What happened before this moment need not be kept; the law's six months are kept at least."""
    return at - max(timedelta(days=days), LEAST_KEPT)


def quiet_for(failures: int, dice: float) -> timedelta:
    """How long an endpoint that does not answer is left alone; it is never given up by this."""
    wait = wait_before(min(failures, 4), dice)
    assert wait is not None
    return wait


def address_trouble(url: str, allowed: Iterable[Network]) -> str:
    """Why a webhook cannot go to ``url``, as far as the text tells; empty when it can.

    What a name leads to is asked at each call (messaging/http.py), not here.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "不是完整的网址"
    if parts.scheme not in ("https", "http") or not host or port == 0:
        return "不是完整的网址，例如“https://example.gov.cn/hooks”"
    if parts.username or parts.password:
        return "网址里不能写用户名和密码"
    if parts.fragment or not url.isascii() or any(sign.isspace() for sign in url):
        return "网址里不能有“#”、空格和中文"
    networks = list(allowed)
    literal = _literal(host)
    if literal is not None and not may_reach(literal, networks):
        return "这是内部网络的地址"
    if parts.scheme == "http" and (literal is None or not _stands_in(literal, networks)):
        return "须以“https://”开头"
    return ""


def may_reach(address: str, allowed: Iterable[Network]) -> bool:
    """Is this a public address, or one that the settings allow?

    Everything that is not global is refused: private, loopback, link-local (where clouds keep
    their secrets), shared, reserved, multicast; so are forms of IPv6 that hold such an IPv4.
    """
    found = ip_address(address.partition("%")[0])
    if _stands_in(address, allowed):
        return True
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    teredo = getattr(found, "teredo", None)
    if inner is not None or teredo is not None or address.lower().startswith("64:ff9b:"):
        return False
    return found.is_global and not found.is_multicast


def networks_of(words: Iterable[str]) -> list[Network]:
    return [ip_network(word) for word in words]


def personal_in(text: str) -> str:
    """The kind of personal data that stands in ``text``; empty when there is none."""
    return next((what for pattern, what in _PERSONAL if pattern.search(text)), "")


def contact_fits(channel: str, value: str) -> bool:
    """Can this be an address of the channel? What it really leads to, nobody here knows."""
    pattern = {"mail": _MAIL, "sms": _PHONE, "chat": _CHAT}.get(channel)
    return pattern is not None and pattern.fullmatch(value) is not None


def masked(value: str) -> str:
    """What may be shown of an address: 138****5678, l***@example.cn."""
    head, sign, tail = value.partition("@")
    if sign:
        return f"{head[:1]}***@{tail}"
    return f"{value[:3]}****{value[-4:]}" if len(value) > 8 else f"{value[:1]}***"


def when_to_send(
    at: datetime, quiet: tuple[time, time] | None, digest_at: time | None, *, is_urgent: bool
) -> datetime:
    """The moment from which a message may go out, in the zone of ``at``.

    What is urgent goes at once. Quiet hours may run over midnight; they end at their second time,
    which is outside.
    """
    if is_urgent:
        return at
    if digest_at is not None:
        return _next(at, digest_at)
    if quiet is not None and _is_quiet(at.time(), *quiet):
        return _next(at, quiet[1])
    return at


def _is_quiet(now: time, begins: time, ends: time) -> bool:
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def _next(at: datetime, clock: time) -> datetime:
    today = at.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > at else today + timedelta(days=1)


def _literal(host: str) -> str | None:
    """The host when it is an address and no name."""
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        return None


def _stands_in(address: str, networks: Iterable[Network]) -> bool:
    found = ip_address(address.partition("%")[0])
    return any(found.version == one.version and found in one for one in networks)
