"""The papers that stay in the file, printed by the act that they put into words (3.2).

Each says what the rows of its act say. What no row knows, such as who led a discussion, is on a
draft that somebody began before, or is left to the pen.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import User
from cases.errors import CaseDayWrong
from cases.models import (
    Case,
    CaseOpinion,
    Discussion,
    Hearing,
    InvestigationReport,
    LegalReview,
    Preservation,
    Statement,
    StepOfficer,
)
from cases.roles import PaperRole
from cases.services import _papers
from cases.states import (
    Adoption,
    Matter,
    OpinionLevel,
    PreservationState,
    ReviewOutcome,
)
from common.clock import chinese_date, localdate
from common.money import yuan
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft, cited
from policies.queries import basis_on

Facts = dict[str, Any]
Hours = tuple[datetime, datetime]  # of something that was put on record: from, to
_REVIEWED = {
    ReviewOutcome.PASSED: "agree",
    ReviewOutcome.NOT_PASSED: "refuse",
    ReviewOutcome.RETURNED: "back",
}
_ADOPTED = {
    Adoption.ADOPTED: "accepted",
    Adoption.PARTLY: "partly",
    Adoption.REFUSED: "refused",
}


def filing(case: Case, *, reason: str = "", by: User, at: datetime) -> OfficialPaper:
    """D11; D11-2 where the head decides not to file, for ``reason``."""
    facts: Facts = {
        "case_source": case.get_source_display(),
        "facts": case.check_result,
        "officers": officers_of(case, "check"),
        "opinions": opinions(case, Matter.FILING, signed="check"),
    }
    if not reason:
        return _papers.issue(case, "D11", facts, PaperRole.FILING, by=by, at=at)
    facts["reason"] = reason
    if case.informant_is_named:
        facts["informed"] = "举报人实名，以《不予立案告知书》告知"
    return _papers.issue(case, "D11-2", facts, PaperRole.FILING, by=by, at=at)


def withdrawal(case: Case, reason: str, *, by: User, at: datetime) -> OfficialPaper:
    """D46."""
    report = case.reports.last()
    facts: Facts = {
        "kind": "withdraw",
        "facts": report.facts if report else case.check_result,
        "reason": reason,
        "opinions": opinions(case, Matter.WITHDRAWAL),
    }
    return _papers.issue(case, "D46", facts, PaperRole.WITHDRAWAL, by=by, at=at)


def preservation(case: Case, kept: Preservation, *, by: User, at: datetime) -> OfficialPaper:
    """D19, with the head's yes or no."""
    day = localdate(at)
    is_approved = kept.state == PreservationState.APPROVED
    words = "同意先行登记保存" if is_approved else "不同意先行登记保存"
    items = [
        {"no": str(one.no), "name": one.name, "amount": one.quantity, "state": one.condition}
        for one in kept.items.all()
    ]
    facts: Facts = {
        "reason": kept.reason,
        "basis": [cited(basis_on("PL56", day), day)],
        "items": items,
        "keeping": kept.place,
        "opinions": {
            OpinionLevel.OFFICER: block(kept.reason, kept.asked_by, localdate(kept.asked_at)),
            OpinionLevel.HEAD: block(words, by, localdate(at)),
        },
    }
    return _papers.issue(case, "D19", facts, PaperRole.PRESERVATION, by=by, at=at)


def report(case: Case, made: InvestigationReport, *, by: User, at: datetime) -> OfficialPaper:
    """D27 as a draft: the section's head signs it with the first step that rests on it."""
    filed = chinese_date(case.filed_on) if case.filed_on else ""
    course = (
        f"{chinese_date(case.found_on)}{case.get_source_display()}，{filed}立案，"
        f"{chinese_date(made.ended_on)}调查终结。"
    )
    facts: Facts = {
        "course": course,
        "facts": made.facts,
        "gains": gains_words(made),
        "nature": made.basis,
        "discretion": made.discretion,
        "proposal": made.proposal,
        "officers": officers_of(case, "end"),
    }
    told = {key: value for key, value in facts.items() if value}
    return _papers.begin(case, "D27", told, PaperRole.REPORT, by=by, at=at)


def sign_report(case: Case, *, by: User, at: datetime) -> None:
    """The section's head signs the report that waits for it; none waits a second time."""
    draft = _papers.waiting(case, "D27").first()
    if draft is None:
        return
    signed = [{"role": "officer", **one} for one in draft.facts.get("officers", [])]
    on = localdate(at).isoformat()
    signed.append({"role": "section", "name": by.full_name, "on": on})
    change_draft(draft.pk, {**draft.facts, "signatures": signed}, by=by, at=at)
    approve_paper(draft.pk, by=by, at=at)


def review(case: Case, made: LegalReview, *, by: User, at: datetime) -> OfficialPaper:
    """D28. ``sent_on`` is the day on which the case came to stand where it is reviewed."""
    sent = case.steps.filter(action__in=("end", "answer")).last()
    lead = case.officers.standing().order_by("-role").first()
    section = lead.user.department if lead else None
    facts: Facts = {
        "sent_on": (sent.happened_on if sent else made.reviewed_on).isoformat(),
        "sent_by": str(section or "承办机构"),
        "trigger": "；".join(made.grounds) or "承办机构送审",
        "proposal": made.report.proposal,
        "opinion": made.opinion,
        "result": _REVIEWED[ReviewOutcome(made.outcome)],
        "opinions": {OpinionLevel.LEGAL: block(made.opinion, by, localdate(at))},
    }
    return _papers.issue(case, "D28", facts, PaperRole.REVIEW, by=by, at=at)


