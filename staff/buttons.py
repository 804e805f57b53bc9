"""Which buttons a person sees under a thing. The verb behind a button asks again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.lifecycle import Lifecycle
from accounts.models import User


@dataclass(frozen=True, slots=True)
class Button:
    """One button: ``is_post`` sends a form at once, otherwise it leads to a page.

    ``look`` is primary, bad or plain; ``ask`` is the question before it is sent.
    """

    url: str
    label: str
    icon: str
    look: str = "plain"
    is_post: bool = False
    ask: str = ""


def may_move(lifecycle: Lifecycle, row: Any, action: str, user: User) -> bool:
    """The table of moves lets ``action`` start here, and the person holds its permission."""
    move = lifecycle.moves[action]
    return (
        move.permission is not None and lifecycle.allows(row, action) and user.has(move.permission)
    )
