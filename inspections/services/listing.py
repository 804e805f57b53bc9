"""Listed follow-up: a problem is listed, its progress noted, its deadline moved, it is struck off."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound, WrongState
from common.text import squash
from inspections.errors import DeadlinePast, ListedAlready, ReasonMissing, WatchesOverSelf
from inspections.models import Campaign, CampaignTarget, ListedProblem, ListedProgress
from inspections.states import LISTED, ListedState


def _target(target_id: int) -> CampaignTarget:
    target = CampaignTarget.objects.select_related("institution").filter(pk=target_id).first()
    if target is None:
        raise NotFound(what="名单上的这家机构")
    return target


def _named(problem: str) -> str:
    words = squash(problem)
    if not words:
        raise BadInput(sentence="没有写明问题，请填写须督办的问题。")
    return words


@transaction.atomic
def list_problem(
    target_id: int,
    *,
    problem: str,
    owner_id: int,
    leader_id: int,
    due_on: date,
    by: User,
    at: datetime,
) -> ListedProblem:
    """Put a problem of one institution on the campaign's list; the owner's department answers.

    Raises NotAllowed, NotFound, BadInput, WatchesOverSelf, DeadlinePast, ListedAlready.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    target = _target(target_id)
    (owner, department), (leader, _) = _person(owner_id), _person(leader_id)
    if owner == leader:
        raise WatchesOverSelf(person=owner.full_name)
    _require_to_come(due_on, at)
    problem = _named(problem)
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=target.campaign_id)
    if there := ListedProblem.objects.open().filter(target=target, problem=problem).first():
        raise ListedAlready(listed=there)
    last = campaign.listed_problems.aggregate(last=Max("no"))["last"] or 0
    listed = ListedProblem.objects.create(
        target=target,
        campaign=campaign,
        no=last + 1,
        problem=problem,
        department=department,
        owner=owner,
        leader=leader,
        due_on=due_on,
        listed_at=at,
        listed_by=by,
    )
    people = {"owner": owner.full_name, "leader": leader.full_name, "due_on": due_on.isoformat()}
    record("listed_problem.list", listed, by=by, at=at, after=listed.state, people=people)
    return listed


@transaction.atomic
def note_progress(listed_id: int, *, text: str, by: User, at: datetime) -> ListedProgress:
    """The owner, the leader or whoever runs the campaign notes what was done.

    The same words again right after are a second click. Raises NotAllowed, NotFound,
    WrongState, ReasonMissing.
    """
    listed = _locked(listed_id)
    if by.pk not in (listed.owner_id, listed.leader_id):
        require(by, Permission.CAMPAIGN_MANAGE)
    _require_open(listed, action="登记进展")
    if not text.strip():
        raise ReasonMissing(action="登记进展", visit=listed)
    last = listed.progress.last()
    if last is not None and (last.text, last.noted_by_id) == (text.strip(), by.pk):
        return last
    noted = ListedProgress.objects.create(
        listed=listed, text=text.strip(), noted_at=at, noted_by=by
    )
    record("listed_problem.note_progress", listed, by=by, at=at, text=noted.text)
    return noted


@transaction.atomic
def move_deadline(
    listed_id: int, *, due_on: date, reason: str, by: User, at: datetime
) -> ListedProblem:
    """Set another deadline, with the reason on record. Raises NotAllowed, NotFound, WrongState,
    ReasonMissing, DeadlinePast.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    listed = _locked(listed_id)
    _require_open(listed, action="调整期限")
    if not reason.strip():
        raise ReasonMissing(action="调整期限", visit=listed)
    _require_to_come(due_on, at)
    before, listed.due_on = listed.due_on, due_on
    listed.save(update_fields=["due_on"])
    days = {"due_before": before.isoformat(), "due_on": due_on.isoformat()}
    record("listed_problem.move_deadline", listed, by=by, at=at, reason=reason.strip(), days=days)
    return listed


@transaction.atomic
def strike_off(listed_id: int, *, result: str, by: User, at: datetime) -> ListedProblem:
    """The leader, or whoever runs the campaign, is content; the owner never decides alone.

    Raises NotAllowed, NotFound, WrongState, ReasonMissing, WatchesOverSelf.
    """
    listed = _locked(listed_id)
    if by.pk == listed.owner_id:
        raise WatchesOverSelf(person=by.full_name)
    if by.pk != listed.leader_id:
        require(by, Permission.CAMPAIGN_MANAGE)
    return _end(listed, "strike_off", result, by=by, at=at)


@transaction.atomic
def take_down(listed_id: int, *, result: str, by: User, at: datetime) -> ListedProblem:
    """Take back a problem that should not have been listed. Raises NotAllowed, NotFound,
    WrongState, ReasonMissing.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    return _end(_locked(listed_id), "take_down", result, by=by, at=at)


def _end(
    listed: ListedProblem, action: str, result: str, *, by: User, at: datetime
) -> ListedProblem:
    if not result.strip():
        raise ReasonMissing(action=LISTED.moves[action].label, visit=listed)
    LISTED.apply(listed, action, by=by, at=at, reason=result.strip())
    listed.ended_at, listed.ended_by, listed.result = at, by, result.strip()[:300]
    listed.save(update_fields=["state", "ended_at", "ended_by", "result"])
    return listed


def _locked(listed_id: int) -> ListedProblem:
    held = ListedProblem.objects.select_for_update(of=("self",)).select_related("campaign")
    listed = held.filter(pk=listed_id).first()
    if listed is None:
        raise NotFound(what="这张督战单")
    return listed


def _require_open(listed: ListedProblem, *, action: str) -> None:
    if listed.state != ListedState.OPEN:
        raise WrongState(
            thing=listed,
            state=listed.get_state_display(),
            action=action,
            wanted=ListedState.OPEN.label,
        )


def _person(user_id: int) -> tuple[User, Department]:
    found = User.objects.active().select_related("department").filter(pk=user_id).first()
    if found is None or found.department is None:
        raise NotFound(what="责任人或督战领导")
    return found, found.department


def _require_to_come(due_on: date, at: datetime) -> None:
    if due_on < localdate(at):
        raise DeadlinePast(due_on=chinese_date(due_on))
