"""Notices, and everything that happened to one after it was printed."""

from enforcement.models.days import EffectNote, ReinspectionPlan
from enforcement.models.links import AnswerPhoto, LinkEnd, PinLink, RectificationLink
from enforcement.models.notices import Notice, NoticeCounter, NoticeFinding, NoticeQuerySet
from enforcement.models.outcomes import Clue, TransferProposal
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
    "AnswerPhoto",
    "Clue",
    "Delivery",
    "EffectNote",
    "Extension",
    "InstitutionAnswer",
    "LinkEnd",
    "PinLink",
    "Notice",
    "NoticeCounter",
    "NoticeFinding",
    "NoticeQuerySet",
    "OrderArrival",
    "OrderRelease",
    "OverdueNote",
    "RectificationLink",
    "Reinspection",
    "ReinspectionPlan",
    "ReleasedOrder",
    "ReleasedOrderQuerySet",
    "TransferProposal",
]
