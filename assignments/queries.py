"""Reads of assignments for the inbox and for the apps that ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.models import (
    Assignment,
    AssignmentFile,
    AssignmentQuerySet,
    PartFinding,
    Sharing,
    SharingQuerySet,
)
from assignments.states import FileRole, PartField
from tenants.models import CountyQuerySet


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


def overdue_of_askers(user: User, as_of: date) -> AssignmentQuerySet:
    """What other departments owe the user's own department an answer to, too late by now."""
    rows = overdue(as_of).filter(asked_by__department=user.department_id or 0)
    return rows.exclude(asked_of=user.department_id or 0)


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A department's own finding as far as one person may see it; empty what was not shared."""

    part: PartFinding
    is_own: bool
    text: str
    law_text: str
    files: tuple[AssignmentFile, ...]
    sharings: tuple[Sharing, ...]


def parts_seen(assignments: list[int], user: User) -> list[SeenPart]:
    """Own findings of the user's department, and what of others' was shared with it."""
    rows = PartFinding.objects.filter(assignment__in=assignments)
    rows = rows.select_related("assignment__asked_of", "recorded_by")
    rows = rows.prefetch_related(
        "files__file", "files__added_by__department", "sharings__receiver", "sharings__shared_by"
    )
    found = [_seen(part, user) for part in rows]
    return [part for part in found if part is not None]


def _seen(part: PartFinding, user: User) -> SeenPart | None:
    own = part.assignment.asked_of_id == user.department_id
    sharings = tuple(part.sharings.all())
    given = [one for one in sharings if one.receiver_id and one.receiver_id == user.department_id]
    fields = set(PartField.labels) if own else {name for one in given for name in one.fields}
    if not fields:
        return None
    return SeenPart(
        part,
        own,
        part.text if PartField.TEXT.label in fields else "",
        part.law_text if PartField.LAW.label in fields else "",
        tuple(part.files.all()) if PartField.FILES.label in fields else (),
        sharings if own else tuple(given),
    )


def thread_of(assignment: Assignment, user: User) -> list[Sharing]:
    """What went from one department to the other in the course of an assignment, oldest first."""
    rows = Sharing.objects.filter(assignment=assignment).visible_to(user).with_all()
    return list(rows.order_by("shared_at", "pk"))


def files_seen(assignment: Assignment) -> dict[str, list[AssignmentFile]]:
    """Material and papers of the answer, which both sides see."""
    rows = list(
        assignment.files.exclude(role=FileRole.PART).select_related("file", "added_by__department")
    )
    return {role: [row for row in rows if row.role == role] for role in FileRole.values}


def files_for(user: User) -> CountyQuerySet[AssignmentFile]:
    """Files that the person's department may see: of both sides of what it asked or was asked, of
    its own part, and of others' parts that were shared with it.
    """
    takes_part = user.has(Permission.ASSIGNMENT_ANSWER) or user.has(Permission.ASSIGNMENT_ASK)
    if user.department_id is None or not takes_part:
        return AssignmentFile.objects.none()
    given = Sharing.objects.filter(
        receiver=user.department_id, part__isnull=False, fields__contains=[PartField.FILES.label]
    )
    return AssignmentFile.objects.filter(
        Q(part__isnull=True, assignment__in=visible_to(user).order_by().values("pk"))
        | Q(part__assignment__asked_of=user.department_id)
        | Q(part__in=given.order_by().values("part"))
    ).select_related("file", "added_by__department")


def sharings_for(user: User) -> SharingQuerySet:
    return Sharing.objects.visible_to(user).with_all()
