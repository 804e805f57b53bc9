"""Reads of service for the rooms above."""

from __future__ import annotations

from datetime import date

from papers.models import OfficialPaper
from serving.models import AddressConfirmation, Delivery


def service_of(paper: OfficialPaper) -> Delivery | None:
    """The service that counts; it may take effect later (public notice)."""
    return Delivery.objects.first_ones().filter(paper=paper).first()


def effective_service(paper: OfficialPaper, as_of: date) -> Delivery | None:
    """The service of a paper if it had taken effect by that day."""
    return Delivery.objects.first_ones().effective_by(as_of).filter(paper=paper).first()


def confirmation_of(party_key: str, day: date) -> AddressConfirmation | None:
    """The confirmation of addresses that a party had in force on a day."""
    return AddressConfirmation.objects.of_party(party_key).valid_on(day).first()
