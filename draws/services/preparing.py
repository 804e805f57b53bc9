"""A draw is prepared, its list frozen before the seed exists; or it is given up, for all to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from audit.services import record
from common.canonical import canonical
from common.clock import CHINA, chinese_date, localdate
from common.errors import BadInput
from common.text import squash
from documents.services import store
from draws import rules
from draws.errors import (
    CommitmentsMissing,
    DrawPeriodWrong,
    DrawReasonMissing,
    DrawTooFewOfficers,
    DrawWithoutKind,
    PoolTooSmall,
    SeatWithoutOfficer,
    SeedSourceMissing,
    SeedTooEarly,
)
from draws.lists import list_of
from draws.models import Draw, DrawPartner
from draws.services._locks import locked_draw
from draws.states import DRAW, DrawState, SeedKind
from institutions.states import InstitutionKind

OFFICERS_LEAST = 2
"""Administrative Penalty Law (2021), Art. 42."""

COMMITMENTS_LEAST = 2
"""One alone could choose its secret in view of the list; of two, one honest is enough."""

LEAD = timedelta(minutes=10)
"""Between freezing and seed, so that anybody can note the checksum before the seed exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawWish:
    """What is to be drawn.

    ``wanted``: institutions; ``own_officers``: of education per institution, each partner sends
    one more; ``seed_after``: when a lottery or the beacon brings the value, None for commitments.
    """

    title: str
    kinds: Sequence[str]
    wanted: int
    own_officers: int
    visits_from: date
    visits_until: date
    seed_kind: str
    partners: Sequence[Department] = ()
    seed_source: str = ""
    seed_after: datetime | None = None


@transaction.atomic
def prepare_draw(wish: DrawWish, *, by: User, at: datetime) -> Draw:
    """Say what is to be drawn, for which days, and where the seed will come from.

    Raises NotAllowed, BadInput, DrawPeriodWrong, DrawTooFewOfficers, DrawWithoutKind,
    SeedSourceMissing, SeedTooEarly.
    Source: 国发〔2019〕5号 (双随机、一公开); 优化营商环境条例 Art. 54.
    """
    require(by, Permission.DRAW_MANAGE)
    _require_shape(wish)
    _require_period(wish.visits_from, wish.visits_until, localdate(at))
    source = squash(wish.seed_source) if wish.seed_kind == SeedKind.LOTTERY else ""
    after = None if wish.seed_kind == SeedKind.COMMITMENTS else wish.seed_after
    _require_source(wish.seed_kind, source, after, at)
    draw = Draw.objects.create(
        title=squash(wish.title),
        kinds=sorted(set(wish.kinds)),
        wanted=wish.wanted,
        own_officers=wish.own_officers,
        visits_from=wish.visits_from,
        visits_until=wish.visits_until,
        seed_kind=wish.seed_kind,
        seed_source=source,
        seed_after=after,
        made_at=at,
        made_by=by,
    )
    links = [DrawPartner(draw=draw, department=one) for one in dict.fromkeys(wish.partners)]
    DrawPartner.objects.bulk_create(links)
    names = [one.name for one in wish.partners]
    record("draw.prepare", draw, by=by, at=at, after=draw.state, wanted=wish.wanted, partners=names)
    return draw


@transaction.atomic
def freeze_list(draw_id: int, *, by: User, at: datetime) -> Draw:
    """Fix who can be drawn. The checksum is public from now on; the seed does not exist yet.

    Raises NotAllowed, NotFound, WrongState, CommitmentsMissing, SeedTooEarly, PoolTooSmall,
    SeatWithoutOfficer, WeightsBroken.
    """
    draw = locked_draw(draw_id)
    DRAW.apply(draw, "freeze", by=by, at=at)
    if draw.seed_kind == SeedKind.COMMITMENTS:
        _require_commitments(draw)
    else:
        _require_source(draw.seed_kind, draw.seed_source, draw.seed_after, at)
    listed = list_of(draw)
    _require_drawable(listed)
    text = canonical(listed)
    name = f"随机抽查名单{draw.pk}.json"
    draw.list_file = store(text.encode(), name=name, media_type="application/json", at=at)
    draw.list_sha256 = draw.list_file.sha256
    draw.frozen_at, draw.frozen_by = at, by
    draw.save(update_fields=["state", "list_file", "list_sha256", "frozen_at", "frozen_by"])
    counts = {name: len(listed[name]) for name in ("institutions", "officers", "recusals")}
    record("draw.list", draw, by=by, at=at, sha256=draw.list_sha256, counts=counts)
    return draw


@transaction.atomic
def cancel_draw(draw_id: int, *, reason: str, by: User, at: datetime) -> Draw:
    """Give up a draw. Once its list was frozen, that it was given up and why stays public.

    Who organised it cannot throw away a result: that is ``DRAW_VOID``, another's right.
    Raises NotAllowed, NotFound, WrongState, DrawReasonMissing.
    """
    draw = locked_draw(draw_id)
    reason = squash(reason)
    if not reason:
        raise DrawReasonMissing(action=f"作废{draw}")
    action = "void" if draw.state == DrawState.DRAWN else "cancel"
    DRAW.apply(draw, action, by=by, at=at, reason=reason)
    draw.cancelled_at, draw.cancelled_by, draw.cancel_reason = at, by, reason
    draw.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    return draw


def _require_shape(wish: DrawWish) -> None:
    if not squash(wish.title):
        raise BadInput(sentence="随机抽查没有名称，请填写，如“2026年下半年校外培训随机抽查”。")
    if not wish.kinds or not set(wish.kinds) <= set(InstitutionKind.values):
        raise DrawWithoutKind()
    if wish.wanted < 1:
        raise BadInput(sentence="抽取家数须为1家以上，请改正。")
    officers = wish.own_officers + len(set(wish.partners))
    if officers < OFFICERS_LEAST or wish.own_officers < 1:
        raise DrawTooFewOfficers(count=officers)


def _require_period(starts: date, ends: date, today: date) -> None:
    reason = "结束早于开始" if ends < starts else "开始早于今天" if starts < today else ""
    if reason:
        raise DrawPeriodWrong(starts=chinese_date(starts), ends=chinese_date(ends), reason=reason)


def _require_source(kind: str, source: str, after: datetime | None, at: datetime) -> None:
    if kind not in SeedKind.values:
        raise BadInput(sentence=f"没有“{kind}”这种种子来源，请从列表中选择。")
    if kind == SeedKind.COMMITMENTS:
        return
    if after is None or (kind == SeedKind.LOTTERY and not source):
        raise SeedSourceMissing()
    if after < at + LEAD:
        said = f"{chinese_date(localdate(after))}{after.astimezone(CHINA):%H:%M}"
        raise SeedTooEarly(minutes=LEAD.seconds // 60, after=said)


def _require_commitments(draw: Draw) -> None:
    count = draw.commitments.count()
    if count < COMMITMENTS_LEAST:
        raise CommitmentsMissing(count=count)


def _require_drawable(listed: dict[str, Any]) -> None:
    count = len(listed["institutions"])
    if listed["wanted"] > count:
        raise PoolTooSmall(wanted=listed["wanted"], count=count)
    if short := rules.seats_short_of(listed):
        institution, seat = short
        raise SeatWithoutOfficer(institution=institution, seat=seat)
