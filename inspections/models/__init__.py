"""The tables of inspections, one module per noun."""

from inspections.models.campaigns import Campaign, CampaignDepartment, CampaignTarget
from inspections.models.checklists import Checklist, ChecklistItem
from inspections.models.findings import Finding, FindingAssignment, Photo
from inspections.models.listings import ListedProblem, ListedProblemQuerySet, ListedProgress
from inspections.models.reviews import FindingReview
from inspections.models.visits import Answer, Visit, VisitAssignment, VisitOfficer, VisitQuerySet

__all__ = [
    "Answer",
    "Campaign",
    "CampaignDepartment",
    "CampaignTarget",
    "Checklist",
    "ChecklistItem",
    "Finding",
    "FindingAssignment",
    "FindingReview",
    "ListedProblem",
    "ListedProblemQuerySet",
    "ListedProgress",
    "Photo",
    "Visit",
    "VisitAssignment",
    "VisitOfficer",
    "VisitQuerySet",
]
