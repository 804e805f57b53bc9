"""What every verb here does first."""

from __future__ import annotations

from common.errors import NotFound
from institutions.models import Institution
from supervision.errors import SupervisionIncomplete


def require_said(thing: str, **said: str) -> None:
    """Raises SupervisionIncomplete, naming everything that is empty. Keys are the labels."""
    if missing := [label for label, text in said.items() if not text.strip()]:
        raise SupervisionIncomplete(thing=thing, missing="、".join(missing))


def institution_of(institution_id: int) -> Institution:
    """Raises NotFound."""
    found: Institution | None = Institution.objects.filter(pk=institution_id).first()
    if found is None:
        raise NotFound(what="这家机构")
    return found
