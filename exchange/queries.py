"""Reads of what was exchanged."""

from __future__ import annotations

from accounts.models import User
from assignments.models import Assignment
from assignments.queries import visible_to
from exchange.models import AssignmentFile, RegistryEvent, RegistryEventQuerySet
from tenants.models import CountyQuerySet


def events_for(user: User) -> RegistryEventQuerySet:
    """The events that a person or a system may see, with what a list prints."""
    return RegistryEvent.objects.visible_to(user).select_related("institution", "handled_by")


def files_of(assignment: Assignment) -> CountyQuerySet:
    """The files of an assignment, in the order in which they came."""
    rows = AssignmentFile.objects.filter(assignment=assignment)
    return rows.select_related("file", "attached_by__department")


def files_for(user: User) -> CountyQuerySet:
    """The files of assignments that the user may see."""
    seen = visible_to(user).order_by().values("pk")
    return AssignmentFile.objects.filter(assignment__in=seen).select_related("file")
