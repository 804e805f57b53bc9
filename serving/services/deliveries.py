"""A paper reaches its party: five ways, each with its proof and its own day of effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput
from documents.models import StoredFile
from papers.models import OfficialPaper
from policies.queries import parameter
from serving import demands
from serving.errors import (
    AccountUnconfirmed,
    ConsentMissing,
    NothingToRepeat,
    OtherWaysUntried,
    RepetitionTooEarly,
    ServedAlready,
    ServiceIncomplete,
)
from serving.models import AddressConfirmation, Delivery
from serving.queries import served_to
from serving.services._papers import require_day, servable
from serving.states import DeliveryWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the receipt (送达回证, D41) tells of one service. The way says which fields it needs.

    ``delivered_on``: the day handed over, left, arrived, on the postal receipt, or published.
    direct: recipient; of a substitute also ``relation``. left: reason, place, and a witness, or
    pictures of how it was left. electronic: a confirmation with consent, and place (one of its
    electronic addresses; left out where it names only one). mail: mail_ref, recipient.
    public_notice: reason, place (where published). All of them: ``proof``, the receipt itself.
    """

    way: str
    delivered_on: date
    recipient: str = ""
    is_substitute: bool = False
    relation: str = ""
    servers: str = ""
    place: str = ""
    reason: str = ""
    witness: str = ""
    mail_ref: str = ""
    confirmation: AddressConfirmation | None = None
    proof: StoredFile | None = None

    def told(self) -> dict[str, Any]:
        """The fields without way and day, texts without space around them."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        del held["way"], held["delivered_on"]
        told = {name: v.strip() if isinstance(v, str) else v for name, v in held.items()}
        if not told["is_substitute"]:  # whoever signs for himself has no relation to tell
            told["relation"] = ""
        return told


def serve_paper(
    paper_id: int, served: Served, *, repeats: bool = False, by: User, at: datetime
) -> Delivery:
    """Enter the service of a printed paper; the day of effect follows from the way.

    ``repeats``: it was served before, and this service changes no date, unless the party received
    the paper while its public notice still hung out. Whoever owns the paper starts what its
    form's ``starts`` names, counting from the day of effect.

    Raises NotAllowed, NotFound, BadInput, PaperNotReady, PaperNotForParty, ServiceDayWrong,
    ServiceIncomplete, ConsentMissing, AccountUnconfirmed, OtherWaysUntried, ServedAlready,
    NothingToRepeat, RepetitionTooEarly; then nothing has changed.
    """
    (delivery,) = serve_papers([paper_id], served, repeats=repeats, by=by, at=at)
    return delivery


@transaction.atomic
def serve_papers(
    paper_ids: Sequence[int], served: Served, *, repeats: bool = False, by: User, at: datetime
) -> list[Delivery]:
    """Papers that reach their party together, as a decision and its credit-repair notice do.

    All or none. Raises what ``serve_paper`` raises.
    """
    require(by, Permission.NOTICE_SERVE)
    if served.way not in DeliveryWay.values:
        raise BadInput(sentence="请从五种送达方式中选择一种。")
    served = _addressed(served)
    _require_evidence(served)
    papers = {paper_id: servable(paper_id) for paper_id in sorted(set(paper_ids))}
    return [_serve(papers[pk], served, repeats=repeats, by=by, at=at) for pk in paper_ids]


def _serve(
    paper: OfficialPaper, served: Served, *, repeats: bool, by: User, at: datetime
) -> Delivery:
    require_day(paper, served.delivered_on, today=localdate(at))
    first = Delivery.objects.first_ones().filter(paper=paper).first()
    _require_turn(paper, first, served, repeats=repeats)
    if served.way == DeliveryWay.ELECTRONIC:
        _require_consent(paper, served)
    if served.way == DeliveryWay.PUBLIC_NOTICE:
        _require_tried(paper, served.delivered_on)
    told = served.told()
    told["servers"] = told["servers"] or by.full_name
    days = parameter("deadline.t10", served.delivered_on)["count"]
    effective_on = demands.effective_day(served.way, served.delivered_on, public_notice_days=days)
    delivery = Delivery.objects.create(
        paper=paper,
        way=served.way,
        delivered_on=served.delivered_on,
        effective_on=effective_on,
        repeats=first,
        recorded_at=at,
        recorded_by=by,
        **told,
    )
    facts = {"way": served.way, "effective_on": effective_on.isoformat()}
    record("paper.serve_again" if first else "paper.serve", paper, by=by, at=at, **facts)
    return delivery


def _require_turn(
    paper: OfficialPaper, first: Delivery | None, served: Served, *, repeats: bool
) -> None:
    """Raises ServedAlready, NothingToRepeat, RepetitionTooEarly."""
    if first is None:
        if repeats:
            raise NothingToRepeat(paper=paper)
        return
    if not repeats:
        raise ServedAlready(paper=paper, day=chinese_date(first.delivered_on))
    if served.delivered_on < first.delivered_on:
        raise RepetitionTooEarly(paper=paper, day=chinese_date(first.delivered_on))


def _addressed(served: Served) -> Served:
    """An electronic service without an address went to the one that was confirmed."""
    if served.way != DeliveryWay.ELECTRONIC or served.place.strip() or not served.confirmation:
        return served
    accounts = demands.accounts_in(served.confirmation.addresses["electronic"])
    return replace(served, place=accounts[0]) if len(accounts) == 1 else served


def _require_evidence(served: Served) -> None:
    """Raises ServiceIncomplete, ConsentMissing."""
    told = served.told()
    if served.way == DeliveryWay.ELECTRONIC and served.confirmation is None:
        raise ConsentMissing()
    facts = {name: told[name] for name in told if name not in ("servers", "confirmation", "proof")}
    known = demands.DeliveryFacts(
        way=served.way,
        has_proof=served.proof is not None,
        consent_ref=str(served.confirmation or ""),
        **facts,
    )
    if gaps := demands.paper_gaps(known):
        raise ServiceIncomplete(way=DeliveryWay(served.way).label, missing="；".join(gaps))


def _require_consent(paper: OfficialPaper, served: Served) -> None:
    """The party of this paper had agreed by that day, to this address.

    Raises ConsentMissing, AccountUnconfirmed.
    """
    row = served.confirmation
    assert row is not None, "the evidence was asked for"
    consenting = AddressConfirmation.objects.valid_on(served.delivered_on)
    is_own = demands.is_of_party(served_to(paper), name=row.party_name, key=row.party_key)
    if not is_own or not consenting.filter(pk=row.pk, consents_electronic=True).exists():
        raise ConsentMissing()
    if served.place.strip() not in demands.accounts_in(row.addresses["electronic"]):
        raise AccountUnconfirmed()


def _require_tried(paper: OfficialPaper, day: date) -> None:
    """What was tried until the notice was published. Raises OtherWaysUntried."""
    tried = paper.attempts.filter(tried_on__lte=day)
    if not demands.may_go_public(tried.values_list("hindrance", flat=True)):
        raise OtherWaysUntried()
