"""Small things that pages draw: icons, state badges, dates, money."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from common import clock
from staff.tones import tone_of

register = template.Library()

SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"
NOTHING = "—"


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """``{% icon "flag" %}``: one of the symbols in the sprite, hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static(SPRITE),
        name,
    )


@register.simple_tag
def state_badge(thing: object) -> SafeString:
    """``{% state_badge notice %}``: the label of ``thing.state`` in the colour of that state."""
    state = str(thing.state)  # type: ignore[attr-defined]  # every thing with a lifecycle has one
    label = thing.get_state_display()  # type: ignore[attr-defined]  # Django makes it for choices
    return badge(label, tone_of(state))


@register.simple_tag
def badge(text: str, tone: str = "quiet") -> SafeString:
    """``{% badge "逾期3天" "bad" %}``; tones: good, busy, warn, bad, quiet, info."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, text)


@register.filter
def chinese_date(day: date | datetime | None) -> str:
    """2026年3月5日; a dash for nothing."""
    if day is None or day == "":
        return NOTHING
    if isinstance(day, datetime):
        day = clock.localdate(day)
    return clock.chinese_date(day)


@register.filter
def chinese_moment(at: datetime | None) -> str:
    """2026年3月5日 14:05 in China; a dash for nothing."""
    if not at:
        return NOTHING
    return f"{clock.chinese_date(clock.localdate(at))} {at.astimezone(clock.CHINA):%H:%M}"


@register.filter
def short_date(day: date | datetime | None) -> str:
    """2026-03-05, for columns."""
    if not day:
        return NOTHING
    if isinstance(day, datetime):
        day = localtime(day, clock.CHINA).date()
    return day.isoformat()


@register.filter
def short_moment(at: datetime | None) -> str:
    """2026-03-05 14:05, for columns."""
    return localtime(at, clock.CHINA).strftime("%Y-%m-%d %H:%M") if at else NOTHING


@register.filter
def yuan(amount_fen: int | None) -> str:
    """123456 fen as ¥1,234.56, exactly; a dash for nothing."""
    if amount_fen is None:
        return NOTHING
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}¥{whole:,}.{rest:02d}"


@register.filter
def metres(distance_m: float | None) -> str:
    """Metres below a kilometre, then kilometres with one decimal; a dash for nothing."""
    if distance_m is None:
        return NOTHING
    return f"{distance_m:.0f} 米" if distance_m < 1000 else f"{distance_m / 1000:.1f} 公里"


@register.filter
def days_late(due_on: date | None, as_of: date) -> int:
    """Whole days by which ``as_of`` is past ``due_on``; 0 while there is time or no date."""
    return max(0, (as_of - due_on).days) if due_on else 0


@register.filter
def or_dash(value: object) -> object:
    """The value, or a dash when there is none."""
    return NOTHING if value is None or value == "" else value
