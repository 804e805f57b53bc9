"""Events that are counted in reports and are no states (registry-funds 2.3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput
from institutions.errors import AlreadyNonprofit, EventCountedAlready
from institutions.models import Institution, ReportingEvent
from institutions.rules import register_of_credit_code
from institutions.services import _rows
from institutions.states import EventKind, Nature, RegisterKind


@transaction.atomic
def reregister_as_nonprofit(
    institution_id: int,
    *,
    on: date,
    credit_code: str | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> ReportingEvent:
    """Note that an institution was registered anew as non-profit (营转非) on the day ``on``.

    Nature and register change, the state does not, and the report counts the event. A new
    legal person has a new credit code: without ``credit_code`` an old one of the business
    register is taken away, since it names a trader that is gone.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        AlreadyNonprofit: there is nothing to change.
        DayInFuture, WrongCreditCode, RegisterContradictsCode, CreditCodeTaken.
    """
    require(by, Permission.INSTITUTION_EDIT)
    institution = _rows.locked(institution_id)
    if institution.nature == Nature.NON_PROFIT:
        raise AlreadyNonprofit(thing=institution)
    _rows.require_happened("登记为非营利性的日期", on, at=at)
    old = _registration(institution)
    institution.nature, institution.register_kind = Nature.NON_PROFIT, RegisterKind.CIVIL
    institution.credit_code = _code_afterwards(institution, credit_code)
    _rows.save(institution)
    kind = EventKind.REREGISTERED_NONPROFIT
    new = _registration(institution)
    return _counted(institution, kind, on, note, by=by, at=at, old=old, new=new)


@transaction.atomic
def record_reporting_event(
    institution_id: int, *, kind: str, on: date, note: str = "", by: User, at: datetime
) -> ReportingEvent:
    """Note an event that only the report counts, such as 压减. Nothing else changes.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        EventCountedAlready: it is noted for this day.
        BadInput: an unknown kind, or one that has a verb of its own.
        DayInFuture: it has not happened yet.
    """
    require(by, Permission.INSTITUTION_EDIT)
    if kind not in EventKind.values:
        raise BadInput(sentence=f"没有“{kind}”这种统计事件，请从列表中选择。")
    if kind == EventKind.REREGISTERED_NONPROFIT:
        raise BadInput(sentence="登记为非营利性须用“登记为非营利性机构”办理，以便同时变更性质。")
    institution = _rows.locked(institution_id)
    _rows.require_happened("事件日期", on, at=at)
    return _counted(institution, EventKind(kind), on, note, by=by, at=at)


def _counted(
    institution: Institution,
    kind: EventKind,
    on: date,
    note: str,
    *,
    by: User,
    at: datetime,
    **facts: str,
) -> ReportingEvent:
    event = ReportingEvent(
        institution=institution, kind=kind, on=on, note=note, recorded_by=by, recorded_at=at
    )
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError as error:
        raise EventCountedAlready(
            thing=institution, on=chinese_date(on), kind=kind.label
        ) from error
    record(
        f"institution.{kind.value}",
        institution,
        by=by,
        at=at,
        on=on.isoformat(),
        note=note,
        **facts,
    )
    return event


def _code_afterwards(institution: Institution, given: str | None) -> str | None:
    if given:
        return _rows.number(Institution, "credit_code", given)
    code = institution.credit_code
    is_traders = code is not None and register_of_credit_code(code) == RegisterKind.BUSINESS
    return None if is_traders else code


def _registration(institution: Institution) -> str:
    words = [institution.get_nature_display(), institution.get_register_kind_display()]
    return "，".join([*words, institution.credit_code or "无统一社会信用代码"])
