"""What a recorder hands in: plain values, so that pages, the field app and a replay agree.

Points are WGS 84 (SRID 4326). Files are stored first (documents.services.accept_photo).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point


@dataclass(frozen=True, slots=True)
class AnswerIn:
    """The answer to one item of the visit's checklist: ok, not_ok or not_applicable."""

    code: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FindingIn:
    """One thing found: either a violation (V..) or a routed matter (R..), with its words."""

    text: str
    violation_code: str = ""
    routed_code: str = ""
    item_code: str = ""


@dataclass(frozen=True, slots=True)
class VerdictIn:
    """What the second person says of one finding; only the key means: it stands as recorded.

    ``reason`` of one that is dropped; ``correction``: how it was put right while the officers
    were there, empty when it was not.
    """

    finding_id: int
    is_dropped: bool = False
    reason: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class PhotoIn:
    """A stored photograph; ``finding_no`` counts the record's findings from 1, 0 is none."""

    file_id: int
    taken_at: datetime | None = None
    caption: str = ""
    point: Point | None = None
    finding_no: int = 0


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """Everything that is written down about a visit, at once.

    ``officer_ids`` are those who really went, in order; None means as planned. ``site_facts`` is
    what was noted on site beside the checklist, as ``Visit.site_facts`` says.
    """

    starts_at: datetime
    ends_at: datetime
    point: Point | None = None
    place_text: str = ""
    person_present: str = ""
    person_role: str = ""
    remark: str = ""
    answers: tuple[AnswerIn, ...] = ()
    findings: tuple[FindingIn, ...] = ()
    photos: tuple[PhotoIn, ...] = ()
    officer_ids: tuple[int, ...] | None = None
    site_facts: Mapping[str, Any] = field(default_factory=dict)
