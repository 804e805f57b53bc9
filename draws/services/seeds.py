"""Where the seed comes from: secrets that were committed to, or a value from outside."""

from __future__ import annotations

import json
import re
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import CHINA, chinese_date, localdate
from common.errors import WrongState
from common.text import squash
from draws import rules
from draws.errors import (
    CommitmentByOrganiser,
    CommitmentNotWanted,
    CommitmentTwice,
    CommitmentUnknown,
    CommitmentUnreadable,
    SecretDoesNotMatch,
    SeedByFreezer,
    SeedFromElsewhere,
    SeedNotThereYet,
    SeedUnreadable,
)
from draws.lists import beacon_round_of
from draws.models import Commitment, Draw
from draws.services._locks import locked_draw
from draws.services.drawing import make_draw
from draws.states import DRAW, DrawState, SeedKind

_DIGEST = re.compile(r"[0-9a-f]{64}")
_DIGITS_LEAST = 6  # fewer could be tried out beforehand by hand


@transaction.atomic
def commit_secret(draw_id: int, *, digest: str, by: User, at: datetime) -> Commitment:
    """Give the digest of a secret, before the list is frozen. The secret stays with the person.

    Raises NotAllowed, NotFound, WrongState, CommitmentNotWanted, CommitmentByOrganiser,
    CommitmentTwice, CommitmentUnreadable.
    """
    require(by, Permission.DRAW_WITNESS)
    draw = locked_draw(draw_id)
    _require_state(draw, DrawState.DRAFT, "交承诺")
    if draw.seed_kind != SeedKind.COMMITMENTS:
        raise CommitmentNotWanted(draw=draw, kind=draw.get_seed_kind_display())
    if by.pk == draw.made_by_id:
        raise CommitmentByOrganiser(draw=draw)
    if not _DIGEST.fullmatch(digest):
        raise CommitmentUnreadable()
    given = draw.commitments.filter(department=by.department).first()
    if given is not None or by.department is None:
        raise CommitmentTwice(
            department=by.department or "您所在的部门",
            person=given.committed_by if given else "他人",
        )
    commitment = Commitment.objects.create(
        draw=draw, department=by.department, digest=digest, committed_at=at, committed_by=by
    )
    record("draw.commit", draw, by=by, at=at, digest=digest, department=by.department.name)
    return commitment


@transaction.atomic
def reveal_secret(draw_id: int, *, secret: str, by: User, at: datetime) -> Draw:
    """Say the secret, once the list is frozen. With the last one the draw is made at once.

    Raises NotAllowed, NotFound, WrongState, CommitmentUnknown, SecretDoesNotMatch, ListChanged.
    """
    require(by, Permission.DRAW_WITNESS)
    draw = locked_draw(draw_id)
    _require_state(draw, DrawState.FROZEN, "揭示承诺")
    own = draw.commitments.filter(committed_by=by, revealed_at__isnull=True).first()
    if own is None:
        raise CommitmentUnknown()
    if rules.digest(secret) != own.digest:
        raise SecretDoesNotMatch(day=chinese_date(localdate(own.committed_at)))
    own.secret, own.revealed_at = secret, at
    own.save(update_fields=["secret", "revealed_at"])
    record("draw.reveal", draw, by=by, at=at, department=own.department.name)
    every = list(draw.commitments.order_by("pk"))
    if all(one.revealed_at for one in every):
        make_draw(draw, [one.secret for one in every], by=by, at=at)
    return draw


@transaction.atomic
def enter_value(draw_id: int, *, text: str, by: User, at: datetime) -> Draw:
    """Type in what the lottery or the beacon has published; the draw is made at once.

    Args:
        text: the winning numbers, or the beacon's answer for the round as it stands (JSON).

    Raises NotAllowed, NotFound, WrongState, SeedFromElsewhere, SeedByFreezer, SeedNotThereYet,
    SeedUnreadable, ListChanged.
    """
    require(by, Permission.DRAW_WITNESS)
    draw = locked_draw(draw_id)
    _require_state(draw, DrawState.FROZEN, "录入种子")
    if draw.seed_kind == SeedKind.COMMITMENTS or draw.seed_after is None:
        raise SeedFromElsewhere(draw=draw)
    if by.pk == draw.frozen_by_id:
        raise SeedByFreezer()
    if at < draw.seed_after:
        moment = f"{chinese_date(localdate(draw.seed_after))}"
        moment += f"{draw.seed_after.astimezone(CHINA):%H:%M}"
        raise SeedNotThereYet(source=draw.seed_source or "该轮信标", after=moment)
    is_lottery = draw.seed_kind == SeedKind.LOTTERY
    value = _numbers(text) if is_lottery else _randomness(text, beacon_round_of(draw))
    return make_draw(draw, [value], by=by, at=at)


def _numbers(text: str) -> str:
    """Winning numbers with one blank between them, in the order in which they were published."""
    numbers = re.findall(r"[0-9]+", squash(text))
    odd = re.sub(r"[0-9\s+,，、|＋-]", "", text)
    if odd:
        raise SeedUnreadable(reason=f"含有“{odd[:10]}”，只能是数字和分隔符")
    if sum(map(len, numbers)) < _DIGITS_LEAST:
        raise SeedUnreadable(reason=f"少于{_DIGITS_LEAST}位数字")
    value = " ".join(numbers)
    if len(value) > 200:  # the column's
        raise SeedUnreadable(reason="多于200个字符")
    return value


def _randomness(text: str, round_no: int) -> str:
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise SeedUnreadable(reason="不是信标公布的JSON原文") from error
    if not isinstance(answer, dict):
        raise SeedUnreadable(reason="不是信标公布的JSON原文")
    if fault := rules.beacon_fault(answer, round_no):
        raise SeedUnreadable(reason=fault)
    return str(answer["randomness"])


def _require_state(draw: Draw, wanted: DrawState, action: str) -> None:
    if draw.state != wanted:
        raise WrongState(
            thing=draw, state=DRAW.label(draw.state), action=action, wanted=wanted.label
        )