def statement(
    case: Case, made: Statement, hours: Hours | None, *, by: User, at: datetime
) -> OfficialPaper:
    """D31, of what the party said by word of mouth; what it wrote is its own paper."""
    party = case.party
    is_itself = party is not None and made.made_by in (party.name, party.representative)
    facts: Facts = {
        "made_on": made.made_on.isoformat(),
        "officers": officers_of(case, "statement"),
        "recorder": by.full_name,
        "notice": _papers.ref(_papers.paper_of_notice(made.notice)),
        "statement": made.text,
    }
    if not is_itself:
        facts["agent"] = made.made_by
    facts |= _hours("陈述申辩", hours, at)
    return _papers.issue(case, "D31", facts, PaperRole.STATEMENT, by=by, at=at)


def recheck(case: Case, made: Statement, *, by: User, at: datetime) -> OfficialPaper:
    """D31-2."""
    notice = made.notice
    facts: Facts = {
        "notice": _papers.ref(_papers.paper_of_notice(notice)),
        "told_on": notice.served_on.isoformat() if notice.served_on else "",
        "stated_on": made.made_on.isoformat(),
        "claims": made.text,
        "checks": made.recheck,
        "result": _ADOPTED[Adoption(made.adoption)],
        "opinions": {OpinionLevel.OFFICER: block(made.get_adoption_display(), by, localdate(at))},
    }
    return _papers.issue(case, "D31-2", facts, PaperRole.STATEMENT, by=by, at=at)


def hearing(case: Case, made: Hearing, hours: Hours | None, *, by: User, at: datetime) -> None:
    """D33 and the chair's report."""
    assert made.held_on is not None
    assert made.chair is not None
    assert made.clerk is not None
    facts: Facts = {
        "held_on": made.held_on.isoformat(),
        "place": made.place,
        "way": "open" if made.is_public else "closed",
        "chair": made.chair.full_name,
        "clerk": made.clerk.full_name,
        "agents": [{"name": name} for name in made.agents],
    }
    record = {"record": made.record, **_hours("听证", hours, at)}
    for code, said in (("D33", record), ("D33-2", {"report": made.report})):
        _papers.issue(case, code, facts | said, PaperRole.HEARING, by=by, at=at)


def discussion(
    case: Case, made: Discussion, hours: Hours | None, *, by: User, at: datetime
) -> OfficialPaper:
    """D34, with the report and the legal review that the heads had before them."""
    members = list(made.members.select_related("person"))
    before, checked = case.reports.last(), case.reviews.last()
    facts: Facts = {
        "held_on": made.held_on.isoformat(),
        "place": made.place,
        "recorder": made.recorder.full_name,
        "attendees": [{"name": one.person.full_name, "role": "机关负责人"} for one in members],
        "report": f"{before.facts}\n建议：{before.proposal}" if before else case.check_result,
        "speeches": [{"name": one.person.full_name, "words": one.opinion} for one in members],
        "conclusion": made.conclusion,
    }
    if checked is not None:
        facts["review"] = f"{checked.get_outcome_display()}：{checked.opinion}"
    facts |= _hours("集体讨论", hours, at)
    return _papers.issue(case, "D34", facts, PaperRole.DISCUSSION, by=by, at=at)


def gains_words(made: InvestigationReport) -> str:
    """How the gains were worked out (1.6); empty when there were none to work out."""
    if made.collected_fen is None or made.gains_fen is None:
        return ""
    told = [f"共收取{yuan(made.collected_fen)}元"]
    if made.pupil_count is not None:
        told.append(f"学生{made.pupil_count}名")
    if made.unit_price_fen is not None and made.lesson_count is not None:
        told.append(f"每课时{yuan(made.unit_price_fen)}元，共{made.lesson_count}课时")
    if made.refunded_fen is not None and made.refunded_on is not None:
        told.append(f"{chinese_date(made.refunded_on)}已退还{yuan(made.refunded_fen)}元")
    if made.deducts_refund:
        told.append(f"依据“{made.deduction_basis}”予以扣除")
    return "，".join(told) + f"，认定违法所得{yuan(made.gains_fen)}元。"


def officers_of(case: Case, action: str) -> list[dict[str, str]]:
    """Who took the last step of a kind, with the certificate of that day."""
    step = case.steps.filter(action=action).last()
    rows = StepOfficer.objects.filter(step=step).select_related("officer__user")
    return [
        {"name": row.officer.user.full_name, "certificate_no": row.officer.certificate_no}
        for row in rows
    ]


def opinions(case: Case, matter: str, *, signed: str = "") -> dict[str, Facts]:
    """The opinion blocks of a matter's latest round; officers sign as they took that step."""
    given = CaseOpinion.objects.filter(case=case, matter=matter).select_related("given_by")
    latest = given.order_by("-round").first()
    blocks = {
        one.level: block(one.text, one.given_by, localdate(one.given_at))
        for one in given.filter(round=latest.round if latest else 1)
    }
    if signed and OpinionLevel.OFFICER in blocks:
        blocks[OpinionLevel.OFFICER]["by"] = officers_of(case, signed)
    return blocks


def _hours(what: str, hours: Hours | None, at: datetime) -> dict[str, str]:
    """Raises CaseDayWrong."""
    if hours is None:
        return {}
    begun, ended = hours
    if not begun < ended <= at:
        day = f"{chinese_date(localdate(begun))}的起止时间"
        raise CaseDayWrong(what=what, day=day, why="结束须晚于开始，并且不晚于现在")
    return {"starts_at": begun.isoformat(), "ends_at": ended.isoformat()}


def block(words: str, who: User, on: date) -> Facts:
    """One opinion of a form: the words, whose they are, the day."""
    return {"opinion": words, "by": who.full_name, "on": on.isoformat()}
