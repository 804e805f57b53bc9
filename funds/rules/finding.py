"""What contracts, orders and accounts break: the rules asked with the figures of a day, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.clock import chinese_date, months_after
from common.money import yuan
from funds.rules.balances import first_over
from funds.rules.charging import (
    Caps,
    Charge,
    Opening,
    crosses_term,
    earliest_day,
    is_split,
    is_too_early,
    last_service_day,
    outlives_lease,
    over_caps,
)
from funds.states import Breach, ChargeBasis, FeeWay, OrderKind

PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One rule that is broken: how far, in its own unit, in a sentence made of ``figures``."""

    rule: Breach
    extent: int
    sentence: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChargeTerms:
    """The county's rules on the day on which a fee was agreed or taken.

    ``term_ends`` are the last days of school terms; empty where charges may run across them.
    """

    caps: Caps
    opening: Opening
    term_ends: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Sold:
    """One contract as its rules see it.

    ``paid_on`` is the day of its first payment, None before; ``lessons_left`` of the pupil's
    running contracts for the course; ``open_lessons`` of all of them, this one among them.
    """

    charge: Charge
    basis: ChargeBasis
    service_from: date
    paid_on: date | None = None
    lessons_left: int | None = None
    open_lessons: Sequence[int] = ()
    lease_until: date | None = None


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A payment that is not made yet, and by when it was to be."""

    kind: OrderKind
    number: str
    amount_fen: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Outside:
    """A fee that did not go straight into the account."""

    way: FeeWay
    amount_fen: int
    received_on: date
    due_on: date | None = None
    swept_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The day on which an institution stops, and on which it told the parents."""

    stops_on: date
    told_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One account at the end of a day. ``releasable_fen`` negative: more left than was taught."""

    releasable_fen: int = 0
    outside: Sequence[Outside] = ()
    stops: Sequence[Stop] = ()
    deemed: int = 0
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """The county's rules for ``Kept``. None: no such rule."""

    private_limit_fen: int | None = None
    stop_months: int | None = None
    deemed_share: int | None = None
    deemed_least: int = 0
    loans_barred: bool = True


def of_contract(sold: Sold, terms: ChargeTerms) -> list[Found]:
    """What one contract breaks, at most one of each rule."""
    caps = [_cap(rule, sold.charge, terms.caps) for rule in over_caps(sold.charge, terms.caps)]
    return [*caps, *_split(sold, terms), *_early(sold, terms), *_days(sold, terms)]


def of_order(order: OpenOrder, day: date) -> list[Found]:
    """A payment that is late. Source: 厦门 2021-11, 北京 2021-05-21."""
    late = (day - order.due_on).days
    if late <= 0:
        return []
    rule = Breach.REFUND_OVERDUE if order.kind == OrderKind.REFUND else Breach.RELEASE_LATE
    said = (
        f"{order.kind.label}指令{order.number}的{yuan(order.amount_fen)}元"
        f"应在{chinese_date(order.due_on)}前支付，已逾期{late}天。"
    )
    figures = {"amount_fen": order.amount_fen, "due_on": order.due_on.isoformat(), "days": late}
    return [Found(rule, late, said, figures)]


def of_account(kept: Kept, terms: AccountTerms, day: date) -> list[Found]:
    """What an account as a whole breaks on a day, at most one of each rule."""
    return [
        *_ahead(kept),
        *_cash(kept, day),
        *_private(kept, terms),
        *_loans(kept, terms),
        *_stop(kept, terms, day),
        *_silence(kept, terms),
    ]


def _cap(rule: Breach, charge: Charge, caps: Caps) -> Found:
    if rule == Breach.LESSON_CAP:
        sold, most = charge.lessons or 0, caps.lessons or 0
        said = f"一次性收取{sold}课时的费用，超过上限{most}课时。"
        return Found(rule, sold - most, said, {"lessons": sold, "most": most})
    if rule == Breach.SPAN_CAP:
        assert charge.service_from is not None, "the rule asked for both"
        assert charge.service_to is not None, "the rule asked for both"
        most_day = last_service_day(charge.service_from, caps)
        assert most_day is not None, "the rule asked for it"
        over = (charge.service_to - most_day).days
        said = (
            f"收费的服务期为{chinese_date(charge.service_from)}至{chinese_date(charge.service_to)}，"
            f"最长至{chinese_date(most_day)}，超过{over}天。"
        )
        return Found(rule, over, said, {"until": charge.service_to.isoformat(), "days": over})
    if rule == Breach.AMOUNT_CAP:
        most_fen = caps.amount_fen or 0
        said = f"一次性收费{yuan(charge.fee_fen)}元，超过上限{yuan(most_fen)}元。"
        figures = {"fee_fen": charge.fee_fen, "most_fen": most_fen}
        return Found(rule, charge.fee_fen - most_fen, said, figures)
    said = f"以充值卡、次卡等形式收取{yuan(charge.fee_fen)}元，没有约定课时和培训期限。"
    return Found(rule, charge.fee_fen, said, {"fee_fen": charge.fee_fen})


def _split(sold: Sold, terms: ChargeTerms) -> Iterator[Found]:
    if not is_split(sold.open_lessons, terms.caps):
        return
    total, most = sum(sold.open_lessons), terms.caps.lessons or 0
    count = len(sold.open_lessons)
    said = f"同一学员同一课程有{count}份合同，未消课时共{total}课时，超过上限{most}课时。"
    figures = {"contracts": count, "lessons": total, "most": most}
    yield Found(Breach.DISGUISED_SPLIT, total - most, said, figures)


