"""What one assignment is about, and what this person may do with it."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from assignments.models import Assignment
from assignments.states import ASSIGNMENT
from funds.models import FundTask
from inspections.queries import findings_for, visits_for
from staff.buttons import may_move


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


def buttons_of(assignment: Assignment, user: User) -> dict[str, bool]:
    """Asked departments accept, answer, decline; the asking one takes back."""
    is_asked = user.department_id == assignment.asked_of_id
    asker = assignment.asked_by
    is_asker = asker is not None and user.department_id == asker.department_id
    can = {name: may_move(ASSIGNMENT, assignment, name, user) for name in ASSIGNMENT.moves}
    return {
        "may_accept": is_asked and can["accept"],
        "may_answer": is_asked and can["answer"],
        "may_decline": is_asked and can["decline"],
        "may_withdraw": is_asker and can["withdraw"],
    }
