"""If it stopped tonight: who is owed what, and how far the money reaches. Fen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, Sum

from funds.models import Contract, PaymentOrder
from funds.rules.settling import ClaimClass, pay_in_order
from funds.rules.shares import share_out
from funds.states import SETTLEMENT_REASON, OrderKind, OrderState
from institutions.models import Institution

# The last leg of every book, by the index that keeps the versions; one plan for the county.
_DRILL = """
SELECT a.institution_id, i.name,
    sum(l.balance_fen) FILTER (WHERE b.code = 'bank')::bigint AS held,
    coalesce(-sum(l.balance_fen) FILTER (WHERE b.code IN ('pupil', 'refund')), 0)::bigint AS owed,
    count(*) FILTER (WHERE b.code IN ('pupil', 'refund') AND l.balance_fen <> 0) AS pupils
FROM funds_book b
JOIN funds_fundaccount a ON a.id = b.account_id AND a.state <> 'closed'
    AND (%(only)s::bigint IS NULL OR a.institution_id = %(only)s::bigint)
JOIN institutions_institution i ON i.id = a.institution_id
JOIN LATERAL (SELECT balance_fen FROM funds_leg WHERE book_id = b.id
    ORDER BY version DESC LIMIT 1) l ON true
GROUP BY a.institution_id, i.name
ORDER BY greatest(0, coalesce(-sum(l.balance_fen)
    FILTER (WHERE b.code IN ('pupil', 'refund')), 0)
    - coalesce(sum(l.balance_fen) FILTER (WHERE b.code = 'bank'), 0)) DESC, a.institution_id
"""
_CLAIMS = """
SELECT b.contract_id, -sum(l.balance_fen)::bigint
FROM funds_book b
JOIN funds_fundaccount a ON a.id = b.account_id
JOIN LATERAL (SELECT balance_fen FROM funds_leg WHERE book_id = b.id
    ORDER BY version DESC LIMIT 1) l ON true
WHERE a.institution_id = %s AND b.code IN ('pupil', 'refund')
GROUP BY b.contract_id HAVING sum(l.balance_fen) <> 0 ORDER BY b.contract_id
"""


@dataclass(frozen=True, slots=True)
class Exposed:
    """One institution as if it stopped tonight: what its accounts hold, what pupils are owed."""

    institution_id: int
    name: str
    held_fen: int
    owed_fen: int
    pupils: int

    @property
    def uncovered_fen(self) -> int:
        return max(0, self.owed_fen - self.held_fen)


@dataclass(frozen=True, slots=True)
class Payout:
    """What one contract would get, of what it is owed."""

    contract: Contract
    owed_fen: int
    paid_fen: int


def drill(only: int | None = None) -> list[Exposed]:
    """All institutions with accounts, the largest uncovered sum first. One query.

    ``only``: the key of the one institution that is asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DRILL, {"only": only})
        return [
            Exposed(pk, name, held or 0, owed, pupils)
            for pk, name, held, owed, pupils in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class Rank:
    """One class of claims in the order of the law: what is claimed and what it gets."""

    label: str
    claimed_fen: int
    paid_fen: int

    @property
    def short_fen(self) -> int:
        return self.claimed_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the refunds of a settlement have come, in fen, and how many orders there are."""

    orders: int
    in_approval_fen: int
    at_bank_fen: int
    paid_fen: int

    @property
    def asked_fen(self) -> int:
        return self.in_approval_fen + self.at_bank_fen + self.paid_fen


def ranks(exposed: Exposed, *, wages_fen: int, others_fen: int) -> list[Rank]:
    """What each class gets of what the accounts hold, and what is left for the institution.

    Source: 民办教育促进法 art. 59: pupils, then wages and social insurance, then others.
    """
    claims = {
        "应退学员的培训费": exposed.owed_fen,
        "教职工工资和社会保险": wages_fen,
        "其他债务": others_fen,
    }
    paid = pay_in_order(exposed.held_fen, [ClaimClass(*one) for one in claims.items()])
    return [Rank(label, claimed, paid[label]) for label, claimed in claims.items()]


def settlement_progress(institution: Institution) -> Progress:
    """The orders that were proposed out of the settlement of an institution."""
    orders = PaymentOrder.objects.filter(
        account__institution=institution, reason=SETTLEMENT_REASON, kind=OrderKind.REFUND
    ).exclude(state=OrderState.REFUSED)
    at_bank, paid = [OrderState.APPROVED, OrderState.EXPORTED], OrderState.PAID
    found = orders.aggregate(
        count=Count("pk"),
        total=Sum("amount_fen"),
        at_bank=Sum("amount_fen", filter=Q(state__in=at_bank)),
        paid=Sum("amount_fen", filter=Q(state=paid)),
    )
    sums = {key: value or 0 for key, value in found.items()}
    return Progress(
        orders=sums["count"],
        in_approval_fen=sums["total"] - sums["at_bank"] - sums["paid"],
        at_bank_fen=sums["at_bank"],
        paid_fen=sums["paid"],
    )


def payouts(institution: Institution, available_fen: int) -> list[Payout]:
    """What each pupil would get of a sum; the shares sum to it exactly when it is too little.

    Source: 民办教育促进法 art. 59: pupils come first; inside the class in proportion [choice].
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS, [institution.pk])
        claims = dict(cursor.fetchall())
    shares = share_out(available_fen, claims)
    contracts = Contract.objects.in_bulk(claims)
    return [Payout(contracts[pk], owed, shares[pk]) for pk, owed in claims.items()]
