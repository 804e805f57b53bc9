"""The one door through which a thing changes its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import TextChoices

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import WrongState


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another. ``permission`` None: the system's own move."""

    action: str
    sources: tuple[str, ...]
    target: str
    permission: Permission | None
    label: str = ""


class Lifecycle:
    """All there is to know about the life of a thing: its states and its moves."""

    def __init__(self, name: str, states: type[TextChoices], *moves: Move) -> None:
        self.name = name
        self.states = states
        self.moves = {move.action: move for move in moves}
        assert len(self.moves) == len(moves), f"{name} names a move twice"

    def label(self, state: str) -> str:
        return str(self.states(state).label)

    def allows(self, row: Any, action: str) -> bool:
        """May this move start here? For drawing buttons; the door asks again."""
        return row.state in self.moves[action].sources

    def apply(
        self,
        row: Any,
        action: str,
        *,
        by: User | None,
        at: datetime,
        **facts: Any,
    ) -> None:
        """Set ``row.state`` as the table says, and write the move to history.

        The caller has locked ``row`` and saves it. Raises NotAllowed or WrongState;
        then nothing has changed.
        """
        assert connection.in_atomic_block, "a move without a transaction can lose a race"
        move = self.moves[action]
        require(by, move.permission)
        if row.state not in move.sources:
            raise WrongState(
                thing=row,
                state=self.label(row.state),
                action=move.label or action,
                wanted="”或“".join(self.label(source) for source in move.sources),
            )
        before, row.state = row.state, move.target
        record(f"{self.name}.{action}", row, by=by, at=at, before=before, after=row.state, **facts)
