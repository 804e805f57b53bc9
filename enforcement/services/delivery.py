"""Service (送达): five ways, each with its own evidence, each starting the legal clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.clock import chinese_date, localdate
from common.errors import BadInput
from documents.models import StoredFile
from enforcement.errors import DeliveryDayWrong, DeliveryIncomplete
from enforcement.limits import due_from, keep_due
from enforcement.models import Delivery, Notice
from enforcement.services._locks import locked
from enforcement.services.effect import begin_effect
from enforcement.states import NOTICE
from policies.queries import parameter
from serving import rules
from serving.states import DeliveryWay


@dataclass(frozen=True, slots=True)
class DeliveryEvidence:
    """What the receipt (送达回证) tells of one service. Which fields are needed says the way.

    direct: recipient; of a substitute also ``relation``. left: reason, place, and a witness or
    a proof (photo, video). electronic: consent_ref, place (the address). mail: mail_ref.
    public_notice: reason, place (where published).
    """

    recipient: str = ""
    is_substitute: bool = False
    relation: str = ""
    servers: str = ""
    place: str = ""
    reason: str = ""
    witness: str = ""
    consent_ref: str = ""
    mail_ref: str = ""
    proof: StoredFile | None = None


@transaction.atomic
def serve_notice(
    notice_id: int,
    *,
    way: str,
    delivered_on: date,
    evidence: DeliveryEvidence,
    by: User,
    at: datetime,
) -> Notice:
    """Enter the service of a printed notice; its limit is computed here and stored.

    Args:
        way: one of ``DeliveryWay``.
        delivered_on: the day handed over, left, arrived, on the postal receipt, or published.
        evidence: what the receipt tells; the servers default to who enters it.

    The due date counts from the day the service takes effect, which for a public notice
    lies after ``delivered_on``; it is stored with its start, length and unit. Until that day
    the registry is told nothing: ``take_effect`` does it then.

    Raises NotAllowed, WrongState, BadInput, DeliveryIncomplete, DeliveryDayWrong; then
    nothing has changed.
    """
    notice = locked(notice_id)
    if way not in DeliveryWay.values:
        raise BadInput(sentence="请从五种送达方式中选择一种。")
    NOTICE.apply(notice, "serve", by=by, at=at, way=way)
    _check_day(notice, delivered_on, today=localdate(at))
    _check_evidence(way, evidence)
    delivery = _keep(notice, way, delivered_on, evidence, by=by, at=at)
    notice.served_on = delivery.effective_on
    if notice.limit_count is not None:
        keep_due(notice, due_from(delivery.effective_on, notice.limit_count, notice.limit_unit))
    notice.save()
    if delivery.effective_on <= localdate(at):
        begin_effect(notice, by=by, at=at)
    return notice


def _check_day(notice: Notice, delivered_on: date, *, today: date) -> None:
    assert notice.printed_at is not None  # a constraint: it is printed
    printed_on = localdate(notice.printed_at)
    if not printed_on <= delivered_on <= today:
        raise DeliveryDayWrong(day=chinese_date(delivered_on), printed_on=chinese_date(printed_on))


def _check_evidence(way: str, evidence: DeliveryEvidence) -> None:
    facts = _stripped(evidence)
    facts.pop("servers")
    has_proof = facts.pop("proof") is not None
    gaps = rules.delivery_gaps(rules.DeliveryFacts(way=way, has_proof=has_proof, **facts))
    if gaps:
        raise DeliveryIncomplete(way=DeliveryWay(way).label, missing="；".join(gaps))


def _keep(
    notice: Notice,
    way: str,
    delivered_on: date,
    evidence: DeliveryEvidence,
    *,
    by: User,
    at: datetime,
) -> Delivery:
    told = _stripped(evidence)
    told["servers"] = told["servers"] or by.full_name
    if not told["is_substitute"]:
        told["relation"] = ""
    days = parameter("deadline.t10", delivered_on)["count"]
    return Delivery.objects.create(
        notice=notice,
        way=way,
        delivered_on=delivered_on,
        effective_on=rules.effective_day(way, delivered_on, public_notice_days=days),
        recorded_at=at,
        recorded_by=by,
        **told,
    )


def _stripped(evidence: DeliveryEvidence) -> dict[str, Any]:
    told = {name: getattr(evidence, name) for name in DeliveryEvidence.__slots__}
    return {name: v.strip() if isinstance(v, str) else v for name, v in told.items()}
