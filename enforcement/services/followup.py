"""After the service: longer limits, answers, re-inspections, and limits that ran out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from documents.models import StoredFile
from enforcement import rules
from enforcement.errors import (
    AlreadyExtended,
    ExtensionTooLong,
    LimitOver,
    NoLimitRuns,
    NotAReinspection,
    NotExtendable,
    ReasonMissing,
    ReceivedDayWrong,
)
from enforcement.limits import due_from, keep_due
from enforcement.models import Extension, InstitutionAnswer, Notice, OverdueNote, Reinspection
from enforcement.models.notices import NoticeQuerySet
from enforcement.services._consequences import WITH_A_LIMIT, note_obeyed
from enforcement.services._locks import locked
from enforcement.services.drafting import Limit, checked
from enforcement.states import NOTICE, NoticeState, ReinspectionResult
from inspections.models import Visit
from inspections.states import VisitPurpose, VisitState
from policies.queries import Due, parameter

_EXTENDING: dict[str, str] = {
    NoticeState.ANSWERED: "extend_answered",
    NoticeState.UNMET: "extend_unmet",
}


@transaction.atomic
def extend_notice(notice_id: int, *, limit: Limit, reason: str, by: User, at: datetime) -> Notice:
    """Lengthen a running rectification limit, or set a new one after it was not met. Once.

    Before the limit is over it is lengthened from its last day; after a failed re-inspection
    the new limit counts from today. Raises NotAllowed, WrongState, NotExtendable,
    AlreadyExtended, LimitOver, ReasonMissing, LimitWrong, ExtensionTooLong.
    """
    require(by, Permission.NOTICE_EXTEND)
    notice = locked(notice_id)
    today = localdate(at)
    _check_extendable(notice, reason, today=today)
    checked(limit)
    NOTICE.apply(
        notice, _EXTENDING.get(notice.state, "extend"), by=by, at=at, reason=reason.strip()
    )
    start = rules.extension_start(notice.last_day, today=today)
    due = due_from(start, limit.count, limit.unit)
    _require_not_too_long(due, start, today)
    Extension.objects.create(
        notice=notice,
        reason=reason.strip(),
        count=limit.count,
        unit=limit.unit,
        old_due_on=notice.last_day,
        start_on=start,
        new_due_on=due.due_on,
        is_provisional=due.is_provisional,
        extended_at=at,
        extended_by=by,
    )
    keep_due(notice, due)
    notice.save()
    return notice


@transaction.atomic
def record_answer(
    notice_id: int,
    *,
    text: str,
    received_on: date,
    by: User,
    at: datetime,
    file: StoredFile | None = None,
) -> InstitutionAnswer:
    """Enter what the institution reported; a second report is a second row.

    The same words of the same day again are a second click and change nothing.

    Raises NotAllowed, WrongState, ReasonMissing, ReceivedDayWrong.
    """
    require(by, Permission.NOTICE_ANSWER)
    notice = _ordering(notice_id, action="登记整改报告")
    same = notice.answers.filter(text=text.strip(), received_on=received_on, file=file).first()
    if same is not None and notice.state == NoticeState.ANSWERED:
        return same
    NOTICE.apply(notice, "record_answer", by=by, at=at)
    if not text.strip():
        raise ReasonMissing(action="登记整改报告")
    if not notice.delivery.delivered_on <= received_on <= localdate(at):
        raise ReceivedDayWrong(
            day=chinese_date(received_on),
            served_on=chinese_date(notice.delivery.delivered_on),
        )
    notice.save(update_fields=["state"])
    return InstitutionAnswer.objects.create(
        notice=notice,
        text=text.strip(),
        received_on=received_on,
        file=file,
        entered_at=at,
        entered_by=by,
    )


@transaction.atomic
def reinspect(
    notice_id: int, *, visit_id: int, result: str, by: User, at: datetime, remark: str = ""
) -> Notice:
    """Enter what a confirmed re-inspection found: obeyed closes the notice, else it is unmet.

    Obeyed also tells the registry: a stopped institution is stopped, a corrected one goes on.
    Raises NotAllowed, WrongState, NotFound, BadInput, NotAReinspection.
    """
    notice = _ordering(notice_id, action="复查")
    if result not in ReinspectionResult.values:
        raise BadInput(sentence=f"没有“{result}”这种复查结果，请从列表中选择。")
    passed = result == ReinspectionResult.PASSED
    NOTICE.apply(notice, "close" if passed else "find_unmet", by=by, at=at, result=result)
    visits = Visit.objects.select_for_update(of=("self",), no_key=True)
    visit = visits.select_related("institution").filter(pk=visit_id).first()
    if visit is None:
        raise NotFound(what="这次检查")
    if why := _why_no_reinspection(visit, notice):
        raise NotAReinspection(visit=visit, notice=notice, why=why)
    Reinspection.objects.create(
        notice=notice,
        visit=visit,
        result=result,
        remark=remark.strip(),
        entered_at=at,
        entered_by=by,
    )
    if passed:
        notice.closed_at, notice.closed_by = at, by
    notice.save(update_fields=["state", "closed_at", "closed_by"])
    if passed:
        note_obeyed(notice, by=by, at=at)
    return notice


def note_overdue(as_of: date, *, at: datetime) -> int:
    """Write down, once per notice and limit, that a limit ran out unmet; how many were new.

    Overdue itself is no state: it follows from the due date on any day.
    """
    late = Notice.objects.orders().overdue(as_of).order_by("pk").values_list("pk", flat=True)
    return sum(_note_one(notice_id, as_of, at=at) for notice_id in list(late))


def settle_due_dates(*, at: datetime) -> int:
    """Compute provisional due dates again, once the holiday notice of their year is known.

    Returns how many were settled. A date that had already been shown may move by days.
    """
    pks = list(_unsettled().order_by("pk").values_list("pk", flat=True))
    return sum(_settle_one(notice_id, at=at) for notice_id in pks)


def _unsettled() -> NoticeQuerySet:
    return Notice.objects.running().filter(due_is_provisional=True)


@transaction.atomic
def _note_one(notice_id: int, as_of: date, *, at: datetime) -> bool:
    notice = Notice.objects.overdue(as_of).filter(pk=notice_id).select_for_update().first()
    if notice is None:
        return False
    _, is_new = OverdueNote.objects.get_or_create(
        notice=notice, due_on=notice.last_day, defaults={"noted_on": as_of}
    )
    if is_new:
        record("notice.overdue", notice, by=None, at=at, due_on=notice.last_day.isoformat())
    return is_new


@transaction.atomic
def _settle_one(notice_id: int, *, at: datetime) -> bool:
    notice = _unsettled().filter(pk=notice_id).select_for_update().first()
    if notice is None:
        return False
    longer = Extension.objects.filter(notice=notice).first()
    assert notice.served_on is not None
    assert notice.limit_count is not None
    if longer is not None:
        due = due_from(longer.start_on, longer.count, longer.unit)
    else:
        due = due_from(notice.served_on, notice.limit_count, notice.limit_unit)
    if due.is_provisional:
        return False
    before = f"{notice.due_on}"
    keep_due(notice, due)
    notice.save(update_fields=["due_on", "due_is_provisional", "calendar_known_until"])
    record(
        "notice.settle_due_date",
        notice,
        by=None,
        at=at,
        due_before=before,
        due_on=due.due_on.isoformat(),
    )
    return True


def _ordering(notice_id: int, *, action: str) -> Notice:
    """The notice, locked; a paper that orders nothing is refused."""
    notice = locked(notice_id)
    if not notice.orders_something:
        raise NoLimitRuns(notice=notice, action=action)
    return notice


def _check_extendable(notice: Notice, reason: str, *, today: date) -> None:
    if notice.form not in WITH_A_LIMIT:
        raise NotExtendable(notice=notice, form=notice.get_form_display())
    if not reason.strip():
        raise ReasonMissing(action="延期")
    if (earlier := Extension.objects.filter(notice=notice).first()) is not None:
        raise AlreadyExtended(notice=notice, new_due_on=chinese_date(earlier.new_due_on))
    is_running = notice.state in (NoticeState.SERVED, NoticeState.ANSWERED)
    if is_running and notice.last_day < today:
        raise LimitOver(notice=notice, due_on=chinese_date(notice.last_day))


def _require_not_too_long(due: Due, start: date, today: date) -> None:
    """Days are compared, not counts: the county's longest may be in another unit."""
    most = parameter("rectification.extension_max", today)
    latest = due_from(start, most["count"], most["unit"])
    if due.due_on > latest.due_on:
        raise ExtensionTooLong(due_on=chinese_date(due.due_on), latest=chinese_date(latest.due_on))


def _why_no_reinspection(visit: Visit, notice: Notice) -> str:
    """Why this visit cannot show whether the notice was obeyed; empty when it can."""
    if visit.institution_id != notice.institution_id:
        return "检查的是另一家机构"
    if visit.purpose != VisitPurpose.REINSPECTION:
        return f"检查类型是“{visit.get_purpose_display()}”，须为“{VisitPurpose.REINSPECTION.label}”"
    if visit.state != VisitState.CONFIRMED:
        return f"检查记录是“{visit.get_state_display()}”，须先由他人确认"
    if notice.served_on and visit.visited_on < notice.served_on:
        return f"检查日期早于送达生效的{chinese_date(notice.served_on)}"
    if Reinspection.objects.filter(notice=notice, visit=visit).exists():
        return "这次检查的复查结果已经登记"
    return ""
