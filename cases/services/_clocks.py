"""The seam to deadlines: a case starts, meets and cancels them by their role."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from cases.models import Case, CaseDeadline, SpotPenalty
from cases.roles import DeadlineRole
from deadlines.models import Deadline
from deadlines.services import cancel_deadline, meet_deadline, start_deadline

KEYS = {
    DeadlineRole.CLUE: "deadline.t01",
    DeadlineRole.DECISION: "deadline.t02",
    DeadlineRole.PRESERVATION: "deadline.t03",
    DeadlineRole.STATEMENT: "deadline.t06",
    DeadlineRole.HEARING_REQUEST: "deadline.t07",
    DeadlineRole.HEARING_CALL: "deadline.t08",
    DeadlineRole.SERVICE: "deadline.t09",
    DeadlineRole.PAYMENT: "deadline.t11",
    DeadlineRole.RECONSIDERATION: "deadline.t13",
    DeadlineRole.LITIGATION: "deadline.t14",
    DeadlineRole.URGING: "deadline.t16",
    DeadlineRole.COURT: "deadline.t17",
    DeadlineRole.PUBLICATION: "deadline.t26",
    DeadlineRole.REMOVAL: "deadline.t37",
    DeadlineRole.WITHDRAWAL: "deadline.t27",
    DeadlineRole.POLICE: "deadline.t19",
    DeadlineRole.CASH_IN: "deadline.t30",
    DeadlineRole.CASH_BANK: "deadline.t30",
}


def start(
    case: Case,
    role: str,
    *,
    counts_from: date | datetime,
    by: User | None,
    at: datetime,
    count: int | None = None,
    unit: str | None = None,
    key: str = "",
) -> Deadline:
    """A deadline of a case by its role, owned by the lead officer. Raises ParameterMissing …

    ``key``: another rule than the one that the role has.
    """
    lead = case.officers.standing().order_by("-role").first()
    deadline = start_deadline(
        key or KEYS[DeadlineRole(role)],
        counts_from=counts_from,
        about=f"案件 {case}",
        by=by,
        at=at,
        owner=lead.user if lead else None,
        count=count,
        unit=unit,
    )
    CaseDeadline.objects.create(case=case, deadline=deadline, role=role)
    return deadline


def again(case: Case, role: str, ended: Deadline, *, by: User | None, at: datetime) -> Deadline:
    """What had been met and is open again: the same rule, day and length once more.

    An ended deadline stays as it ended; the new one has its place.
    """
    return start(
        case,
        role,
        counts_from=ended.counts_from_at or ended.counts_from_on,
        by=by,
        at=at,
        count=ended.count,
        unit=ended.unit,
        key=ended.key,
    )


def start_of_spot(
    spot: SpotPenalty, role: str, *, counts_from: date, by: User, at: datetime
) -> Deadline:
    """A deadline of a penalty on the spot."""
    deadline = start_deadline(
        KEYS[DeadlineRole(role)],
        counts_from=counts_from,
        about=f"{spot}",
        by=by,
        at=at,
        owner=spot.decided_by,
    )
    CaseDeadline.objects.create(spot=spot, deadline=deadline, role=role)
    return deadline


def met(
    case: Case,
    role: str,
    *,
    on: date,
    by: User | None,
    at: datetime,
    counted_from: date | None = None,
    ran_out: bool = False,
) -> None:
    """The open deadlines of that role were met on a day, in time or late.

    ``counted_from``: only the first that began on that day, where a role runs several times.
    ``ran_out``: a period of the party's, over on its last day at the latest; nobody is late.
    """
    running = _open(role, case=case)
    if counted_from is not None:
        running = [one for one in running if one.counts_from_on == counted_from][:1]
    for deadline in running:
        day = min(on, deadline.due_on) if ran_out else on
        meet_deadline(deadline.pk, on=day, by=by, at=at)


def met_of_spot(spot: SpotPenalty, role: str, *, on: date, by: User, at: datetime) -> None:
    for deadline in _open(role, spot=spot):
        meet_deadline(deadline.pk, on=on, by=by, at=at)


def cancelled(
    case: Case, *, reason: str, by: User | None, at: datetime, role: str | None = None
) -> None:
    """No open deadline of the case, or of one role of it, binds anybody any more."""
    for deadline in _open(role, case=case):
        cancel_deadline(deadline.pk, reason=reason, by=by, at=at)


def _open(role: str | None, **of: Case | SpotPenalty) -> list[Deadline]:
    links = CaseDeadline.objects.filter(**of)
    if role is not None:
        links = links.filter(role=role)
    return list(Deadline.objects.open().filter(pk__in=links.values("deadline_id")).order_by("pk"))


def runs(case: Case, role: str) -> bool:
    """Whether a deadline of that role is open."""
    return bool(_open(role, case=case))


def latest(case: Case, role: str) -> Deadline | None:
    """The deadline of that role that began last, open or over; None while there was none."""
    links = CaseDeadline.objects.filter(case=case, role=role).select_related("deadline")
    link = links.order_by("-pk").first()
    return link.deadline if link else None


def met_one(deadline: Deadline, *, on: date, by: User, at: datetime) -> None:
    """One known deadline of a case was met."""
    meet_deadline(deadline.pk, on=on, by=by, at=at)
