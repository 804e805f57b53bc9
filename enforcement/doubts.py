"""Why a paper that came from a phone may not be what was released: each reason a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from common.clock import chinese_date
from enforcement import blanks, rules
from enforcement import composition as c
from enforcement.models import ReleasedOrder
from enforcement.papers import fact_of
from enforcement.states import ReleaseState
from inspections.models import Visit
from inspections.states import VisitState
from policies.queries import violations_on
from serving.rules import DeliveryFacts, delivery_gaps
from tenants.current import county


def citable_on(day: date) -> dict[str, blanks.Payload]:
    """What an order made out on that day may cite: code -> law, article, duty, remedy, version.

    Only what is in force and was checked; the phone is given no other.
    """
    rows = [row for row in violations_on(day) if row.is_quotable_on(day)]
    facts = [fact_of(row, row.title) for row in rows]
    return {
        fact.code: {
            "text": fact.text,
            "law": fact.law,
            "article": fact.article,
            "requirement": fact.requirement,
            "remedy": fact.remedy,
            "version": fact.version,
        }
        for fact in facts
    }


def verify_url_of(order: ReleasedOrder) -> str:
    return f"{county().base_url}/v/{order.token}/"


def doubts_about(
    order: ReleasedOrder, payload: dict[str, Any], *, visit: Visit, handed_on: date, by: User
) -> list[str]:
    """Sentences for the person who must look; empty when the paper is what was released."""
    return [
        *_doubts_about_number(order, handed_on, by),
        *_doubts_about_visit(order, visit, payload),
        *_doubts_about_text(order, payload),
    ]


def _doubts_about_number(order: ReleasedOrder, handed_on: date, by: User) -> list[str]:
    day = order.release.valid_on
    held = {
        ReleaseState.VOIDED: f"该文号已作废（{order.void_reason}）。",
        ReleaseState.HANDED: "该文号已有另一份交付的文书，两份内容不同。",
    }
    found = [held[ReleaseState(order.state)]] if order.state in held else []
    if by.pk != order.holder_id:
        found.append(f"该文号由{order.holder.full_name}持用，回传人是{by.full_name}。")
    if handed_on != day:
        found.append(
            f"该文号只限{chinese_date(day)}使用，交付时间推算为{chinese_date(handed_on)}。"
        )
    return found


def _doubts_about_visit(order: ReleasedOrder, visit: Visit, payload: dict[str, Any]) -> list[str]:
    officers = set(visit.officers.values_list("user_id", flat=True))
    party = payload.get("party")
    name = party.get("name") if isinstance(party, dict) else None
    found = []
    if order.holder_id not in officers:
        found.append(f"持用人{order.holder.full_name}不是这次检查的人员。")
    if order.release.released_by_id in officers:
        found.append("签发人是这次检查的人员，不能同时签发本次检查的文书。")
    if name != visit.institution.name:
        found.append(f"文书上的单位是“{name}”，这次检查的机构是“{visit.institution.name}”。")
    if visit.state == VisitState.CANCELLED:
        found.append("这次检查已取消或者作废。")
    return found


def _doubts_about_text(order: ReleasedOrder, payload: dict[str, Any]) -> list[str]:
    try:
        whole = blanks.fill(
            order.release.blank,
            payload["filled"],
            number=order.number,
            verify_url=verify_url_of(order),
            limits=order.release.limits,
            citable=citable_on(order.release.valid_on),
        )
        handover = payload["filled"]["handover"]
        gaps = delivery_gaps(_service(handover, payload["filled"]["place"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"文书内容不完整或者引用了当日不能引用的条文（{error}）。"]
    found = [
        f"“{key}”与签发的文书不一致。"
        for key in sorted(whole.keys() | payload.keys())
        if whole.get(key) != payload.get(key)
    ]
    if gaps:
        found.append(f"交付记录缺少：{'；'.join(gaps)}。")
    if words := _penalty_words(whole):
        found.append(f"文书写有处罚内容：“{'”“'.join(words)}”。")
    if len(whole["filled"]["officers"]) < rules.OFFICERS_LEAST:
        found.append("文书上的执法人员少于两名。")
    return found


def unusable(order: ReleasedOrder, payload: dict[str, Any]) -> str:
    """Why no notice can be made of a paper whatever a person says; empty when one can.

    A person may accept another wording, officer or day, not a paper that cannot be printed,
    that bears another number, or whose service is not proved.
    """
    try:
        whole = blanks.fill(
            order.release.blank,
            payload["filled"],
            number=order.number,
            verify_url=verify_url_of(order),
            limits=order.release.limits,
            citable={one["code"]: one | {"version": "@"} for one in payload["findings"]},
        )
        handover = payload["filled"]["handover"]
        gaps = delivery_gaps(_service(handover, payload["filled"]["place"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return "内容不完整，无法据以印制和计算期限"
    if gaps:
        return f"交付记录缺少{'；'.join(gaps)}"
    if any(type(payload.get(key)) is not type(value) for key, value in whole.items()):
        return "内容不完整，无法据以印制"
    kept = ("number", "organ", "party", "findings", "deadline_text", "verify_url", "date")
    if any(whole[key] != payload[key] for key in kept):
        return "文号、单位、问题或者期限与填写的内容不一致"
    return ""


def _service(handover: dict[str, str], place: str) -> DeliveryFacts:
    return DeliveryFacts(
        way=handover["way"],
        recipient=handover["recipient"],
        is_substitute=bool(handover["relation"]),
        relation=handover["relation"],
        place=place,
        reason=handover["reason"],
        witness=handover["witness"],
    )


def _penalty_words(paper: blanks.Payload) -> list[str]:
    """Words of penalty outside the story of a finding, which may tell of an earlier one."""
    spoken = [
        text
        for where, text in c.spoken(paper)
        if not (where.startswith("问题") and where[2:].isdigit())
    ]
    return list(dict.fromkeys(word for text in spoken for word in rules.penalty_words_in(text)))
