"""The verbs of an assignment. Who asks later shows the answer; who is asked decides alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.errors import DueInThePast
from assignments.models import Assignment
from assignments.services._rows import hand_over, locked, require_asked, require_asker
from assignments.states import (
    ASSIGNMENT,
    AnswerOutcome,
    AssignmentKind,
    FileRole,
)
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput
from common.text import squash
from deadlines.models import Deadline
from deadlines.services import cancel_deadline, meet_deadline, start_deadline
from documents.models import StoredFile
from messaging.services import emit
from messaging.states import EventKind
from tenants.searching import refill

ANSWER_RULE = "assignment.within"
_LONGEST_TITLE, _LONGEST_BASIS = 200, 300


@dataclass(frozen=True, slots=True)
class Within:
    """How long there is for the answer, in which days; None: as the county's rule says.

    That deadline reminds who asked and escalates to the section's and the bureau's head.
    """

    count: int | None = None
    unit: str | None = None


@transaction.atomic
def ask(
    department: Department,
    *,
    kind: str,
    title: str,
    text: str = "",
    due_on: date | None = None,
    by: User | None,
    at: datetime,
    basis: str = "",
    material: Sequence[StoredFile] = (),
    within: Within | None = None,
) -> Assignment:
    """Ask a department for a piece of work, to be answered by ``due_on`` or ``within`` so long.

    ``by`` None: the system, for figures that crossed a line. What is told and given is on record.

    Raises NotAllowed, DueInThePast, BadInput, and what ``start_deadline`` raises.
    """
    require(by, Permission.ASSIGNMENT_ASK if by else None)
    _require_known(kind)
    _require_not_past(due_on, localdate(at))
    title = _clean_title(title)
    deadline = None if within is None else _deadline(title, within, by=by, at=at)
    assignment = Assignment.objects.create(
        asked_of=department,
        kind=kind,
        title=title,
        text=text.strip(),
        basis=squash(basis)[:_LONGEST_BASIS],
        due_on=deadline.due_on if deadline else due_on,
        deadline=deadline,
        asked_by=by,
        asked_at=at,
    )
    _give(assignment, material, by=by, at=at)
    facts = {"after": assignment.state, "department": department.name}
    record("assignment.ask", assignment, by=by, at=at, **facts)
    emit(EventKind.ASSIGNMENT_ASKED, assignment, {"kind": kind}, at=at, only_for=[department.pk])
    return assignment


@transaction.atomic
def accept(assignment_id: int, *, by: User, at: datetime) -> Assignment:
    """Take up an assignment in the name of the asked department."""
    assignment = locked(assignment_id)
    require_asked(assignment, by, "接收")
    ASSIGNMENT.apply(assignment, "accept", by=by, at=at)
    assignment.accepted_at, assignment.accepted_by = at, by
    assignment.save(update_fields=["state", "accepted_at", "accepted_by"])
    return assignment


@transaction.atomic
def answer(
    assignment_id: int,
    *,
    text: str,
    outcome: str,
    by: User,
    at: datetime,
    papers: Sequence[StoredFile] = (),
) -> Assignment:
    """Say what came of it. Answering without accepting first is taking up and answering at once.

    ``papers`` go to who asked with the words, and both are on record as shared.

    Raises:
        NotYourDepartment: ``by`` is not of the asked department.
        NotAllowed, WrongState: as the table of moves says.
        BadInput: no text, or an unknown outcome.
    """
    assignment = locked(assignment_id)
    require_asked(assignment, by, "答复")
    text = text.strip()
    if outcome not in AnswerOutcome.values:
        raise BadInput(sentence=f"没有“{outcome}”这种办理结果，请从列表中选择。")
    if not text:
        raise BadInput(sentence="答复内容是空的，请写明办理情况。")
    ASSIGNMENT.apply(assignment, "answer", by=by, at=at, outcome=outcome)
    if assignment.accepted_at is None:
        assignment.accepted_at, assignment.accepted_by = at, by
    assignment.answered_at, assignment.answered_by = at, by
    assignment.answer_text, assignment.answer_outcome = text, outcome
    assignment.save()
    if assignment.deadline_id is not None:
        meet_deadline(assignment.deadline_id, on=localdate(at), by=by, at=at)
    hand_over(assignment, papers, FileRole.ANSWER, words=["办理情况"], by=by, at=at)
    told = {"outcome": outcome}
    emit(EventKind.ASSIGNMENT_ANSWERED, assignment, told, at=at, only_for=_asker(assignment))
    return assignment


@transaction.atomic
def decline(assignment_id: int, *, reason: str, by: User, at: datetime) -> Assignment:
    """Give an assignment back to who asked, with the reason."""
    assignment = locked(assignment_id)
    require_asked(assignment, by, "退回")
    _close(assignment, "decline", reason=reason, by=by, at=at)
    emit(EventKind.ASSIGNMENT_DECLINED, assignment, at=at, only_for=_asker(assignment))
    return assignment


@transaction.atomic
def withdraw(assignment_id: int, *, reason: str, by: User, at: datetime) -> Assignment:
    """Take an assignment back, as when the visit it was asked for is cancelled.

    Any colleague of the asker may, so that nothing hangs on one person's absence. What the
    system asked is taken back by nobody: it is answered.
    """
    assignment = locked(assignment_id)
    require_asker(assignment, by)
    _close(assignment, "withdraw", reason=reason, by=by, at=at)
    asked = [assignment.asked_of_id]
    emit(EventKind.ASSIGNMENT_WITHDRAWN, assignment, at=at, only_for=asked)
    return assignment


def _require_known(kind: str) -> None:
    if kind not in AssignmentKind.values:
        raise BadInput(sentence=f"没有“{kind}”这种协作事项，请从列表中选择。")


def _clean_title(title: str) -> str:
    words = squash(title)
    if not words:
        raise BadInput(sentence="协作事项没有标题，请写明请求对方办理什么。")
    if len(words) > _LONGEST_TITLE:
        raise BadInput(
            sentence=f"协作事项的标题有{len(words)}个字，最多{_LONGEST_TITLE}个字，请缩短。"
        )
    return words


def _require_not_past(due_on: date | None, today: date) -> None:
    if due_on is not None and due_on < today:
        raise DueInThePast(due_on=chinese_date(due_on), today=chinese_date(today))


def _asker(assignment: Assignment) -> list[int | None]:
    """The department that hears of an answer; none for what the system asked."""
    return [assignment.asked_by.department_id] if assignment.asked_by else []


def _close(assignment: Assignment, action: str, *, reason: str, by: User, at: datetime) -> None:
    reason = reason.strip()
    if not reason:
        raise BadInput(sentence="没有写明理由，请说明为什么退回或撤回。")
    ASSIGNMENT.apply(assignment, action, by=by, at=at, reason=reason)
    assignment.closed_at, assignment.closed_by = at, by
    assignment.close_reason = reason
    assignment.save(update_fields=["state", "closed_at", "closed_by", "close_reason"])
    if assignment.deadline_id is not None:
        cancel_deadline(assignment.deadline_id, reason=reason, by=by, at=at)


def _deadline(title: str, within: Within, *, by: User | None, at: datetime) -> Deadline:
    """Owned by who asked: the one to urge, and the first to be reminded."""
    return start_deadline(
        ANSWER_RULE,
        counts_from=localdate(at),
        about=f"协作事项“{title}”",
        by=by,
        at=at,
        owner=by,
        count=within.count,
        unit=within.unit,
    )


def _give(
    assignment: Assignment, material: Sequence[StoredFile], *, by: User | None, at: datetime
) -> None:
    """What the asked department is told and handed."""
    if material and by is None:
        raise BadInput(sentence="系统发起的协作事项没有随附材料。")
    words = ["事项", *(["请办内容"] if assignment.text else [])]
    hand_over(assignment, material, FileRole.MATERIAL, words=words, by=by, at=at)


def fill_initials() -> int:
    """Write the initials of titles anew where they differ; how many did."""
    return refill(Assignment.objects.only("initials", *Assignment.initials_from).iterator())
