"""The verbs of an assignment. Who asks later shows the answer; who is asked decides alone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.errors import DueInThePast, NotTheAsker, NotYourDepartment
from assignments.models import Assignment
from assignments.states import ASSIGNMENT, AnswerOutcome, AssignmentKind
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from common.text import squash
from messaging.services import emit
from messaging.states import EventKind
from tenants.searching import refill

_LONGEST_TITLE = 200


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
) -> Assignment:
    """Ask a department of the county for a piece of work, to be answered by ``due_on``.

    ``by`` None is the system, for figures that crossed a line.

    Raises:
        NotAllowed: ``by`` may not ask other departments.
        BadInput: there is no title, or the kind is unknown.
        DueInThePast: ``due_on`` lies before the day of ``at``.
    """
    require(by, Permission.ASSIGNMENT_ASK if by else None)
    if kind not in AssignmentKind.values:
        raise BadInput(sentence=f"没有“{kind}”这种协作事项，请从列表中选择。")
    _require_not_past(due_on, localdate(at))
    assignment = Assignment.objects.create(
        asked_of=department,
        kind=kind,
        title=_clean_title(title),
        text=text.strip(),
        due_on=due_on,
        asked_by=by,
        asked_at=at,
    )
    facts = {"after": assignment.state, "department": department.name}
    record("assignment.ask", assignment, by=by, at=at, **facts)
    emit(EventKind.ASSIGNMENT_ASKED, assignment, {"kind": kind}, at=at, only_for=[department.pk])
    return assignment


@transaction.atomic
def accept(assignment_id: int, *, by: User, at: datetime) -> Assignment:
    """Take up an assignment in the name of the asked department."""
    assignment = _locked(assignment_id)
    _require_asked(assignment, by, "接收")
    ASSIGNMENT.apply(assignment, "accept", by=by, at=at)
    assignment.accepted_at, assignment.accepted_by = at, by
    assignment.save(update_fields=["state", "accepted_at", "accepted_by"])
    return assignment


@transaction.atomic
def answer(assignment_id: int, *, text: str, outcome: str, by: User, at: datetime) -> Assignment:
    """Say what came of it. Answering without accepting first is taking up and answering at once.

    Raises:
        NotYourDepartment: ``by`` is not of the asked department.
        NotAllowed, WrongState: as the table of moves says.
        BadInput: no text, or an unknown outcome.
    """
    assignment = _locked(assignment_id)
    _require_asked(assignment, by, "答复")
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
    asker = [assignment.asked_by.department_id] if assignment.asked_by else []
    emit(EventKind.ASSIGNMENT_ANSWERED, assignment, {"outcome": outcome}, at=at, only_for=asker)
    return assignment


@transaction.atomic
def decline(assignment_id: int, *, reason: str, by: User, at: datetime) -> Assignment:
    """Give an assignment back to who asked, with the reason."""
    assignment = _locked(assignment_id)
    _require_asked(assignment, by, "退回")
    return _close(assignment, "decline", reason=reason, by=by, at=at)


@transaction.atomic
def withdraw(assignment_id: int, *, reason: str, by: User, at: datetime) -> Assignment:
    """Take an assignment back, as when the visit it was asked for is cancelled.

    Any colleague of the asker may, so that nothing hangs on one person's absence. What the
    system asked is taken back by nobody: it is answered.
    """
    assignment = _locked(assignment_id)
    asker = assignment.asked_by.department if assignment.asked_by else None
    if asker is None or by.department_id != asker.pk:
        raise NotTheAsker(thing=assignment, department=asker.name if asker else "发起部门")
    return _close(assignment, "withdraw", reason=reason, by=by, at=at)


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


def _close(
    assignment: Assignment, action: str, *, reason: str, by: User, at: datetime
) -> Assignment:
    reason = reason.strip()
    if not reason:
        raise BadInput(sentence="没有写明理由，请说明为什么退回或撤回。")
    ASSIGNMENT.apply(assignment, action, by=by, at=at, reason=reason)
    assignment.closed_at, assignment.closed_by = at, by
    assignment.close_reason = reason
    assignment.save(update_fields=["state", "closed_at", "closed_by", "close_reason"])
    return assignment


def _locked(assignment_id: int) -> Assignment:
    found = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asked_of", "asked_by__department")
        .filter(pk=assignment_id)
        .first()
    )
    if found is None:
        raise NotFound(what="这件协作事项")
    return found


def _require_asked(assignment: Assignment, by: User, action: str) -> None:
    if by.department_id != assignment.asked_of_id:
        raise NotYourDepartment(
            thing=assignment, department=assignment.asked_of.name, action=action
        )


def fill_initials() -> int:
    """Write the initials of titles anew where they differ; how many did."""
    return refill(Assignment.objects.only("initials", *Assignment.initials_from).iterator())
