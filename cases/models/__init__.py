"""Rows of penalty cases, from the clue to the decision."""

from cases.models.cases import (
    Case,
    CaseCounter,
    CaseOpinion,
    CaseStep,
    CaseViolation,
)
from cases.models.closing import CaseArchive, Closing
from cases.models.decisions import (
    DecidedPenalty,
    Decision,
    Discussion,
    DiscussionMember,
    OtherFine,
)
from cases.models.evidence import CaseEvidence, Preservation, PreservedItem
from cases.models.filereview import FileReview, ReviewedFile, ReviewMark
from cases.models.findings import InvestigationReport, LegalReview
from cases.models.fund_clues import FundClue
from cases.models.links import CaseDeadline, CasePaper, CaseService
from cases.models.notices import (
    Hearing,
    PriorNotice,
    ProposedPenalty,
    Statement,
    Waiver,
)
from cases.models.officers import CaseOfficer, CaseRecusal, StepOfficer
from cases.models.orders import CaseCorrection
from cases.models.parties import Party
from cases.models.performance import (
    CourtApplication,
    Deferral,
    Instalment,
    Payment,
    Remedy,
)
from cases.models.publication import CreditRepair, Publication, Removal
from cases.models.spot import SpotOfficer, SpotPenalty
from cases.models.transfers import CaseTransfer

__all__ = [
    "ReviewMark",
    "ReviewedFile",
    "FileReview",
    "Closing",
    "CaseArchive",
    "Removal",
    "Publication",
    "CreditRepair",
    "Remedy",
    "Payment",
    "Instalment",
    "Deferral",
    "CourtApplication",
    "Case",
    "CaseCorrection",
    "CaseCounter",
    "CaseDeadline",
    "CaseEvidence",
    "CaseOfficer",
    "CaseOpinion",
    "CasePaper",
    "CaseService",
    "CaseRecusal",
    "CaseStep",
    "CaseViolation",
    "DecidedPenalty",
    "Decision",
    "Discussion",
    "DiscussionMember",
    "CaseTransfer",
    "FundClue",
    "Hearing",
    "InvestigationReport",
    "LegalReview",
    "OtherFine",
    "Party",
    "PreservedItem",
    "Preservation",
    "PriorNotice",
    "ProposedPenalty",
    "SpotOfficer",
    "SpotPenalty",
    "Statement",
    "StepOfficer",
    "Waiver",
]
