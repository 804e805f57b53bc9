"""How values stand in answers: moments with their zone, codes with a label in the asked language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices

from common.clock import CHINA
from partners.language import CHINESE


def moment(at: datetime | None) -> str | None:
    """RFC 3339, in China's zone."""
    return at.astimezone(CHINA).isoformat(timespec="seconds") if at else None


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def labels(choices: type[TextChoices], language: str) -> dict[str, str]:
    """By code, what people call it. The English word is the code's own (docs/glossary.md)."""
    if language == CHINESE:
        return {str(value): str(label) for value, label in choices.choices}
    return {str(value): str(value).replace("_", " ") for value in choices.values}


def labelled(choices: type[TextChoices], value: Any, language: str) -> str:
    return labels(choices, language).get(value, "") if value else ""
