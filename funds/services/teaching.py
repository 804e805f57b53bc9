"""Lessons: told by the institution, agreed by the parents or by their silence, then earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import NotFound
from funds.errors import (
    ContractOver,
    FundReasonMissing,
    LessonKnown,
    LessonsUsedUp,
    LessonWrong,
)
from funds.models import Contract, Lesson
from funds.services.earning import AGREED, earn_by_lesson
from funds.services.posting import locked_account
from funds.states import LESSON, ContractBasis, ContractState
from funds.terms import last_day

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Held:
    """One session as the institution tells it; ``ref`` is its own number for it."""

    ref: str
    held_on: date
    count: int = 1


@transaction.atomic
def record_lesson(contract_id: int, said: Held, *, by: User, at: datetime) -> Lesson:
    """Put a session on record; the parent is asked from today on.

    Raises:
        LessonKnown, LessonsUsedUp, ContractOver, LessonWrong, NotFound, NotAllowed: then
        nothing was written.
    """
    require(by, Permission.FUND_BOOK)
    contract = _locked_contract(contract_id)
    today = localdate(at)
    if contract.state != ContractState.RUNNING:
        raise ContractOver(contract=contract, state=contract.get_state_display())
    if said.held_on > today or said.count < 1 or contract.basis != ContractBasis.LESSONS:
        raise LessonWrong(contract=contract, held_on=chinese_date(said.held_on))
    if contract.taught.filter(ref=said.ref).exists():
        raise LessonKnown(contract=contract, ref=said.ref)
    taught = contract.taught.counting().aggregate(total=Sum("count"))["total"] or 0
    if taught + said.count > (contract.lessons or 0):
        raise LessonsUsedUp(contract=contract, lessons=contract.lessons, taught=taught)
    lesson = Lesson.objects.create(
        contract=contract,
        ref=said.ref,
        held_on=said.held_on,
        count=said.count,
        asked_on=today,
        answer_by=last_day("confirm_days", today),
    )
    record("fund_lesson.record", lesson, by=by, at=at, count=said.count)
    return lesson


@transaction.atomic
def answer_lesson(
    lesson_id: int, action: str, *, reason: str = "", by: User, at: datetime
) -> Lesson:
    """``confirm`` or ``dispute`` for the parent; ``uphold`` or ``refuse`` to end a dispute.

    A dispute, and saying that it has no ground, take words.

    Raises FundReasonMissing, NotFound, NotAllowed, WrongState.
    """
    if action in ("dispute", "refuse") and not reason.strip():
        raise FundReasonMissing(step=LESSON.moves[action].label)
    return _move(lesson_id, action, by=by, at=at, reason=reason)


def deem_lessons(*, at: datetime) -> int:
    """Silence that lasted long enough counts as agreed; how many lessons. The system's verb."""
    silent = Lesson.objects.silent_on(localdate(at)).order_by("pk")
    keys = list(silent.values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        with transaction.atomic():
            _move(pk, "deem", by=None, at=at)
    return len(keys) + (deem_lessons(at=at) if len(keys) == AT_ONCE else 0)


def _move(
    lesson_id: int, action: str, *, by: User | None, at: datetime, reason: str = ""
) -> Lesson:
    contract_id = Lesson.objects.filter(pk=lesson_id).values_list("contract", flat=True).first()
    if contract_id is None:
        raise NotFound(what="课时")
    contract = _locked_contract(contract_id)
    lesson = Lesson.objects.select_for_update().get(pk=lesson_id)
    lesson.contract = contract
    LESSON.apply(lesson, action, by=by, at=at, **({"reason": reason} if reason else {}))
    lesson.answered_on, lesson.reason = localdate(at), reason
    if lesson.state in AGREED:
        lesson.entry = earn_by_lesson(contract.account, contract, lesson, at=at)
    lesson.save(update_fields=["state", "answered_on", "reason", "entry"])
    return lesson


def _locked_contract(contract_id: int) -> Contract:
    """The contract behind the lock of its account, which comes first everywhere."""
    account_id = Contract.objects.filter(pk=contract_id).values_list("account", flat=True).first()
    if account_id is None:
        raise NotFound(what="培训合同")
    account = locked_account(account_id)
    contract: Contract = Contract.objects.select_for_update(no_key=True).get(pk=contract_id)
    contract.account = account
    return contract
