"""How the service of a paper stands, and everything that was tried and done for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from common.clock import chinese_date
from papers.models import OfficialPaper
from serving.models import Attempt, Delivery
from serving.queries import is_out_for_service, services_of
from serving.states import DeliveryWay
from staff.buttons import Button
from staff.serving.owners import buttons_of, owner_of


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt or one service."""

    on: date
    title: str
    tone: str
    icon: str
    text: str
    who: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a paper reached its party, in words and a colour, with its steps, oldest first."""

    paper: OfficialPaper
    label: str
    tone: str
    text: str
    steps: list[Step]
    served: Delivery | None


@dataclass(frozen=True, slots=True)
class Card:
    """The card of service on the page of a paper."""

    standing: Standing
    buttons: list[Button]


def card_of(paper: OfficialPaper, user: User, today: date) -> Card | None:
    """None for a paper that is brought to nobody, or is not out yet."""
    (standing,) = standings_of([paper], today)
    if not is_out_for_service(paper) and not standing.steps:
        return None
    return Card(standing, buttons_of(paper, standing.served, user, owner_of(paper)))


def standings_of(papers: Iterable[OfficialPaper], today: date) -> list[Standing]:
    """How the service of each paper stands. Two queries for all of them."""
    rows = list(papers)
    tried, done = services_of(rows)
    return [
        _standing(
            paper,
            [one for one in tried if one.paper_id == paper.pk],
            [one for one in done if one.paper_id == paper.pk],
            today,
        )
        for paper in rows
    ]


def _standing(
    paper: OfficialPaper, tried: list[Attempt], done: list[Delivery], today: date
) -> Standing:
    counts = min(done, key=lambda one: (one.effective_on, one.pk), default=None)
    steps = [_attempt(one) for one in tried] + [_delivery(one, counts) for one in done]
    label, tone, text = _said(paper, counts, today)
    return Standing(paper, label, tone, text, sorted(steps, key=lambda one: one.on), counts)


def _said(paper: OfficialPaper, counts: Delivery | None, today: date) -> tuple[str, str, str]:
    if counts is None:
        days = (today - paper.issued_on).days if paper.dated_on else 0
        return "未送达", "warn", f"签发{days}天，还没有登记送达" if days > 0 else "还没有登记送达"
    effective = chinese_date(counts.effective_on)
    if counts.effective_on > today:
        return "公告送达中", "busy", f"公告至{effective}期满，视为送达"
    return "已送达", "good", f"{counts.get_way_display()}，{effective}生效"


def _attempt(one: Attempt) -> Step:
    mail = f"邮件号码{one.mail_ref}" if one.mail_ref else ""
    return Step(
        one.tried_on,
        f"送达未成：{one.get_hindrance_display()}",
        "warn",
        "alert-circle",
        _joined(one.place, mail, one.note),
        one.servers,
        _proof("paper-attempt-proof", one) if one.proof_id else "",
    )


def _delivery(one: Delivery, counts: Delivery | None) -> Step:
    title = one.get_way_display() + ("（代收）" if one.is_substitute else "")
    if one.repeats_id:
        title = f"再次送达：{title}"
    facts = [
        f"{one.recipient}签收" + (f"（{one.relation}）" if one.relation else "")
        if one.recipient
        else "",
        f"邮件号码{one.mail_ref}" if one.mail_ref else "",
        one.place,
        one.reason,
        f"见证人{one.witness}" if one.witness else "",
        f"{chinese_date(one.effective_on)}视为送达" if one.way == DeliveryWay.PUBLIC_NOTICE else "",
    ]
    is_main = counts is not None and one.pk == counts.pk
    return Step(
        one.delivered_on,
        title,
        "good" if is_main else "info",
        "truck-delivery",
        _joined(*facts),
        one.servers,
        _proof("paper-service-proof", one) if one.proof_id else "",
    )


def _joined(*texts: str) -> str:
    return "；".join(text for text in texts if text)


def _proof(name: str, row: Attempt | Delivery) -> str:
    return reverse(f"staff:{name}", args=[row.paper_id, row.pk])
