"""Notices, and everything that happened to one after it was printed."""

from enforcement.models.days import EffectNote, ReinspectionPlan
from enforcement.models.notices import Notice, NoticeCounter, NoticeFinding, NoticeQuerySet
from enforcement.models.releases import (
    OrderArrival,
    OrderRelease,
    ReleasedOrder,
    ReleasedOrderQuerySet,
)
from enforcement.models.steps import (
    Delivery,
    Extension,
    InstitutionAnswer,
    OverdueNote,
    Reinspection,
)

__all__ = [
    "Delivery",
    "EffectNote",
    "Extension",
    "InstitutionAnswer",
    "Notice",
    "NoticeCounter",
    "NoticeFinding",
    "NoticeQuerySet",
    "OrderArrival",
    "OrderRelease",
    "OverdueNote",
    "Reinspection",
    "ReinspectionPlan",
    "ReleasedOrder",
    "ReleasedOrderQuerySet",
]
