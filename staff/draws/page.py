"""What the page of one draw shows, and the buttons on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from draws.models import Draw
from draws.queries import (
    BEACON,
    beacon_round_of,
    departments_of,
    drawn_visits_of,
    faults_of,
    redraws_of,
)
from draws.states import DRAW, DrawState, SeedKind
from staff.buttons import Button, may_move


def facts_of(draw: Draw, user: User) -> dict[str, Any]:
    """Source of the seed, commitments, result, redraws, and whether all still follows."""
    return {
        "departments": departments_of(draw),
        "beacon": _beacon(draw),
        "commitments": draw.commitments.select_related("department", "committed_by"),
        "rows": drawn_visits_of(draw) if draw.has_result else [],
        "redraws": redraws_of(draw),
        "faults": faults_of(draw),
        "may_redraw": draw.has_result and user.has(P.DRAW_MANAGE),
        "may_open_institution": user.has(P.INSTITUTION_VIEW),
        "kinds": "、".join(_labels(draw)),
    }


def _labels(draw: Draw) -> list[str]:
    choices = dict(Draw._meta.get_field("kinds").base_field.choices)
    return [str(choices[kind]) for kind in draw.kinds]


def _beacon(draw: Draw) -> dict[str, Any] | None:
    if draw.seed_kind != SeedKind.BEACON:
        return None
    round_no = beacon_round_of(draw)
    return {
        "round": round_no,
        "url": f"https://api.drand.sh/{BEACON}/public/{round_no}",
    }


def buttons_of(draw: Draw, user: User, at: datetime) -> list[Button]:
    """What this person may do with this draw now, the most likely first."""
    found = _witness_buttons(draw, user, at) if user.has(P.DRAW_WITNESS) else []
    if may_move(DRAW, draw, "freeze", user):
        found.append(
            _button(draw, "freeze", "锁定名单", "lock", "primary", "锁定后名单不能再改，确定吗？")
        )
    if draw.has_result and user.has(P.VISIT_PLAN):
        found.append(_button(draw, "arrange", "安排检查", "calendar-event", "primary"))
    if may_move(DRAW, draw, "publish", user):
        found.append(
            _button(draw, "publish", "提前公示", "world", "plain", "公示后任何人都能看到，确定吗？")
        )
    if may_move(DRAW, draw, "cancel", user) or may_move(DRAW, draw, "void", user):
        found.append(_button(draw, "cancel", "作废", "ban", "bad"))
    return found


def _witness_buttons(draw: Draw, user: User, at: datetime) -> list[Button]:
    is_sealed = draw.seed_kind == SeedKind.COMMITMENTS
    own = draw.commitments.filter(committed_by=user).first()
    if draw.state == DrawState.DRAFT and is_sealed:
        taken = draw.commitments.filter(department=user.department_id).exists()
        if not taken and user.pk != draw.made_by_id:
            return [_button(draw, "commit", "交密封承诺", "lock", "primary")]
    if draw.state == DrawState.FROZEN and is_sealed and own and not own.revealed_at:
        return [_button(draw, "reveal", "揭示密文", "lock-open", "primary")]
    is_there = draw.seed_after is not None and draw.seed_after <= at
    if draw.state == DrawState.FROZEN and is_there and user.pk != draw.frozen_by_id:
        return [_button(draw, "value", "录入种子", "pencil", "primary")]
    return []


def _button(draw: Draw, verb: str, label: str, icon: str, look: str, ask: str = "") -> Button:
    url = reverse(f"staff:draw-{verb}", args=[draw.pk])
    return Button(url, label, icon, look, is_post=bool(ask), ask=ask)
