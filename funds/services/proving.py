"""The nightly proof, kept with its heads."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.services import record
from funds.models import Entry, JournalProof, Leg
from funds.verification import heads, troubles


@transaction.atomic
def prove_journal(*, at: datetime) -> JournalProof:
    """Add the whole journal up from zero and keep what was found. The system's own verb."""
    found = troubles()
    proof = JournalProof.objects.create(
        at=at,
        entries=Entry.objects.count(),
        legs=Leg.objects.count(),
        heads=heads(),
        trouble_count=len(found),
        sentences=[trouble.sentence for trouble in found],
    )
    record("fund_journal.prove", proof, by=None, at=at, troubles=len(found))
    return proof
