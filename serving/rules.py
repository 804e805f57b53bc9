"""Decisions about service: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from serving.states import DeliveryWay, Hindrance


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


def may_go_public(hindrances: Iterable[str]) -> bool:
    """Whether a public notice is open: something else was tried, or nobody knows where they are.

    Source: Civil Procedure Law (2023 text) art. 95.
    """
    return bool(set(hindrances) & {Hindrance.ABSENT, Hindrance.RETURNED, Hindrance.UNKNOWN})
