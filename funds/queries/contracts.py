"""Contracts with what was paid and what is still awaited."""

from __future__ import annotations

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funds.models import Contract, Leg
from funds.rules.matching import Awaited
from funds.states import FEES, BookCode


def with_paid(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Each contract with ``paid_fen`` and ``unpaid_fen``: payments less those that were reversed."""
    legs = Leg.objects.filter(
        book__contract=OuterRef("pk"), book__code=BookCode.PUPIL, entry__kind__in=FEES
    ).filter(entry__reversed_by__isnull=True)
    total = legs.order_by().values("book__contract").annotate(total=-Sum("amount_fen"))
    paid = Coalesce(Subquery(total.values("total")), 0)
    return rows.annotate(paid_fen=paid).annotate(unpaid_fen=F("fee_fen") - F("paid_fen"))


def unpaid_of(contract: Contract) -> int:
    """What a contract read by ``with_paid`` still awaits, in fen."""
    unpaid: int = contract.unpaid_fen  # type: ignore[attr-defined]  # annotated above
    return unpaid


def awaited_of(rows: QuerySet[Contract]) -> list[Awaited]:
    """What each of these contracts still awaits: as ``with_paid``, in two questions for all."""
    told = list(rows.order_by("pk").values_list("pk", "order_no", "fee_fen", "signed_on"))
    legs = Leg.objects.filter(
        book__contract__in=[pk for pk, *_ in told], book__code=BookCode.PUPIL, entry__kind__in=FEES
    ).filter(entry__reversed_by__isnull=True)
    sums = legs.order_by().values_list("book__contract").annotate(total=-Sum("amount_fen"))
    paid = dict(sums) if told else {}
    return [Awaited(pk, no, fee - paid.get(pk, 0), day) for pk, no, fee, day in told]
