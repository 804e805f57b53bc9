"""Decisions of the door: values in, values out."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyotp

from accounts.permissions import Permission as P

CODE_STEP_S = 30  # RFC 6238, what every authenticator uses
_DRIFT_STEPS = (-1, 0, 1)  # a phone's clock may be half a minute off

# Looking and preparing. Whatever is not on this list approves or administers, so a permission
# added later asks for the second factor until somebody decides otherwise here.
_WITHOUT_FACTOR = frozenset(
    {
        P.INSTITUTION_VIEW,
        P.INSTITUTION_EDIT,
        P.INSTITUTION_MOVE,
        P.CAMPAIGN_VIEW,
        P.VISIT_VIEW,
        P.VISIT_PLAN,
        P.VISIT_RECORD,
        P.EVIDENCE_VIEW,
        P.NOTICE_VIEW,
        P.NOTICE_DRAFT,
        P.NOTICE_SERVE,
        P.NOTICE_ANSWER,
        P.NOTICE_REINSPECT,
        P.CASE_VIEW,
        P.CASE_HANDLE,
        P.CASE_ARCHIVE,
        P.ASSIGNMENT_ASK,
        P.ASSIGNMENT_ANSWER,
        P.ENDPOINT_VIEW,
        P.FUND_VIEW,
        P.FUND_BOOK,
        P.REPORT_VIEW,
        P.REPORT_DECLARE,
        P.SANDBOX_PLAY,  # programs, on made-up data
        P.DRAW_WITNESS,  # commits a secret number beside two others; decides nothing alone
    }
)


def asks_second_factor(permissions: Iterable[P]) -> bool:
    """Does somebody with these permissions approve or administer? (GB/T 22239 8.1.4.1 d)"""
    return bool(set(permissions) - _WITHOUT_FACTOR)


def accepted_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The 30 s step that ``code`` belongs to; None when it is wrong, too old or used already.

    Args:
        after: the step of the last accepted code; only later ones are taken.
    """
    now = int(at.timestamp()) // CODE_STEP_S
    totp = pyotp.TOTP(secret)
    fits = [
        now + drift
        for drift in _DRIFT_STEPS
        if hmac.compare_digest(totp.generate_otp(now + drift).encode(), code.encode())
    ]
    later = [step for step in fits if step > after]
    return min(later) if later else None


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries in a row, and how long the pause after them."""

    tries: int
    pause: timedelta
    longest_pause: timedelta
    forget_after: timedelta


@dataclass(frozen=True, slots=True)
class Count:
    """The tries under one key."""

    tries: int
    pauses: int
    last_at: datetime
    locked_until: datetime | None


def counted(before: Count, limit: Limit, *, at: datetime) -> Count:
    """One try more. The last one allowed begins the pause, twice as long as the one before it."""
    tries, pauses = before.tries, before.pauses
    if at - before.last_at > limit.forget_after:
        tries, pauses = 0, 0
    elif before.locked_until is not None:
        tries = 0  # the pause is over
    after = Count(tries + 1, pauses, at, None)
    if after.tries < limit.tries:
        return after
    length = min(limit.pause * 2 ** min(pauses, 30), limit.longest_pause)
    return replace(after, pauses=pauses + 1, locked_until=at + length)


def given_back(now: Count, limit: Limit) -> Count:
    """The try that was just counted was right, so it does not count."""
    if now.tries >= limit.tries:
        return replace(now, tries=now.tries - 1, pauses=now.pauses - 1, locked_until=None)
    return replace(now, tries=max(0, now.tries - 1))


_SYSTEMS = (
    ("HarmonyOS", "鸿蒙设备"),
    ("OpenHarmony", "鸿蒙设备"),
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Mac OS X", "苹果电脑"),
    ("UOS", "统信电脑"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ浏览器"),
    ("Firefox", "火狐"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_family(user_agent: str) -> str:
    """What people call the device: 安卓设备 · 微信. Nothing by which one phone could be told apart."""
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "其他设备")
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    return f"{system} · {browser}" if browser else system
