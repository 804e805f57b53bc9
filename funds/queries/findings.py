"""Findings for pages."""

from __future__ import annotations

from accounts.models import User
from funds.models import FundFinding
from funds.models.findings import FundFindingQuerySet


def findings_for(user: User) -> FundFindingQuerySet:
    """What a person may see, with everything that a list prints."""
    rows: FundFindingQuerySet = FundFinding.objects.visible_to(user).with_subjects()
    return rows
