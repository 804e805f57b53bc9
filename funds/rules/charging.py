"""What may be collected in advance, and when: caps, disguises, the earliest day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.clock import months_after
from funds.rules.months import span_end
from funds.states import Breach, ChargeBasis


@dataclass(frozen=True, slots=True)
class Caps:
    """The most of one charge, for one class of institutions. None: no such rule in this county."""

    months: int | None
    lessons: int | None
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee taken in advance, as the contract says it.

    ``lessons`` None is a card of money or an unlimited term; ``is_card`` says that the parent
    bought credit and no course.
    """

    fee_fen: int
    lessons: int | None = None
    service_from: date | None = None
    service_to: date | None = None
    is_card: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """When fees may be taken before a course. None: no such rule."""

    months_ahead: int | None
    lessons_left: int | None


def over_caps(charge: Charge, caps: Caps) -> list[Breach]:
    """Which caps one charge passes; a charge that reaches a cap exactly is allowed.

    A card with neither lessons nor a term cannot be held against the caps of lessons and
    months: that is what makes it a disguise.

    Source: 教监管函〔2021〕2号; 十三部门 2022-12.
    """
    found = []
    if caps.lessons is not None and (charge.lessons or 0) > caps.lessons:
        found.append(Breach.LESSON_CAP)
    if _is_too_long(charge, caps.months):
        found.append(Breach.SPAN_CAP)
    if caps.amount_fen is not None and charge.fee_fen > caps.amount_fen:
        found.append(Breach.AMOUNT_CAP)
    if charge.is_card and charge.lessons is None and charge.service_to is None:
        found.append(Breach.DISGUISED_PREPAY)
    return found


def last_service_day(first: date, caps: Caps) -> date | None:
    """The last day that one charge may reach; None without a rule."""
    return span_end(first, caps.months) if caps.months is not None else None


def is_split(open_lessons: Iterable[int], caps: Caps) -> bool:
    """Orders of one pupil for one course that together pass the cap which none passes alone.

    Source: 教监管函〔2021〕2号 ("变相"); counting the open lessons together [interpretation].
    """
    orders = list(open_lessons)
    return caps.lessons is not None and len(orders) > 1 and sum(orders) > caps.lessons


def earliest_day(course_start: date, opening: Opening) -> date | None:
    """The first day on which a fee for this course may be taken; None without a rule."""
    ahead = opening.months_ahead
    return months_after(course_start, -ahead) if ahead is not None else None


def is_too_early(
    paid_on: date,
    *,
    course_start: date,
    basis: ChargeBasis,
    lessons_left: int | None,
    opening: Opening,
) -> bool:
    """Whether the fee was taken before it might be.

    Args:
        basis: a fee by lessons may also be taken when few lessons of the old one are left;
            either condition is enough.
        lessons_left: of the pupil's running order for the subject; None for a new pupil.

    Source: 北京 2021-05-21, 成都 2022-02-18; either condition [interpretation].
    """
    earliest = earliest_day(course_start, opening)
    if earliest is None or paid_on >= earliest:
        return False
    few = opening.lessons_left
    if basis != ChargeBasis.LESSONS or few is None or lessons_left is None:
        return True
    return lessons_left > few


def crosses_term(service_to: date | None, term_end: date | None) -> bool:
    """A charge by period that runs on after its term. Source: 成都 2022-02-18."""
    return service_to is not None and term_end is not None and service_to > term_end


def outlives_lease(service_to: date | None, lease_until: date | None) -> bool:
    """A charge for days after the venue's lease has ended. Source: 北京 2022-09."""
    return service_to is not None and lease_until is not None and service_to > lease_until


def _is_too_long(charge: Charge, months: int | None) -> bool:
    if months is None or charge.service_from is None or charge.service_to is None:
        return False
    return charge.service_to > span_end(charge.service_from, months)
