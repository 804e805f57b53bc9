"""What the decision, its service and a deferral put on paper: D35, D41, D43 with its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from cases.after import DeferralKind, DeferralState, PaidPart
from cases.models import Case, CasePaper, Decision, Deferral, Hearing
from cases.money import money_of
from cases.roles import PaperRole
from cases.services import _papers
from cases.services._internal import Facts, block, officers_of, opinions
from cases.states import DecisionKind, Matter, OpinionLevel
from common.clock import chinese_date, localdate
from papers.models import OfficialPaper
from serving.models import Delivery
from serving.states import DeliveryWay

_WAYS = {DeliveryWay.MAIL: "post"}  # the others have one name
_GRANTED = {DeferralKind.LATER: "deferred", DeferralKind.PARTS: "instalments"}


def decision(case: Case, made: Decision, said: OfficialPaper, *, by: User, at: datetime) -> None:
    """D35, resting on the articles that ``said``, the paper of the decision, cites.

    A suspected crime has no such form: the head's word stands on D25.
    """
    if made.kind == DecisionKind.TRANSFER:
        return
    rows = _papers.penalty_rows(made.penalties.all())
    proposed = "；".join(f"{row['kind']}：{row['content']}" for row in rows)
    amounts = {row.kind: row.amount_fen for row in made.penalties.all()}
    checked, talk = case.reviews.last(), case.discussions.last()
    facts: Facts = {
        "facts": f"{made.facts}\n{made.report.evidence_text}",
        "basis": said.facts.get("basis"),
        "discretion": made.reason,
        "heard": _heard(made),
        "legal_review": checked.get_outcome_display() if checked else None,
        "discussed": f"{chinese_date(talk.held_on)}：{talk.conclusion}" if talk else None,
        "decision": proposed or made.get_kind_display(),
        "fine_fen": amounts.get("P3"),
        "gains_fen": amounts.get("P4"),
        "officers": officers_of(case, "submit_decision"),
        "opinions": opinions(case, Matter.DECISION, signed="submit_decision"),
    }
    if checked is not None:
        word = block(checked.opinion, checked.reviewed_by, checked.reviewed_on)
        facts["opinions"][OpinionLevel.LEGAL] = word
    _issue(case, "D35", facts, PaperRole.APPROVAL, by=by, at=at)


def receipt(
    case: Case, paper: OfficialPaper, delivery: Delivery, *, by: User, at: datetime
) -> None:
    """D41, one for each paper and each service of it."""
    assert case.party is not None, "nothing is served to nobody"
    way = DeliveryWay(delivery.way)
    numbers = {
        one.user.full_name: one.certificate_no for one in case.officers.select_related("user")
    }
    is_left = way == DeliveryWay.LEFT
    signed = [
        {"role": "server", "name": name, "certificate_no": numbers.get(name, "")}
        for name in delivery.servers.split("、")
    ]
    if delivery.witness:
        signed.append({"role": "witness", "name": delivery.witness})
    facts: Facts = {
        "document": _papers.ref(paper),
        "place": delivery.place or case.party.address,
        "way": "substitute" if delivery.is_substitute else _WAYS.get(way, way.value),
        "served_on": delivery.delivered_on.isoformat(),
        "proof": delivery.mail_ref,
        "relation": delivery.relation,
        "refusal": delivery.reason if is_left else "",
        "remark": _remark(delivery, "" if is_left else delivery.reason),
        "signatures": signed,
    }
    _issue(case, "D41", facts, PaperRole.SERVICE, by=by, at=at)


def deferral(case: Case, asked: Deferral, *, by: User, at: datetime) -> None:
    """D43, the request as it was entered, for the party's signature."""
    facts = {**_of_deferral(case, asked, at), "reason": asked.reason}
    _issue(case, "D43", facts, PaperRole.PERFORMANCE, by=by, at=at)


def deferral_decided(case: Case, asked: Deferral, *, by: User, at: datetime) -> None:
    """D43-2 with the head's word, and D43-3 that tells it to the party."""
    is_granted = asked.state == DeferralState.GRANTED
    officer = block(asked.reason, asked.asked_by, localdate(asked.asked_at))
    head = block(asked.answer, by, localdate(at))
    known = {**_of_deferral(case, asked, at), "applied_on": asked.requested_on.isoformat()}
    form: Facts = {"reason": asked.reason, "opinions": {"officer": officer, "head": head}}
    _issue(case, "D43-2", known | form, PaperRole.PERFORMANCE, by=by, at=at)
    told: Facts = {
        "reason": asked.answer,
        "result": _GRANTED[DeferralKind(asked.kind)] if is_granted else "refused",
        "plan": known["plan"] if is_granted else None,
        "account": _account(case),
    }
    _issue(case, "D43-3", known | told, PaperRole.PERFORMANCE, by=by, at=at)


def _issue(case: Case, code: str, facts: Facts, role: str, *, by: User, at: datetime) -> None:
    told = {key: value for key, value in facts.items() if value not in (None, "", [])}
    fitting = _papers.fitting(code, told, localdate(at))
    _papers.issue(case, code, fitting, role, by=by, at=at)


def _heard(made: Decision) -> str:
    """How the party was told and heard, in one paragraph."""
    notice, said = made.notice, made.statement_answer.strip()
    if notice is None or notice.served_on is None:
        return said or "本案不予行政处罚，没有拟处罚的内容需要告知。"
    words = f"{chinese_date(notice.served_on)}送达事先告知书"
    heard = Hearing.objects.filter(notice=notice).first()
    told = [words, said, f"听证{heard.get_state_display()}" if heard else ""]
    return "；".join(part.rstrip("。") for part in told if part) + "。"


def _remark(delivery: Delivery, reason: str) -> str:
    whose = f"签收人：{delivery.recipient}" if delivery.recipient else ""
    return "；".join(part for part in (whose, reason) if part)


def _of_deferral(case: Case, asked: Deferral, at: datetime) -> Facts:
    money = money_of(case, localdate(at))
    paper = _decision_paper(case)
    return {
        "decision": _papers.ref(paper) if paper else None,
        "fine_fen": money.fine_fen,
        "unpaid_fen": money.open_of(PaidPart.FINE),
        "plan": [
            {"no": str(one.no), "due_on": one.due_on.isoformat(), "amount_fen": one.amount_fen}
            for one in asked.instalments.order_by("no")
        ],
    }


def _account(case: Case) -> str:
    """Bank and account as the decision names them."""
    paper = _decision_paper(case)
    facts: dict[str, Any] = paper.facts if paper else {}
    bank, name, number = (facts.get(key) for key in ("bank", "account_name", "account_no"))
    return f"{bank}（户名：{name}，账号：{number}）" if bank else ""


def _decision_paper(case: Case) -> OfficialPaper | None:
    links = CasePaper.objects.filter(case=case, decision__isnull=False, paper__code="D36")
    links = links.filter(paper__approved_at__isnull=False).exclude(paper__state="superseded")
    link = links.select_related("paper").first()
    return link.paper if link else None
