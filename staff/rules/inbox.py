"""What waits for whoever takes a county's words for its forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from papers.catalogue import get_form
from papers.county_words import part_label
from papers.queries import waiting_wordings
from staff.inbox.rows import MINE, Work


def work(user: User, as_of: date) -> Iterator[Work]:
    """Proposed words, for everybody who may take them but the one who proposed."""
    if not user.has(P.POLICY_CONFIRM):
        return
    for row in waiting_wordings():
        if row.proposed_by_id == user.pk:
            continue
        form = get_form(row.code, max(row.valid_from, as_of))
        yield Work(
            MINE,
            f"《{form.title}》{part_label(form, row.paragraph)}的表述待采用",
            f"{row.proposed_by.full_name}提出 · {row.source}",
            reverse("staff:wording-proposal", args=[row.pk]),
            "writing",
            label="待采用",
            tone="warn",
        )
