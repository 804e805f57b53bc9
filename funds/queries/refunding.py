"""What a contract's refund comes to on a day, for each cause, with the figures it rests on. Fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet, Sum

from common.money import yuan
from funds.models import Contract, Entry, PaymentOrder
from funds.queries.balances import held_for
from funds.queries.contracts import LessonCount, lessons_of, paid_of, refund_period
from funds.queries.interest import interest_shares
from funds.rules.refunding import Lessons, Owed, by_credit, by_lessons, by_time, may_withdraw
from funds.rules.shares import half_up
from funds.states import FEES, BookCode, ContractBasis, OrderState, RefundCause
from funds.terms import last_day, refund_bases_on, withdrawal_days_on
from policies.queries import described_on

_NOT_APPROVED = (OrderState.PROPOSED, OrderState.CHECKED, OrderState.SECOND)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the sum: what it is, how much, and what it rests on."""

    label: str
    amount_fen: int
    basis: str


@dataclass(frozen=True, slots=True)
class RefundSum:
    """A refund for one cause: ``owed_fen`` by the rules, ``free_fen`` of it can be proposed now.

    What the pupil's book does not hold any more, the institution pays by itself.
    """

    cause: RefundCause
    lines: tuple[Figure, ...]
    owed_fen: int
    free_fen: int

    @property
    def by_institution_fen(self) -> int:
        return self.owed_fen - self.free_fen


@dataclass(frozen=True, slots=True)
class RefundFigures:
    """All that is shown before a refund is proposed, one sum for each cause.

    ``interest_fen`` is the contract's part of what the bank paid on the account so far. It is
    owed beside the refund (法释〔2025〕4号 art. 16) and in none of the sums.
    """

    sums: tuple[RefundSum, ...]
    lessons: LessonCount
    due_on: date
    due_basis: str
    interest_fen: int

    def of(self, cause: str) -> RefundSum:
        return next(one for one in self.sums if one.cause == cause)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the journal and the lessons say of a contract on a day."""

    contract: Contract
    day: date
    lessons: LessonCount
    paid_fen: int
    held_fen: int
    given_back_fen: int
    withdraws: bool


def refund_figures(contract: Contract, day: date) -> RefundFigures:
    """By the contract, what was paid, what was taught and agreed, and the rules of the day."""
    lessons = lessons_of(contract)
    key = refund_period(contract, day)
    orders = contract.orders.exclude(state=OrderState.REFUSED)
    facts = _Facts(
        contract=contract,
        day=day,
        lessons=lessons,
        paid_fen=paid_of(contract),
        held_fen=held_for(contract, BookCode.PUPIL)
        - _total(orders.filter(state__in=_NOT_APPROVED)),
        given_back_fen=_total(orders),
        withdraws=_may_withdraw(contract, day),
    )
    return RefundFigures(
        sums=tuple(_sum(facts, cause) for cause in RefundCause),
        lessons=lessons,
        due_on=last_day(key, day),
        due_basis=_basis(f"funds.{key}", day),
        interest_fen=interest_shares(contract.account, day).get(contract.pk, 0),
    )


def _sum(facts: _Facts, cause: RefundCause) -> RefundSum:
    kept = 0 if facts.withdraws else min(facts.paid_fen, _owed(facts, cause).delivered_fen)
    owed = max(0, facts.paid_fen - kept - facts.given_back_fen)
    lines = [
        Figure("已付费用", facts.paid_fen, "账簿中的缴费，不含已冲正的"),
        Figure("扣除", -kept, _why(facts, cause)),
    ]
    if facts.given_back_fen:
        lines.append(Figure("已退和在办", -facts.given_back_fen, "本合同以前的退费指令"))
    return RefundSum(cause, tuple(lines), owed, max(0, min(owed, facts.held_fen)))


def _owed(facts: _Facts, cause: RefundCause) -> Owed:
    """By the rules, on the whole fee: a fee paid in part does not make a lesson cheaper."""
    contract, fee = facts.contract, facts.contract.fee_fen
    if contract.basis == ContractBasis.UNLIMITED:
        return by_time(fee, *_days(facts))
    count, done = contract.lessons or 0, facts.lessons.agreed
    if contract.bonus_fen and contract.list_price_fen is None:
        consumed = half_up((fee + contract.bonus_fen) * done, count)
        return by_credit(fee, contract.bonus_fen, consumed, cause)
    return by_lessons(Lessons(fee, count, done, contract.list_price_fen), cause)


def _why(facts: _Facts, cause: RefundCause) -> str:
    contract, day = facts.contract, facts.day
    if facts.withdraws:
        return f"付款后法定日数内无理由退还本金。{_basis('funds.withdrawal_days', day)}"
    basis, words = _basis("funds.refund_bases", day), refund_bases_on(day)
    if contract.basis == ContractBasis.UNLIMITED:
        term, served = _days(facts)
        return f"{words['time']}（共{term}日，已过{served}日）。{basis}"
    price = contract.list_price_fen
    said = f"{facts.lessons.agreed}／{contract.lessons}课时，费用{yuan(contract.fee_fen)}元"
    said += f"，标价每课时{yuan(price)}元" if price is not None else ""
    bonus = f"；{words['credit']}" if contract.bonus_fen and price is None else ""
    return f"{words[cause.value]}{bonus}（{said}）。{basis}"


def _basis(key: str, day: date) -> str:
    """The source of a rule as it holds on a day."""
    _, source = described_on(day, [key])[key]
    return source


def _days(facts: _Facts) -> tuple[int, int]:
    """How many days a contract runs, and how many of them were over before the day."""
    contract = facts.contract
    term = (contract.service_to - contract.service_from).days + 1
    return term, min(term, max(0, (facts.day - contract.service_from).days))


def _may_withdraw(contract: Contract, day: date) -> bool:
    """The first payment counts: the whole fee comes back only while all of it may."""
    paid = Entry.objects.filter(kind__in=FEES, reversed_by__isnull=True)
    rows = paid.filter(legs__book__contract=contract)
    first: date | None = rows.aggregate(first=Min("occurred_on"))["first"]
    if first is None:
        return False
    same = Contract.objects.filter(
        pupil_digest=contract.pupil_digest,
        account__institution=contract.account.institution_id,
        course=contract.course,
        signed_on__lte=contract.signed_on,
    )
    had_it = same.exclude(pk=contract.pk).exists()
    return may_withdraw(first, day, days=withdrawal_days_on(first), had_it_before=had_it)


def _total(orders: QuerySet[PaymentOrder]) -> int:
    found: int | None = orders.aggregate(total=Sum("amount_fen"))["total"]
    return found or 0
