"""The tables of planning and drawing, one module per noun."""

from draws.models.draws import Commitment, Draw, DrawnVisit, DrawPartner, DrawSeat, Redraw
from draws.models.plans import (
    Matter,
    OtherVisit,
    PlanCause,
    PlanCounter,
    PlanMatter,
    PlanPaper,
    VisitPlan,
)
from draws.models.recusals import Recusal

__all__ = [
    "Commitment",
    "Draw",
    "DrawPartner",
    "DrawSeat",
    "DrawnVisit",
    "Matter",
    "OtherVisit",
    "PlanCause",
    "PlanCounter",
    "PlanMatter",
    "PlanPaper",
    "Recusal",
    "Redraw",
    "VisitPlan",
]
