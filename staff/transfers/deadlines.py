"""Which deadlines are those of transfers, and where they lead."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from accounts.models import User
from staff.deadlines.things import Thing
from transfers.models import TransferDeadline
from transfers.queries import transfers_for


def things(user: User, keys: Collection[int]) -> dict[int, Thing]:
    """The transfer of each of these deadlines, as far as the person may see it. One query."""
    links = TransferDeadline.objects.filter(
        deadline__in=keys, transfer__in=transfers_for(user)
    ).select_related("transfer__institution")
    return {
        link.deadline_id: Thing(
            str(link.transfer), reverse("staff:transfer", args=[link.transfer_id])
        )
        for link in links
    }
