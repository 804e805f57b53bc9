"""The rows that verbs hold while they decide."""

from __future__ import annotations

from common.errors import NotFound
from draws.models import Draw


def locked_draw(draw_id: int) -> Draw:
    """The draw, held until the transaction ends. Raises NotFound."""
    draw = Draw.objects.select_for_update(of=("self",), no_key=True).filter(pk=draw_id).first()
    if draw is None:
        raise NotFound(what="这次随机抽查")
    return draw
