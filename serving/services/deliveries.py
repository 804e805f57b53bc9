"""A paper reaches its party: five ways, each with its proof and its own day of effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
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
from serving import rules
from serving.errors import (
    ConsentMissing,
    NothingToRepeat,
    OtherWaysUntried,
    ServedAlready,
    ServiceIncomplete,
)
from serving.models import AddressConfirmation, Delivery
from serving.services._papers import require_day, servable
from serving.states import DeliveryWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the receipt (送达回证, D41) tells of one service. The way says which fields it needs.

    ``delivered_on``: the day handed over, left, arrived, on the postal receipt, or published.
    direct: recipient; of a substitute also ``relation``. left: reason, place, and a witness or a
    proof (photo, video). electronic: place (the address) and a confirmation with consent. mail:
    mail_ref, recipient. public_notice: reason, place (where published).
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
        return {name: v.strip() if isinstance(v, str) else v for name, v in held.items()}


def serve_paper(
    paper_id: int, served: Served, *, repeats: bool = False, by: User, at: datetime
) -> Delivery:
    """Enter the service of a printed paper; the day of effect follows from the way.

    ``repeats``: it was served before, and this service changes no date. Whoever owns the paper
    starts what its form's ``starts`` names, counting from ``effective_on``.

    Raises NotAllowed, NotFound, BadInput, PaperNotReady, PaperNotForParty, ServiceDayWrong,
    ServiceIncomplete, ConsentMissing, OtherWaysUntried, ServedAlready, NothingToRepeat; then
    nothing has changed.
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
    _require_evidence(served)
    papers = {paper_id: servable(paper_id) for paper_id in sorted(set(paper_ids))}
    return [_serve(papers[pk], served, repeats=repeats, by=by, at=at) for pk in paper_ids]


def _serve(
    paper: OfficialPaper, served: Served, *, repeats: bool, by: User, at: datetime
) -> Delivery:
    require_day(paper, served.delivered_on, today=localdate(at))
    first = Delivery.objects.first_ones().filter(paper=paper).first()
    if first is not None and not repeats:
        raise ServedAlready(paper=paper, day=chinese_date(first.delivered_on))
    if first is None and repeats:
        raise NothingToRepeat(paper=paper)
    if served.way == DeliveryWay.PUBLIC_NOTICE:
        _require_tried(paper)
    told = served.told()
    told["servers"] = told["servers"] or by.full_name
    days = parameter("deadline.t10", served.delivered_on)["count"]
    effective_on = rules.effective_day(served.way, served.delivered_on, public_notice_days=days)
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


def _require_evidence(served: Served) -> None:
    told = served.told()
    consent = _consent_of(served)
    facts = {name: told[name] for name in told if name not in ("servers", "confirmation", "proof")}
    known = rules.DeliveryFacts(
        way=served.way, has_proof=served.proof is not None, consent_ref=consent, **facts
    )
    if gaps := rules.delivery_gaps(known):
        raise ServiceIncomplete(way=DeliveryWay(served.way).label, missing="；".join(gaps))


def _consent_of(served: Served) -> str:
    """Which consent an electronic service rests on. Raises ConsentMissing."""
    if served.way != DeliveryWay.ELECTRONIC:
        return ""
    row = served.confirmation
    valid = AddressConfirmation.objects.valid_on(served.delivered_on)
    if row is None or not valid.filter(pk=row.pk, consents_electronic=True).exists():
        raise ConsentMissing()
    return str(row)


def _require_tried(paper: OfficialPaper) -> None:
    if not rules.may_go_public(paper.attempts.values_list("hindrance", flat=True)):
        raise OtherWaysUntried()
