"""Decisions about service: values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from serving.states import DeliveryWay, Hindrance

# The piece of paper or the picture that shows each way of service.
_PROOFS = {
    DeliveryWay.DIRECT: "签收人签名并注明收到日期的送达回证",
    DeliveryWay.LEFT: "送达人、见证人签名的送达回证，或者记录送达过程的照片",
    DeliveryWay.ELECTRONIC: "文书到达对方系统的记录",
    DeliveryWay.MAIL: "注明签收日期的邮件回执",
    DeliveryWay.PUBLIC_NOTICE: "刊登公告的版面或者网页截图",
}
_STORIES = {
    Hindrance.ABSENT: "到场的经过",
    Hindrance.REFUSED: "拒绝签收的理由",
    Hindrance.RETURNED: "退回的原因",
    Hindrance.UNKNOWN: "查找的经过",
}
_KEY_LONGEST = 80
_BETWEEN_ACCOUNTS = re.compile(r"[、，,；;\s]+")


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


def paper_gaps(facts: DeliveryFacts) -> list[str]:
    """What the service of an official paper lacks: the same, and the receipt itself.

    Source: Civil Procedure Law (2023 text) art. 87: no service without its receipt (送达回证).
    """
    gaps = delivery_gaps(facts)
    return gaps if facts.has_proof else [*gaps, _PROOFS[DeliveryWay(facts.way)]]


def attempt_gaps(hindrance: str, *, place: str, note: str, mail_ref: str) -> list[str]:
    """What a failed attempt still has to tell, in words; texts are stripped."""
    needs = [
        (bool(place), "送达的地点"),
        (bool(note), _STORIES[Hindrance(hindrance)]),
        (bool(mail_ref) or hindrance != Hindrance.RETURNED, "邮件号码"),
    ]
    return [words for is_met, words in needs if not is_met]


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
    """Whether a public notice is open: nobody knows where they are, or no other way reached them.

    No other way: somebody went there in vain, and the mail came back as well. A refusal opens
    nothing: the paper is left with whoever refuses it.

    Source: Civil Procedure Law (2023 text) art. 95.
    """
    tried = set(hindrances)
    return Hindrance.UNKNOWN in tried or {Hindrance.ABSENT, Hindrance.RETURNED} <= tried


def party_key(name: str, *, credit_code: str = "", born_on: date | None = None) -> str:
    """By what a party's confirmations are found: the credit code, else the name.

    A person's day of birth keeps people of one name apart; an identity number is never a key.
    """
    if code := credit_code.strip():
        return code
    born = f"/{born_on:%Y%m%d}" if born_on else ""
    return name.strip()[: _KEY_LONGEST - len(born)] + born


def is_of_party(party: Any, *, name: str, key: str) -> bool:
    """Whether a confirmation is that of the party that a paper names.

    Args:
        party: the fact ``party`` of the paper: a mapping, a plain name, or nothing.
        name, key: of the confirmation.
    """
    if not isinstance(party, dict):
        return bool(party) and str(party).strip() == name
    if code := str(party.get("credit_code") or "").strip():
        return code == key
    return str(party.get("name") or "").strip() == name


def accounts_in(electronic: str) -> list[str]:
    """The electronic addresses of a confirmation, one by one."""
    return [one for one in _BETWEEN_ACCOUNTS.split(electronic) if one]
