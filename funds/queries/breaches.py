"""Contracts, orders and accounts as the rules on charges see them: one query for each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Q, Sum

from funds.models import (
    Contract,
    FundAccount,
    Leg,
    Lesson,
    OutsideFee,
    PaymentOrder,
    StopNotice,
)
from funds.queries.balances import held_in
from funds.rules.charging import Charge
from funds.rules.finding import Kept, OpenOrder, Outside, Sold, Stop
from funds.states import (
    FEES,
    BookCode,
    ChargeBasis,
    ContractBasis,
    ContractState,
    FeeWay,
    LessonState,
    OrderKind,
    OrderState,
)
from institutions.models import Institution, Venue

DAYS_OF_SILENCE = 60
"""How far back lessons are counted that parents agreed to, or did not answer."""
DONE = (OrderState.PAID, OrderState.REFUSED)


@dataclass(frozen=True, slots=True)
class _Pupil:
    """Whose contract for which course: names only by their digests."""

    pupil: str
    guardian: str
    course: str


def sold_of(
    account: FundAccount,
    *,
    only: Collection[Contract] | None = None,
    card_words: Collection[str],
    lease_counts: bool,
    day: date,
) -> dict[Contract, Sold]:
    """The running contracts of an account; four queries however many there are.

    ``only`` some of them, and those of the same pupils, which they may have been split from.
    """
    rows = Contract.objects.filter(account=account, state=ContractState.RUNNING)
    if only is not None:
        rows = rows.filter(pupil_digest__in=[one.pupil_digest for one in only])
    contracts = list(rows)
    paid, left = _first_payments(account, only=only), _lessons_left(contracts)
    lease = _lease_until(account.supervised, day) if lease_counts else None
    alike: dict[_Pupil, list[Contract]] = defaultdict(list)
    for one in contracts:
        alike[_pupil_of(one)].append(one)
    return {
        one: _sold(one, alike[_pupil_of(one)], left, paid.get(one.pk), card_words, lease)
        for one in contracts
    }


def open_orders(account: FundAccount) -> dict[PaymentOrder, OpenOrder]:
    """Orders that the bank has not carried out."""
    rows = PaymentOrder.objects.filter(account=account).exclude(state__in=DONE)
    return {
        one: OpenOrder(OrderKind(one.kind), one.number, one.amount_fen, one.due_on) for one in rows
    }


def kept_of(account: FundAccount, day: date) -> Kept:
    """The account as a whole, as far as it was known by the end of a day."""
    outside = OutsideFee.objects.filter(account=account, received_on__lte=day)
    states = Lesson.objects.filter(
        contract__account=account, answered_on__range=(day - timedelta(days=DAYS_OF_SILENCE), day)
    ).values_list("state", flat=True)
    agreed = list(states)
    return Kept(
        releasable_fen=held_in(account, BookCode.RELEASABLE),
        outside=[
            Outside(FeeWay(one.way), one.amount_fen, one.received_on, one.due_on, one.swept_on)
            for one in outside
        ],
        stops=[
            Stop(one.stops_on, one.told_on) for one in StopNotice.objects.filter(account=account)
        ],
        deemed=agreed.count(LessonState.DEEMED),
        agreed=agreed.count(LessonState.CONFIRMED),
    )


def _sold(
    contract: Contract,
    alike: Iterable[Contract],
    left: Mapping[int, int],
    paid_on: date | None,
    card_words: Collection[str],
    lease: date | None,
) -> Sold:
    by_lessons = contract.basis == ContractBasis.LESSONS
    named = any(word in contract.course for word in card_words)
    is_card = not by_lessons and (named or contract.bonus_fen > 0)
    others = [left[one.pk] for one in alike if one.pk in left and one.pk != contract.pk]
    earlier = [
        left[one.pk] for one in alike if one.pk in left and one.service_from < contract.service_from
    ]
    return Sold(
        charge=Charge(
            fee_fen=contract.fee_fen,
            lessons=contract.lessons,
            # Until when a card is valid is no term of a course: it would hide the disguise.
            service_from=None if is_card else contract.service_from,
            service_to=None if is_card else contract.service_to,
            is_card=is_card,
        ),
        basis=ChargeBasis.LESSONS if by_lessons else ChargeBasis.PERIOD,
        service_from=contract.service_from,
        paid_on=paid_on,
        lessons_left=sum(earlier) if earlier else None,
        open_lessons=(left[contract.pk], *others) if contract.pk in left else (),
        lease_until=lease,
    )


def _pupil_of(contract: Contract) -> _Pupil:
    return _Pupil(contract.pupil_digest, contract.guardian_digest, contract.course)


def _first_payments(account: FundAccount, *, only: Collection[Contract] | None) -> dict[int, date]:
    legs = Leg.objects.filter(
        account=account,
        book__code=BookCode.PUPIL,
        entry__kind__in=FEES,
        entry__reversed_by__isnull=True,
    )
    if only is not None:
        legs = legs.filter(book__contract__in=only)
    first = legs.order_by().values("book__contract").annotate(first=Min("entry__occurred_on"))
    return dict(first.values_list("book__contract", "first"))


def _lessons_left(contracts: Collection[Contract]) -> dict[int, int]:
    taught = dict(
        Lesson.objects.filter(contract__in=contracts)
        .counting()
        .order_by()
        .values("contract")
        .annotate(total=Sum("count"))
        .values_list("contract", "total")
    )
    return {
        one.pk: one.lessons - taught.get(one.pk, 0) for one in contracts if one.lessons is not None
    }


def _lease_until(institution: Institution, day: date) -> date | None:
    """The end of the lease of the place where it is, by the survey that holds on the day."""
    here = Q(site__institution=institution, site__valid_until__isnull=True)
    ends = Venue.objects.on(day).filter(here).values_list("lease_until", flat=True)
    return ends.first()
