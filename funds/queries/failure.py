"""If it stopped tonight: who is owed what, and how far the money reaches. Fen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from funds.models import Contract
from funds.rules.shares import share_out
from institutions.models import Institution

# The last leg of every book, by the index that keeps the versions; one plan for the county.
_DRILL = """
SELECT a.institution_id, i.name,
    sum(l.balance_fen) FILTER (WHERE b.code = 'bank')::bigint AS held,
    coalesce(-sum(l.balance_fen) FILTER (WHERE b.code IN ('pupil', 'refund')), 0)::bigint AS owed,
    count(*) FILTER (WHERE b.code IN ('pupil', 'refund') AND l.balance_fen <> 0) AS pupils
FROM funds_book b
JOIN funds_fundaccount a ON a.id = b.account_id AND a.state <> 'closed'
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


def drill() -> list[Exposed]:
    """All institutions with accounts, the largest uncovered sum first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DRILL)
        return [
            Exposed(pk, name, held or 0, owed, pupils)
            for pk, name, held, owed, pupils in cursor.fetchall()
        ]


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
