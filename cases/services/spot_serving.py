"""The paper of a penalty on the spot (D38) reaches the party, and its clocks begin."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.models import CasePaper, CaseService, SpotPenalty
from cases.roles import DeadlineRole
from cases.services import _clocks
from cases.services._consents import require_own_consent
from common.clock import localdate
from common.errors import NotFound
from papers.catalogue import thaw
from serving.models import Delivery
from serving.services import Served, serve_paper

SPOT_ROLES = {
    "deadline.t11": DeadlineRole.PAYMENT,
    "deadline.t13": DeadlineRole.RECONSIDERATION,
    "deadline.t14": DeadlineRole.LITIGATION,
}


@transaction.atomic
def serve_spot_paper(
    spot_id: int, served: Served, *, repeats: bool = False, by: User, at: datetime
) -> Delivery:
    """Enter that D38 reached the party: on the spot, or left where it refused to sign.

    The remedies of the form begin, and the days to pay where a fine is paid at the bank.
    ``repeats``: served again; no clock that runs begins anew.

    Raises NotFound, NotAllowed, ConsentMissing and what ``serving.services.serve_paper`` raises.
    """
    require(by, Permission.CASE_HANDLE)
    spot = _locked(spot_id)
    link = CasePaper.objects.filter(spot=spot).select_related("paper").first()
    if link is None:
        raise NotFound(what="当场处罚的决定书")
    require_own_consent(spot.party, served)
    held = CaseService.objects.select_for_update(of=("self",))
    waiting = held.filter(case_paper=link, started_at=None).first()
    delivery = serve_paper(link.paper_id, served, repeats=repeats, by=by, at=at)
    service = waiting if repeats else CaseService.objects.create(case_paper=link, delivery=delivery)
    if service is not None and delivery.effective_on <= localdate(at):
        start_spot_clocks(service, on=delivery.effective_on, by=by, at=at)
    return delivery


def start_spot_clocks(service: CaseService, *, on: date, by: User, at: datetime) -> None:
    """What the form of D38 starts, counted from the day of effect. The service is held."""
    link = service.case_paper
    spot, payload = link.spot, link.paper.payload
    assert spot is not None, "a paper of a penalty on the spot"
    assert payload is not None, "what was served was printed"
    service.started_at = at
    service.save(update_fields=["started_at"])
    for key in thaw(payload["form"]).starts:
        role = SPOT_ROLES.get(key)
        if role is None or (role == DeadlineRole.PAYMENT and not _is_to_be_paid(spot)):
            continue
        _clocks.start_of_spot(spot, role, counts_from=on, by=by, at=at)


def _is_to_be_paid(spot: SpotPenalty) -> bool:
    """A warning has nothing to pay, and cash was paid at once."""
    return spot.amount_fen is not None and not spot.cash_ground


def _locked(spot_id: int) -> SpotPenalty:
    """Raises NotFound."""
    held = SpotPenalty.objects.select_for_update(of=("self",)).select_related("party")
    spot = held.filter(pk=spot_id).first()
    if spot is None:
        raise NotFound(what="这份当场处罚")
    return spot
