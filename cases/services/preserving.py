"""先行登记保存: asked for, approved by the head, kept, and handled within seven working days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, PreservationOpen
from cases.models import Case, Preservation, PreservedItem
from cases.roles import DeadlineRole, PaperRole
from cases.services import _clocks, _internal, _papers
from cases.services._locks import locked
from cases.services._steps import note, require_day, require_officer, require_stranger
from cases.states import IN_PROCEDURE, PRESERVATION, PreservationEnd, PreservationState
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound, WrongState

_OPEN = (PreservationState.ASKED, PreservationState.APPROVED, PreservationState.KEPT)


@transaction.atomic
def ask_preservation(
    case_id: int,
    items: list[dict[str, str]],
    *,
    reason: str,
    place: str,
    by: User,
    at: datetime,
) -> Preservation:
    """Ask to keep things that may be lost (D19). ``items``: name, quantity, condition.

    Raises NotFound, NotAllowed, NotYourCase, WrongState, CaseWordsMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "申请先行登记保存")
    _require_running(case)
    listed = [one for one in items if one.get("name") and one.get("quantity")]
    said = (("理由", reason.strip()), ("保存地点", place.strip()), ("物品清单", listed))
    if missing := [label for label, value in said if not value]:
        raise CaseWordsMissing(thing="先行登记保存", missing="、".join(missing))
    kept = Preservation.objects.create(
        case=case, reason=reason.strip(), place=place.strip(), asked_at=at, asked_by=by
    )
    PreservedItem.objects.bulk_create(
        PreservedItem(
            preservation=kept,
            no=no,
            name=one["name"],
            quantity=one["quantity"],
            condition=one.get("condition", ""),
        )
        for no, one in enumerate(listed, start=1)
    )
    note(case, "ask_keep", text=f"申请先行登记保存{len(listed)}项物品", by=by, at=at)
    return kept


@transaction.atomic
def decide_preservation(
    preservation_id: int,
    *,
    approves: bool,
    by: User,
    at: datetime,
    paper: dict[str, Any] | None = None,
) -> Preservation:
    """The head approves or refuses (D19); with ``paper`` the notice D20 is issued at once.

    Raises NotFound, NotAllowed, OwnCase, WrongState, PaperFactsMissing …
    """
    case, kept = _locked(preservation_id)
    action = "批准先行登记保存" if approves else "不批准先行登记保存"
    require_stranger(case, by, Permission.CASE_DECIDE, action)
    PRESERVATION.apply(kept, "approve" if approves else "refuse", by=by, at=at)
    kept.decided_at, kept.decided_by = at, by
    kept.save()
    note(case, "approve_keep" if approves else "refuse_keep", text=action, by=by, at=at)
    _internal.preservation(case, kept, by=by, at=at)
    if approves and paper is not None:
        goods = [
            {"no": str(one.no), "name": one.name, "count": one.quantity, "state": one.condition}
            for one in kept.items.all()
        ]
        told = {"goods": goods, "place": kept.place, **paper}
        _papers.issue(case, "D20", told, PaperRole.PRESERVATION, by=by, at=at)
    return kept


@transaction.atomic
def keep_things(preservation_id: int, *, on: date, by: User, at: datetime) -> Preservation:
    """The things are registered and kept; the seven working days begin (T03).

    Raises NotFound, NotYourCase, WrongState, CaseDayWrong, OfficersMissing.
    """
    case, kept = _locked(preservation_id)
    require_officer(case, by, "登记保存")
    _require_running(case)
    PRESERVATION.apply(kept, "keep", by=by, at=at)
    assert kept.decided_at is not None
    require_day("登记保存", on, at=at, after=localdate(kept.decided_at))
    deadline = _clocks.start(case, DeadlineRole.PRESERVATION, counts_from=on, by=by, at=at)
    kept.kept_on, kept.handle_by = on, deadline.due_on
    kept.save()
    told = f"先行登记保存，{chinese_date(deadline.due_on)}前处理"
    note(case, "keep", text=told, on=on, by=by, at=at)
    return kept


@transaction.atomic
def handle_kept(
    preservation_id: int, *, handling: str, reason: str, on: date, by: User, at: datetime
) -> Preservation:
    """Decide what happens to the kept things (D21): returned, copied, appraised, lifted …

    Raises NotFound, NotYourCase, WrongState, CaseWordsMissing, CaseDayWrong, OfficersMissing.
    """
    case, kept = _locked(preservation_id)
    require_officer(case, by, "处理保存物品")
    if handling not in PreservationEnd.values:
        raise BadInput(sentence=f"没有“{handling}”这种处理方式，请从列表中选择。")
    if not reason.strip():
        raise CaseWordsMissing(thing="保存物品处理", missing="理由")
    PRESERVATION.apply(kept, "handle", by=by, at=at)
    assert kept.kept_on is not None
    require_day("处理", on, at=at, after=kept.kept_on)
    kept.handled_on, kept.handling, kept.handling_reason = on, handling, reason.strip()
    kept.save()
    role, since = DeadlineRole.PRESERVATION, kept.kept_on
    _clocks.met(case, role, on=on, by=by, at=at, counted_from=since)
    late = kept.handle_by is not None and on > kept.handle_by
    told = f"处理保存物品：{kept.get_handling_display()}" + ("（逾期）" if late else "")
    note(case, "handle_kept", text=told, on=on, by=by, at=at)
    return kept


def _require_running(case: Case) -> None:
    if case.state not in IN_PROCEDURE:
        raise WrongState(
            thing=case, state=case.get_state_display(), action="先行登记保存", wanted="调查中"
        )


def require_handled(case: Case, action: str, *, states: tuple[str, ...] = _OPEN) -> None:
    """Go on only if no keeping of the case is in one of these states. Raises PreservationOpen."""
    waiting = case.preservations.filter(state__in=states)
    if names := [item.name for kept in waiting for item in kept.items.all()]:
        raise PreservationOpen(case=case, items="、".join(names), action=action)


def _locked(preservation_id: int) -> tuple[Case, Preservation]:
    found = Preservation.objects.filter(pk=preservation_id).values_list("case_id", flat=True)
    case_id = found.first()
    if case_id is None:
        raise NotFound(what="这次先行登记保存")
    case = locked(case_id)
    return case, Preservation.objects.select_for_update(of=("self",)).get(pk=preservation_id)
