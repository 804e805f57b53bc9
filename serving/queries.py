"""Reads of service for the rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from papers.models import OfficialPaper, PaperQuerySet
from papers.queries import papers_for
from papers.states import PaperState
from policies.queries import values_on
from serving.models import AddressConfirmation, Attempt, ConfirmationQuerySet, Delivery

_LEAD = "serving.lead_days"


def service_of(paper: OfficialPaper) -> Delivery | None:
    """The service that counts; it may take effect later (public notice)."""
    return Delivery.objects.filter(paper=paper).by_effect().first()


def effective_service(paper: OfficialPaper, as_of: date) -> Delivery | None:
    """The service of a paper if it had taken effect by that day."""
    return Delivery.objects.effective_by(as_of).filter(paper=paper).by_effect().first()


def is_for_service(paper: OfficialPaper) -> bool:
    """Whether a paper of this form is brought to a party at all.

    Records, receipts and lists bear no number: they are signed where they are made, or go along.
    """
    return paper.audience == "party" and bool(paper.number_class)


def is_out_for_service(paper: OfficialPaper) -> bool:
    """Printed, standing, and to be brought to a party."""
    return paper.state == PaperState.PRINTED and is_for_service(paper)


def served_to(paper: OfficialPaper) -> Any:
    """The fact ``party`` of a paper as it was frozen: a mapping, a name, or None."""
    facts = paper.payload["facts"] if paper.payload else paper.facts
    return facts.get("party")


def services_of(papers: Iterable[OfficialPaper]) -> tuple[list[Attempt], list[Delivery]]:
    """What was tried and done to bring these papers to their party. Two queries."""
    keys = [paper.pk for paper in papers]
    tried = Attempt.objects.filter(paper__in=keys).select_related("recorded_by", "proof")
    done = Delivery.objects.filter(paper__in=keys).select_related("recorded_by", "proof")
    return list(tried), list(done)


def lead_days(as_of: date) -> int:
    """After how many calendar days an issued paper should have reached its party."""
    return int(values_on(as_of, [_LEAD])[_LEAD])


def papers_unserved(user: User, as_of: date) -> PaperQuerySet:
    """Numbered papers for a party, printed longer ago than the county's lead time, served to
    nobody; the oldest first.
    """
    before = as_of - timedelta(days=lead_days(as_of))
    served = Exists(Delivery.objects.filter(paper=OuterRef("pk")))
    waiting = papers_for(user).filter(state=PaperState.PRINTED, dated_on__lt=before)
    waiting = waiting.filter(~served, audience="party").exclude(number_class="")
    return waiting.order_by("dated_on", "pk")


def confirmation_of(party_key: str, day: date) -> AddressConfirmation | None:
    """The confirmation of addresses that a party had in force on a day."""
    return AddressConfirmation.objects.of_party(party_key).valid_on(day).first()


def confirmations_for(user: User) -> ConfirmationQuerySet:
    """What a person may see, the last signed first."""
    rows: ConfirmationQuerySet = AddressConfirmation.objects.visible_to(user)
    return rows.select_related("confirmed_by", "ended_by", "signed_file")
