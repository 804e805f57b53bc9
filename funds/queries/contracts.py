"""Contracts with what was paid, what is still awaited, taught and left. Fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from funds.digests import digest_of
from funds.models import Contract, Leg, Lesson
from funds.rules.matching import Awaited
from funds.states import FEES, BookCode, LessonState

AGREED = (LessonState.CONFIRMED, LessonState.DEEMED)


@dataclass(frozen=True, slots=True)
class LessonCount:
    """The lessons of a contract by what the parent said of them."""

    agreed: int
    waiting: int
    disputed: int

    @property
    def counting(self) -> int:
        """Taught, or said to be."""
        return self.agreed + self.waiting + self.disputed


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of a contract as it stands in the journal; ``is_reversed``: it was taken back."""

    no: int
    occurred_on: date
    amount_fen: int
    kind: str
    bank_ref: str
    is_reversed: bool


def contracts_for(user: User) -> QuerySet[Contract]:
    """The contracts that a person may see, the newest first, with all that a list shows."""
    rows = Contract.objects.visible_to(user).select_related("account__institution", "account__bank")
    return with_held(with_paid(rows)).order_by("-pk")


def lessons_for(user: User) -> QuerySet[Lesson]:
    """The sessions that a person may see; those that wait for an answer by their last day."""
    rows = Lesson.objects.visible_to(user).select_related("contract__account__institution")
    return rows.order_by("answer_by", "pk")


def person_key(name: str) -> str:
    """What stands in an address instead of a name: only this county's server can make it."""
    return digest_of("person", name)


def with_paid(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Each contract with ``paid_fen`` and ``unpaid_fen``: payments less those that were reversed."""
    legs = Leg.objects.filter(
        book__contract=OuterRef("pk"), book__code=BookCode.PUPIL, entry__kind__in=FEES
    ).filter(entry__reversed_by__isnull=True)
    total = legs.order_by().values("book__contract").annotate(total=-Sum("amount_fen"))
    paid = Coalesce(Subquery(total.values("total")), 0)
    return rows.annotate(paid_fen=paid).annotate(unpaid_fen=F("fee_fen") - F("paid_fen"))


def with_held(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Each contract with ``held_fen`` of the pupil's book and ``agreed``: lessons agreed to."""
    last = Leg.objects.filter(book__contract=OuterRef("pk"), book__code=BookCode.PUPIL)
    held = last.order_by("-version").values("balance_fen")[:1]
    taught = Lesson.objects.filter(contract=OuterRef("pk"), state__in=AGREED).order_by()
    count = taught.values("contract").annotate(total=Sum("count")).values("total")
    return rows.annotate(held_fen=-Coalesce(Subquery(held), 0), agreed=Coalesce(Subquery(count), 0))


def refund_period(contract: Contract, day: date) -> str:
    """The name of the county's period for a refund asked for on a day: a lesson was held by then or not."""
    taught = contract.taught.counting().filter(asked_on__lte=day)
    return "refund_after_days" if taught.exists() else "refund_before_days"


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


def paid_of(contract: Contract) -> int:
    """What was paid on one contract, in fen."""
    found = with_paid(Contract.objects.filter(pk=contract.pk)).get()
    return found.paid_fen  # type: ignore[attr-defined]  # annotated above


def lessons_of(contract: Contract) -> LessonCount:
    """How many lessons of a contract are agreed, wait and are disputed."""
    rows = contract.taught.order_by().values_list("state").annotate(total=Sum("count"))
    by_state = dict(rows)
    return LessonCount(
        agreed=sum(by_state.get(state, 0) for state in AGREED),
        waiting=by_state.get(LessonState.DELIVERED, 0),
        disputed=by_state.get(LessonState.DISPUTED, 0),
    )


def payments_of(contract: Contract) -> list[Paid]:
    """The payments of a contract, the oldest first."""
    rows = Leg.objects.filter(
        book__contract=contract, book__code=BookCode.PUPIL, entry__kind__in=FEES
    ).select_related("entry__bank_line", "entry__reversed_by")
    return [
        Paid(
            no=leg.entry.no,
            occurred_on=leg.entry.occurred_on,
            amount_fen=-leg.amount_fen,
            kind=leg.entry.get_kind_display(),
            bank_ref=_ref(leg),
            is_reversed=hasattr(leg.entry, "reversed_by"),
        )
        for leg in rows.order_by("version")
    ]


def _ref(leg: Leg) -> str:
    line = getattr(leg.entry, "bank_line", None)
    return line.bank_ref if line else ""