def _early(sold: Sold, terms: ChargeTerms) -> Iterator[Found]:
    if sold.paid_on is None:
        return
    early = is_too_early(
        sold.paid_on,
        course_start=sold.service_from,
        basis=sold.basis,
        lessons_left=sold.lessons_left,
        opening=terms.opening,
    )
    earliest = earliest_day(sold.service_from, terms.opening)
    if not early or earliest is None:
        return
    days = (earliest - sold.paid_on).days
    left = "" if sold.lessons_left is None else f"，原合同还剩{sold.lessons_left}课时"
    said = (
        f"{chinese_date(sold.paid_on)}收费，{chinese_date(sold.service_from)}开课，"
        f"最早可在{chinese_date(earliest)}收费，提前{days}天{left}。"
    )
    yield Found(Breach.TOO_EARLY, days, said, {"earliest": earliest.isoformat(), "days": days})


def _days(sold: Sold, terms: ChargeTerms) -> Iterator[Found]:
    until = sold.charge.service_to
    end = next((one for one in sorted(terms.term_ends) if one >= sold.service_from), None)
    by_period = sold.basis == ChargeBasis.PERIOD
    if by_period and until and end and crosses_term(until, end):
        days = (until - end).days
        said = f"收费至{chinese_date(until)}，本学期{chinese_date(end)}结束，跨学期{days}天。"
        yield Found(Breach.CROSS_TERM, days, said, {"term_end": end.isoformat(), "days": days})
    if until and sold.lease_until and outlives_lease(until, sold.lease_until):
        days = (until - sold.lease_until).days
        said = (
            f"收费至{chinese_date(until)}，场地租期{chinese_date(sold.lease_until)}届满，"
            f"超过{days}天。"
        )
        figures = {"lease_until": sold.lease_until.isoformat(), "days": days}
        yield Found(Breach.BEYOND_LEASE, days, said, figures)


def _ahead(kept: Kept) -> Iterator[Found]:
    over = -kept.releasable_fen
    if over > 0:
        said = f"已拨付的金额比已完成课时多{yuan(over)}元。"
        yield Found(Breach.RELEASE_AHEAD, over, said, {"over_fen": over})


def _cash(kept: Kept, day: date) -> Iterator[Found]:
    late = [
        ((one.swept_on or day) - one.due_on).days
        for one in kept.outside
        if one.way == FeeWay.CASH and one.due_on and (one.swept_on or day) > one.due_on
    ]
    if not late:
        return
    waiting = [
        one.amount_fen
        for one in kept.outside
        if one.way == FeeWay.CASH and one.due_on and one.swept_on is None and day > one.due_on
    ]
    said = (
        f"现金等收费有{len(late)}笔没有按期归集到专用账户，最长逾期{max(late)}天；"
        f"尚未归集{len(waiting)}笔共{yuan(sum(waiting))}元。"
    )
    figures = {"count": len(late), "days": max(late), "waiting_fen": sum(waiting)}
    yield Found(Breach.CASH_SWEEP_LATE, max(late), said, figures)


def _private(kept: Kept, terms: AccountTerms) -> Iterator[Found]:
    taken = [one.amount_fen for one in kept.outside if one.way == FeeWay.PRIVATE]
    limit = terms.private_limit_fen
    if limit is None or first_over(taken, limit) is None:
        return
    total = sum(taken)
    said = f"账户外收费{len(taken)}笔累计{yuan(total)}元，超过{yuan(limit)}元。"
    figures = {"count": len(taken), "total_fen": total, "most_fen": limit}
    yield Found(Breach.PRIVATE_COLLECTION, total, said, figures)


def _loans(kept: Kept, terms: AccountTerms) -> Iterator[Found]:
    taken = [one.amount_fen for one in kept.outside if one.way == FeeWay.LOAN]
    if taken and terms.loans_barred:
        said = f"使用或者诱导使用培训贷{len(taken)}笔，共{yuan(sum(taken))}元。"
        figures = {"count": len(taken), "total_fen": sum(taken)}
        yield Found(Breach.TRAINING_LOAN, sum(taken), said, figures)


def _stop(kept: Kept, terms: AccountTerms, day: date) -> Iterator[Found]:
    if terms.stop_months is None:
        return
    late = {}
    for stop in kept.stops:
        due = months_after(stop.stops_on, -terms.stop_months)
        heard = stop.told_on or day
        if heard > due:
            late[stop] = ((heard - due).days, due)
    if not late:
        return
    stop, (days, due) = max(late.items(), key=lambda one: one[1][0])
    told = f"{chinese_date(stop.told_on)}才告知家长" if stop.told_on else "至今没有告知家长"
    said = (
        f"计划{chinese_date(stop.stops_on)}停办，应在{chinese_date(due)}前告知，"
        f"{told}，迟{days}天。"
    )
    yield Found(Breach.CLOSURE_NOTICE_LATE, days, said, {"due": due.isoformat(), "days": days})


def _silence(kept: Kept, terms: AccountTerms) -> Iterator[Found]:
    total = kept.deemed + kept.agreed
    if terms.deemed_share is None or kept.deemed < max(1, terms.deemed_least):
        return
    if kept.deemed * PER_CENT <= total * terms.deemed_share:
        return
    share = kept.deemed * PER_CENT // total
    said = (
        f"近期认定的{total}次课中有{kept.deemed}次家长没有确认（{share}%），"
        f"超过{terms.deemed_share}%。"
    )
    figures = {"deemed": kept.deemed, "total": total, "share": share}
    yield Found(Breach.NO_CONFIRMATION, share, said, figures)
