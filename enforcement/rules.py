"""Decisions about notices: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.clock import chinese_date
from common.penalty_words import PENALTY_WORDS, penalty_words_in
from enforcement.states import DeliveryWay, LimitUnit

__all__ = ["PENALTY_WORDS", "penalty_words_in"]
# Running without a licence: the only facts that carry a stop notice (Non-State Education
# Promotion Law art. 64; from 2023-10-15 also Order 53 art. 17).
STOPPING_VIOLATIONS = frozenset({"V01", "V35"})
OFFICERS_LEAST = 2  # whom a paper names: Penalty Law art. 42


def may_be_stopped_for(violation_codes: Iterable[str]) -> bool:
    """At least one finding is running without a licence."""
    return any(code in STOPPING_VIOLATIONS for code in violation_codes)


def effective_day(way: str, delivered_on: date, *, public_notice_days: int) -> date:
    """The day from which the law counts: the day itself, or the end of a public notice.

    Args:
        public_notice_days: calendar days that a public notice hangs out (deadline.t10: 60
            before 2022-01-01, 30 since), not counting the day it is published.

    Source: Civil Procedure Law (2023 text) arts. 87-95: direct and left on the day noted on
    the receipt, electronic on arrival, mail on the day of the receipt.
    """
    if way != DeliveryWay.PUBLIC_NOTICE:
        return delivered_on
    return delivered_on + timedelta(days=public_notice_days)


def days_late(due_on: date, as_of: date) -> int:
    """Calendar days since the last day of the limit; 0 while there is time."""
    return max(0, (as_of - due_on).days)


def limit_words(count: int, unit: str) -> str:
    """``15个工作日`` or ``15日``."""
    return f"{count}{LimitUnit(unit).label}"


def counting_words(unit: str) -> str:
    """How a party counts this kind of days.

    Source: Penalty Law art. 85 (working days leave out legal holidays); Civil Procedure Law
    art. 85 (the first day is not counted; a last day that is a holiday moves on).
    """
    if unit == LimitUnit.WORKING_DAY:
        return "送达当日不计算在内，法定节假日和休息日不计入工作日"
    return "送达当日不计算在内，期间最后一日是法定休假日的，顺延至休假日后的第一日"


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """What is known about one service; texts are stripped, empty when unknown."""

    way: str
    recipient: str = ""
    is_substitute: bool = False
    relation: str = ""
    place: str = ""
    reason: str = ""
    witness: str = ""
    consent_ref: str = ""
    mail_ref: str = ""
    has_proof: bool = False


def delivery_gaps(facts: DeliveryFacts) -> list[str]:
    """The evidence that this way of service still lacks, in words.

    Source: Civil Procedure Law (2023 text) arts. 87-95 and Penalty Law art. 61.
    """
    needs: dict[str, list[tuple[bool, str]]] = {
        DeliveryWay.DIRECT: [
            (bool(facts.recipient), "签收人姓名"),
            (not facts.is_substitute or bool(facts.relation), "代收人与受送达人的关系"),
        ],
        DeliveryWay.LEFT: [
            (bool(facts.reason), "拒收事由"),
            (bool(facts.place), "留置地点"),
            (bool(facts.witness) or facts.has_proof, "见证人，或者记录送达过程的照片、录像"),
        ],
        DeliveryWay.ELECTRONIC: [
            (bool(facts.consent_ref), "受送达人同意电子送达的确认书"),
            (bool(facts.place), "接收文书的电子地址"),
        ],
        DeliveryWay.MAIL: [
            (bool(facts.mail_ref), "邮件号码"),
            (bool(facts.recipient), "回执上的签收人"),
        ],
        DeliveryWay.PUBLIC_NOTICE: [
            (bool(facts.reason), "采用公告送达的原因"),
            (bool(facts.place), "公告刊登的位置"),
        ],
    }
    gaps = [words for is_met, words in needs[facts.way] if not is_met]
    if facts.is_substitute and facts.way != DeliveryWay.DIRECT:
        gaps.append("代收只能用于直接送达，请改选送达方式")
    return gaps


def extension_start(due_on: date, *, today: date) -> date:
    """A limit still running is lengthened from its end; one that failed begins anew today."""
    return max(due_on, today)


def state_words(label: str, effective_on: date | None, as_of: date) -> str:
    """The state for the public: a public notice that still hangs out is not yet a service."""
    if effective_on is not None and effective_on > as_of:
        return f"公告送达中，{chinese_date(effective_on)}视为送达"
    return label
