"""What one assignment is about, its thread, and what this person may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from assignments.models import Assignment
from assignments.queries import SeenPart, files_seen, parts_seen, thread_of
from assignments.states import ASSIGNMENT, FileRole
from funds.models import FundTask
from inspections.models import Visit, VisitAssignment
from inspections.queries import findings_for, visits_for
from staff.buttons import Button, may_move


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the thread: asked, accepted, shared, answered."""

    at: datetime
    title: str
    text: str
    who: str
    tone: str = "info"
    icon: str = "arrows-exchange"


def about(assignment: Assignment, user: User) -> dict[str, Any]:
    """The visit or the finding it was asked for, as far as the person may see it."""
    finding = (
        findings_for(user)
        .filter(assignment_links__assignment=assignment)
        .prefetch_related("photos")
        .first()
    )
    visits = visits_for(user)
    visit = visits.filter(assignment_links__assignment=assignment).first()
    if visit is None and finding is not None:
        visit = visits.filter(pk=finding.visit_id).first()
    task = FundTask.objects.filter(assignment=assignment).select_related("alert", "finding").first()
    fund = task.finding if task and user.has(Permission.FUND_VIEW) else None
    return {"finding": finding, "visit": visit, "fund_finding": fund}


def thread(assignment: Assignment, visit: Visit | None, user: User) -> dict[str, Any]:
    """Files of both sides, parts of the departments, and every step with what was shared in it."""
    files = files_seen(assignment)
    beside = _beside(assignment, visit)
    parts = parts_seen([assignment.pk, *(link.assignment_id for link in beside)], user)
    return {
        "material": files[FileRole.MATERIAL],
        "papers": files[FileRole.ANSWER],
        "beside": beside,
        "parts": parts,
        "steps": _steps(assignment, parts, user),
    }


def _beside(assignment: Assignment, visit: Visit | None) -> list[VisitAssignment]:
    """The other departments of the same joint visit."""
    if visit is None:
        return []
    links = visit.assignment_links.standing().exclude(assignment=assignment)
    return list(links.select_related("assignment__asked_of"))


def _steps(assignment: Assignment, parts: list[SeenPart], user: User) -> list[Step]:
    asked = f"请{assignment.asked_of}办理"
    steps = [Step(assignment.asked_at, "发起", asked, assignment.asker)]
    if assignment.accepted_at:
        steps.append(Step(assignment.accepted_at, "接收", "", str(assignment.accepted_by), "good"))
    shared = {row.pk: row for part in parts for row in part.sharings}
    shared |= {row.pk: row for row in thread_of(assignment, user)}
    steps += [
        Step(
            row.shared_at,
            f"向{row.receiver_name}提供",
            f"{row.get_purpose_display()}：{'、'.join(row.fields)}",
            str(row.shared_by or "系统"),
            "busy",
            "send",
        )
        for row in shared.values()
    ]
    if assignment.answered_at:
        outcome = assignment.get_answer_outcome_display()
        who = str(assignment.answered_by)
        steps.append(Step(assignment.answered_at, "答复", outcome, who, "good", "message"))
    if assignment.closed_at:
        state, why = assignment.get_state_display(), assignment.close_reason
        who = str(assignment.closed_by or "")
        steps.append(Step(assignment.closed_at, state, why, who, "bad", "arrow-back-up"))
    return sorted(steps, key=lambda step: step.at)


def buttons_of(assignment: Assignment, user: User) -> dict[str, Any]:
    """Asked departments accept, answer, decline, enter their part; the asking one takes back."""
    is_asked = user.department_id == assignment.asked_of_id
    asker = assignment.asked_by
    is_asker = asker is not None and user.department_id == asker.department_id
    can = {name: may_move(ASSIGNMENT, assignment, name, user) for name in ASSIGNMENT.moves}
    more = []
    if is_asker and can["withdraw"]:
        more.append(_to("assignment-material", assignment, "补充材料", "plus"))
    if is_asked and can["answer"]:
        more.append(_to("assignment-part", assignment, "登记本部门问题", "alert-circle"))
    return {
        "may_accept": is_asked and can["accept"],
        "may_answer": is_asked and can["answer"],
        "may_decline": is_asked and can["decline"],
        "may_withdraw": is_asker and can["withdraw"],
        "may_share": is_asked and user.has(Permission.ASSIGNMENT_ANSWER),
        "buttons": more,
    }


def _to(name: str, row: Assignment, label: str, icon: str) -> Button:
    return Button(reverse(f"staff:{name}", args=[row.pk]), label, icon)
