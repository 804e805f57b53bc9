"""The one way a case moves or gets a line in its timeline; who may do it, on which day."""

from __future__ import annotations

from datetime import date, datetime

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.errors import (
    CaseDayWrong,
    ClockBehind,
    NotYourCase,
    OfficersMissing,
    OwnCase,
    Recused,
)
from cases.models import Case, CaseOfficer, CaseStep, StepOfficer
from cases.states import CASE, OFFICER_ACTIONS, CaseState, RecusalState
from common.clock import chinese_date, localdate
from common.errors import WrongState


def move(
    case: Case,
    action: str,
    *,
    on: date | None = None,
    by: User | None,
    at: datetime,
    text: str = "",
    **changed: object,
) -> CaseStep:
    """Move a locked case as its table says, with the step that tells of it, and save it.

    ``changed`` are further columns of the case that change with the move. Raises NotAllowed,
    WrongState, OfficersMissing, CaseDayWrong, ClockBehind; then nothing has changed.
    """
    source = case.state
    CASE.apply(case, action, by=by, at=at)
    for name, value in changed.items():
        setattr(case, name, value)
    label = text or CASE.moves[action].label
    step = _written(case, action, source=source, on=on, by=by, at=at, text=label)
    case.save()
    return step


def note(
    case: Case,
    action: str,
    *,
    text: str,
    on: date | None = None,
    by: User | None,
    at: datetime,
) -> CaseStep:
    """A line in the timeline that leaves the case where it is; saves the case.

    The verb has asked its permission. Raises WrongState for an archived case, OfficersMissing,
    CaseDayWrong, ClockBehind.
    """
    require_not_archived(case, "登记办案经过")
    step = _written(case, action, source=case.state, on=on, by=by, at=at, text=text)
    case.save()
    record(f"case.{action}", case, by=by, at=at, text=text, on=step.happened_on.isoformat())
    return step


def require_not_archived(case: Case, action: str) -> None:
    """Go on only while the file is open: an archived one takes nothing more. Raises WrongState."""
    if case.state == CaseState.ARCHIVED:
        raise WrongState(
            thing=case,
            state=case.get_state_display(),
            action=action,
            wanted=CaseState.CLOSED.label,
        )


def require_officer(case: Case, by: User, action: str) -> None:
    """Go on only if ``by`` handles this case now. Raises NotAllowed, NotYourCase."""
    require(by, Permission.CASE_HANDLE)
    if not CaseOfficer.objects.standing().filter(case=case, user=by).exists():
        raise NotYourCase(case=case, action=action)


def require_stranger(case: Case, by: User, permission: Permission, action: str) -> None:
    """Go on only if ``by`` never handled this case and was not recused from it (guard 3, art. 43).

    Raises NotAllowed, OwnCase, Recused.
    """
    require(by, permission)
    if CaseOfficer.objects.filter(case=case, user=by).exists():
        raise OwnCase(case=case, action=action)
    if case.recusals.filter(person=by, state=RecusalState.GRANTED).exists():
        raise Recused(case=case, action=action)


def require_day(what: str, day: date, *, at: datetime, after: date | None = None) -> None:
    """Go on only if a day is not after today and not before ``after``. Raises CaseDayWrong."""
    if day > localdate(at):
        raise CaseDayWrong(what=what, day=chinese_date(day), why="不能晚于今天")
    if after is not None and day < after:
        why = f"不能早于{chinese_date(after)}"
        raise CaseDayWrong(what=what, day=chinese_date(day), why=why)


def _written(
    case: Case,
    action: str,
    *,
    source: str,
    on: date | None,
    by: User | None,
    at: datetime,
    text: str,
) -> CaseStep:
    day = on or localdate(at)
    require_day("办理", day, at=at)
    last = case.steps.last()
    if last is not None and last.recorded_at > at:
        raise ClockBehind(case=case, last=f"{last.recorded_at:%F %T}", now=f"{at:%F %T}")
    needs = action in OFFICER_ACTIONS
    officers = list(case.officers.on(day)) if needs else []
    people = {officer.user_id for officer in officers}
    if needs and len(people) < 2:
        raise OfficersMissing(
            case=case, day=chinese_date(day), count=len(people), action=text or action
        )
    case.step_count += 1
    step = CaseStep.objects.create(
        case=case,
        no=case.step_count,
        action=action,
        source=source,
        target=case.state,
        happened_on=day,
        text=text,
        needs_officers=needs,
        recorded_at=at,
        recorded_by=by,
    )
    StepOfficer.objects.bulk_create(StepOfficer(step=step, officer=one) for one in officers)
    return step
