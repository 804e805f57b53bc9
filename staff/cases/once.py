"""What several cards of one page ask of a case, worked out once.

Kept on the case as it was read for that page; a verb reads the case anew and finds nothing kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import Case
from cases.services import what_the_file_lacks, why_not_public


def file_lacks(case: Case, today: date) -> list[str]:
    """As ``what_the_file_lacks``."""
    return list(_once(case, what_the_file_lacks, today))


def not_public(case: Case, today: date) -> str:
    """As ``why_not_public``. Raises ParameterMissing."""
    return str(_once(case, why_not_public, today))


def _once(case: Case, asked: Any, today: date) -> Any:
    kept: dict[Any, Any] = case.__dict__.setdefault("_asked_for_the_page", {})
    key = (asked, today)
    if key not in kept:
        kept[key] = asked(case, today)
    return kept[key]
