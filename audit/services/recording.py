"""History is written."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, models
from django.utils import timezone

from audit import rules
from audit.keys import chain_code, newest_key
from audit.models import AuditEvent
from common.request_id import request_id


class Actor(Protocol):
    """Whoever does something; accounts.User is one. Audit lies below accounts and only reads."""

    pk: Any
    full_name: str

    @property
    def role_names(self) -> str: ...


def record(
    kind: str,
    thing: models.Model,
    *,
    by: Actor | None,
    at: datetime,
    before: str = "",
    after: str = "",
    **facts: Any,
) -> AuditEvent:
    """Write one line of history in the transaction of what it tells.

    Args:
        kind: ``thing.verb``, such as ``notice.approve``.
        by: who did it; None when the system did.
        at: when it happened, which may be before it is written.
        before, after: the states, where there was a move.
        facts: what else must be known later; JSON values only.
    """
    told = Told(kind=kind, thing=thing, before=before, after=after, facts=facts)
    event = AuditEvent(**_said(told, _common(by, at), _sealed()))
    event.save(force_insert=True)
    return event


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One line of history that is written together with many others; see ``record``."""

    kind: str
    thing: models.Model
    before: str = ""
    after: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class ManyLines:
    """Lines of one person and moment: stamped as they are added, written at once at the end.

    Whoever adds them while the database takes in what they tell of has the stamps for nothing.
    """

    def __init__(self, *, by: Actor | None, at: datetime) -> None:
        self._common, self._sealed = _common(by, at), _sealed()
        self._lines: list[dict[str, Any]] = []

    def add(self, line: Told) -> None:
        self._lines.append(_said(line, self._common, self._sealed))

    def write(self) -> None:
        """Write them, in their order, in the transaction of what they tell."""
        if self._lines:
            rows = (tuple(line.values()) for line in self._lines)
            AuditEvent.objects.copy_values(tuple(self._lines[0]), rows)
        self._lines = []


def _common(by: Actor | None, at: datetime) -> dict[str, Any]:
    """What all lines of one person and moment say."""
    assert connection.in_atomic_block, "history is written together with what it tells"
    return {
        "at": at,
        "actor_id": by.pk if by else None,
        "actor_name": by.full_name if by else "",
        "actor_role": by.role_names if by else "",
        "request_id": request_id.get(),
        "written_at": timezone.now(),
    }


def _sealed() -> dict[str, str]:
    """Whose history it is and with which key its lines are stamped."""
    return {"code": chain_code(), "key": newest_key()}


def _said(told: Told, common: dict[str, Any], sealed: dict[str, str]) -> dict[str, Any]:
    """The columns of one line, always in the same order."""
    thing = told.thing
    said = {
        **common,
        "kind": told.kind,
        "object_type": thing._meta.label_lower,
        "object_id": str(thing.pk),
        "object_label": str(thing)[:250],
        "before": told.before,
        "after": told.after,
        "facts": _as_given_back(told.facts),
    }
    # Made with a key that the database does not hold: a row put in by hand is known as such.
    said["stamp"] = rules.stamp(said, nonce=secrets.token_hex(8), **sealed)
    return said


def _as_given_back(facts: dict[str, Any]) -> Any:
    """As the database will give them back: tuples are lists, keys are text."""
    if all(type(value) is str for value in facts.values()):
        return facts
    return json.loads(json.dumps(facts))
