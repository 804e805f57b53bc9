"""Reads of assignments for the inbox and for the apps that ask."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.models import Assignment, AssignmentQuerySet


def visible_to(user: User) -> AssignmentQuerySet:
    """What the user's department was asked, and what it asked of others."""
    if user.department_id is None:
        return Assignment.objects.none()
    seen = Q()
    if user.has(Permission.ASSIGNMENT_ANSWER):
        seen |= Q(asked_of=user.department_id)
    if user.has(Permission.ASSIGNMENT_ASK):
        seen |= Q(asked_of=user.department_id) | Q(asked_by__department=user.department_id)
    if not seen:
        return Assignment.objects.none()
    return Assignment.objects.filter(seen).with_people()


def open_for(department: Department) -> AssignmentQuerySet:
    """What a department still has to answer, the earliest due first, undated ones last."""
    return Assignment.objects.open().filter(asked_of=department).with_people()


def overdue(as_of: date) -> AssignmentQuerySet:
    """Open assignments whose last day for the answer lies before ``as_of``."""
    return Assignment.objects.overdue(as_of).with_people()
