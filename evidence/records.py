"""What makers of papers hand in: plain values, so that pages and the field app agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What an on-site record says beyond the visit itself. ``facts``: a paragraph a line."""

    facts: str
    party_comment: str = ""
    certificate_shown: bool = True
    rights_told: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was questioned, as they said; ``age`` in years. Empty texts print a line for the pen."""

    name: str
    sex: str = ""
    age: int | None = None
    id_no: str = ""
    phone: str = ""
    address: str = ""
    employer: str = ""
    position: str = ""
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Questioning:
    """One questioning: about what, where, when, whom, and every question in order."""

    cause: str
    place: str
    starts_at: datetime
    ends_at: datetime
    asked: Asked
    answers: tuple[Answered, ...]
    rights_answer: str = "清楚，不申请回避。"
    clerk: str = ""


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """One line of a list of evidence: an original or a paper, and what it proves."""

    name: str
    proves: str
    source: str = ""
    original_id: int | None = None
    paper_id: int | None = None
    pages: int = 1
    is_copy: bool = False
