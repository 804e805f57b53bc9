"""History is written."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
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
    event = _event(told, _common(by, at), _sealed())
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


def record_many(lines: Iterable[Told], *, by: Actor | None, at: datetime) -> None:
    """Write many lines of one person and moment, in their order, at the cost of a few.

    A line is stamped while the database takes in the one before.
    """
    common, sealed = _common(by, at), _sealed()
    AuditEvent.objects.copy_in(_event(line, common, sealed) for line in lines)


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


def _event(told: Told, common: dict[str, Any], sealed: dict[str, str]) -> AuditEvent:
    thing = told.thing
    event = AuditEvent(
        **common,
        kind=told.kind,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        object_label=str(thing)[:250],
        before=told.before,
        after=told.after,
        facts=_as_given_back(told.facts),
    )
    # Made with a key that the database does not hold: a row put in by hand is known as such.
    event.stamp = rules.stamp(event.__dict__, nonce=secrets.token_hex(8), **sealed)
    return event


def _as_given_back(facts: dict[str, Any]) -> Any:
    """As the database will give them back: tuples are lists, keys are text."""
    if all(type(value) is str for value in facts.values()):
        return facts
    return json.loads(json.dumps(facts))
