"""Assignments, the files and findings that belong to them, and what was shared."""

from assignments.models.assignments import Assignment, AssignmentQuerySet
from assignments.models.sharing import AssignmentFile, PartFinding, Sharing, SharingQuerySet

__all__ = [
    "Assignment",
    "AssignmentFile",
    "AssignmentQuerySet",
    "PartFinding",
    "Sharing",
    "SharingQuerySet",
]
