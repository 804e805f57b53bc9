"""A register reports what happened there; somebody here deals with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.credit_code import credit_check_digit
from common.errors import BadInput, NotFound
from common.text import squash
from exchange.errors import CreditCodeWrong, EventDiffers, EventInFuture
from exchange.models import RegistryEvent
from exchange.states import REGISTRY_EVENT, RegistryEventKind
from institutions.models import Institution
from messaging.services import emit
from messaging.states import EventKind

_SAID = ("kind", "happened_on", "credit_code", "name", "address", "business", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a register tells of one legal person or trader."""

    kind: str
    happened_on: date
    credit_code: str
    name: str
    address: str = ""
    business: str = ""
    reason: str = ""


@transaction.atomic
def report_event(
    source: str, reference: str, event: Event, *, by: User, at: datetime
) -> tuple[RegistryEvent, bool]:
    """Write down what a register tells, once; whether it is new. It waits for the registry's people.

    Args:
        source: client number of the reporting system.
        reference: the register's own number of the event.

    Raises NotAllowed, BadInput, CreditCodeWrong, EventInFuture, EventDiffers.
    """
    require(by, Permission.REGISTRY_REPORT)
    row = RegistryEvent(
        source=source,
        reference=reference,
        reported_at=at,
        reported_by=by,
        **_checked(event, localdate(at)),
    )
    row.institution = Institution.objects.filter(credit_code=row.credit_code).first()
    known = _known(row)
    if known is not None:
        return known, False
    row.save()
    record("registry_event.report", row, by=by, at=at, after=row.state, reference=reference)
    return row, True


def _checked(event: Event, today: date) -> dict[str, Any]:
    """Its words as they are kept. Raises BadInput, EventInFuture, CreditCodeWrong."""
    if event.kind not in RegistryEventKind.values:
        raise BadInput(sentence=f"没有“{event.kind}”这种登记事项。")
    if event.happened_on > today:
        raise EventInFuture(on=chinese_date(event.happened_on))
    words = {name: squash(getattr(event, name)) for name in ("name", "address", "reason")}
    return {
        **words,
        "kind": event.kind,
        "happened_on": event.happened_on,
        "credit_code": _credit_code(event.credit_code),
        "business": event.business.strip(),
    }


@transaction.atomic
def handle_event(event_id: int, *, how: str, by: User, at: datetime) -> RegistryEvent:
    """Somebody did what the event asked for, on the pages of the registry.

    Raises NotFound, NotAllowed, WrongState, BadInput.
    """
    return _settle(event_id, "handle", how=how, by=by, at=at)


@transaction.atomic
def leave_event(event_id: int, *, how: str, by: User, at: datetime) -> RegistryEvent:
    """The event asks for nothing here, with the reason.

    Raises NotFound, NotAllowed, WrongState, BadInput.
    """
    return _settle(event_id, "leave", how=how, by=by, at=at)


def _settle(event_id: int, action: str, *, how: str, by: User, at: datetime) -> RegistryEvent:
    row = RegistryEvent.objects.select_for_update(of=("self",)).filter(pk=event_id).first()
    if row is None:
        raise NotFound(what="这条登记信息")
    if not how.strip():
        raise BadInput(sentence="没有写明处理情况。")
    REGISTRY_EVENT.apply(row, action, by=by, at=at, how=how.strip())
    row.handled_at, row.handled_by, row.handled_how = at, by, how.strip()
    row.save(update_fields=["state", "handled_at", "handled_by", "handled_how"])
    told, reporter = {"state": row.state}, [row.reported_by.department_id]
    emit(EventKind.REGISTRY_EVENT_SETTLED, row, told, at=at, only_for=reporter)
    return row


def _known(row: RegistryEvent) -> RegistryEvent | None:
    """The same event as it was told before; the constraint stands behind it. Raises EventDiffers."""
    told = RegistryEvent.objects.select_for_update(of=("self",))
    known = told.filter(source=row.source, reference=row.reference).first()
    if known is not None and any(getattr(known, one) != getattr(row, one) for one in _SAID):
        raise EventDiffers(reference=row.reference)
    return known


def _credit_code(said: str) -> str:
    code = squash(said).upper()
    try:
        fits = len(code) == 18 and credit_check_digit(code[:17]) == code[17]
    except ValueError:
        fits = False
    if not fits:
        raise CreditCodeWrong(credit_code=code[:18])
    return code
