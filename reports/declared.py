"""What was declared for a campaign, by its place in the report."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from inspections.models import Campaign
from reports.models import DeclaredFigure

Declared = Mapping[str, DeclaredFigure]


def declared_of(campaign: Campaign) -> dict[str, DeclaredFigure]:
    return {figure.key: figure for figure in campaign.declared_figures.all()}


def value_of(declared: Declared, key: str) -> Decimal | None:
    """The declared number; None where nothing, or only words, were declared."""
    figure = declared.get(key)
    return figure.value if figure else None


def plain(value: Decimal | int | None) -> int | float | None:
    """An int where it is one, so that 5.00 reads 5; else a float as a report prints it."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
