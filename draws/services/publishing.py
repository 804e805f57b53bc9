"""What was drawn becomes public: on its day by itself, earlier by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.clock import localdate
from draws.models import Draw
from draws.services._locks import locked_draw
from draws.states import DRAW


@transaction.atomic
def publish_draw(draw_id: int, *, by: User, at: datetime) -> Draw:
    """Publish list, seed and result before their day. Raises NotAllowed, NotFound, WrongState."""
    draw = locked_draw(draw_id)
    DRAW.apply(draw, "publish", by=by, at=at)
    draw.published_at = at
    draw.save(update_fields=["state", "published_at"])
    return draw


def publish_due(*, at: datetime) -> int:
    """Publish every draw whose day has come; how many. Twice, or two at once, is safe."""
    due = Draw.objects.due_for_publishing(localdate(at)).values_list("pk", flat=True)
    return sum(_publish_if_due(draw_id, at=at) for draw_id in list(due))


@transaction.atomic
def _publish_if_due(draw_id: int, *, at: datetime) -> bool:
    draw = locked_draw(draw_id)
    if not DRAW.allows(draw, "publish_due"):
        return False
    DRAW.apply(draw, "publish_due", by=None, at=at)
    draw.published_at = at
    draw.save(update_fields=["state", "published_at"])
    return True
