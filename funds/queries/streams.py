"""Where the money of an account came from and went to, from its first entry on. Fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from funds.models import FundAccount, Leg
from funds.states import FEES, BookCode, EntryKind

_B, _K = BookCode, EntryKind
_TAUGHT = (_K.TEACHING,)


@dataclass(frozen=True, slots=True)
class Streams:
    """What came in and what became of it; entries that were reversed are left out.

    ``paid_fen`` is what parents paid; of it ``taught_fen`` was taught, ``due_fen`` is to go back
    or went back, and the rest is not used yet. Of what was taught ``released_fen`` went to the
    institution; of what is due ``refunded_fen`` was paid.
    """

    paid_fen: int
    taught_fen: int
    due_fen: int
    released_fen: int
    refunded_fen: int
    interest_fen: int
    unknown_in_fen: int
    unknown_out_fen: int

    @property
    def unused_fen(self) -> int:
        return self.paid_fen - self.taught_fen - self.due_fen

    @property
    def to_release_fen(self) -> int:
        return self.taught_fen - self.released_fen

    @property
    def to_refund_fen(self) -> int:
        return self.due_fen - self.refunded_fen


def streams_of(account: FundAccount) -> Streams:
    """One query over the entries that stand."""
    rows = Leg.objects.filter(account=account, entry__reversed_by__isnull=True)
    kinds = rows.exclude(entry__kind=_K.REVERSAL).order_by().values("entry__kind", "book__code")
    moved = {
        (row["entry__kind"], row["book__code"]): row["total"]
        for row in kinds.annotate(total=Sum("amount_fen"))
    }
    return Streams(
        paid_fen=-_sum(moved, (*FEES, _K.OPENING), _B.PUPIL),
        taught_fen=_sum(moved, _TAUGHT, _B.PUPIL),
        due_fen=_sum(moved, (_K.REFUND_DUE,), _B.PUPIL),
        released_fen=_sum(moved, (_K.RELEASE,), _B.RELEASABLE),
        refunded_fen=_sum(moved, (_K.REFUND, _K.SETTLEMENT), _B.REFUND),
        interest_fen=-_sum(moved, (_K.INTEREST,), _B.INTEREST),
        unknown_in_fen=-_sum(moved, (_K.RECEIPT,), _B.SUSPENSE),
        unknown_out_fen=_sum(moved, (_K.OTHER_OUT,), _B.SUSPENSE),
    )


def _sum(moved: Mapping[tuple[str, str], int], kinds: tuple[EntryKind, ...], book: BookCode) -> int:
    return sum(moved.get((kind, book), 0) for kind in kinds)
