"""Whose consent an electronic service of a case rests on."""

from __future__ import annotations

from cases.models import Party
from cases.queries import address_key
from serving.errors import ConsentMissing
from serving.services import Served
from serving.states import DeliveryWay


def require_own_consent(party: Party | None, served: Served) -> None:
    """Papers know names only; the case tells two people of one name apart. Raises ConsentMissing."""
    if served.way != DeliveryWay.ELECTRONIC or served.confirmation is None:
        return
    if party is None or served.confirmation.party_key != address_key(party):
        raise ConsentMissing()
