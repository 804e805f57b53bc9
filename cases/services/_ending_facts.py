"""What the rows after a decision say on the forms of its end: urging, court, closing, cover.

Only offers: whoever drafts may say more or otherwise, but for what ``of_closing`` says, which
the closing writes into its form at its approval.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.after import PaidPart
from cases.models import Case, CasePaper, CaseService, Closing, Decision
from cases.money import decided_amounts, fine_parts, money_of
from cases.services import _internal
from cases.services._papers import penalty_rows, ref
from cases.services.archiving import extent_of_file
from cases.states import CaseState, Matter
from common.clock import chinese_date
from papers.catalogue import get_form
from papers.models import OfficialPaper
from papers.states import STANDING
from policies.queries import values_on

_URGING, _COVER, _NOTES = "D44", "D48", "D48-3"
# Keys of other forms sound alike and mean something else, so only these are told.
_FORMS = (_URGING, "D45", "D47", "D47-2", _COVER, _NOTES, "D51")
_DECISIONS = ("D36", "D37")
_RATE = "deadline.t12"


def facts_after(case: Case, code: str, on: date) -> dict[str, Any]:
    """What the case knows for the fields of this form, besides what every form is told.

    Nothing for a form of an earlier step. Raises FormMissing, ParameterMissing.
    """
    if code not in _FORMS:
        return {}
    has = {field.key for field in get_form(code, on).fields}
    known = {**_of_case(case), **_of_county(on)}
    decision = case.decisions.made().first()
    if decision is not None:
        known |= _of_decision(case, decision)
        known |= _owed(case, on) if code == _URGING else _decided(case, on)
    closing = case.closings.standing().first()
    if closing is not None:
        closed_on = closing.closed_on.isoformat() if closing.closed_on else None
        known |= {**of_closing(closing), "closed_on": closed_on, "result": closing.execution}
    known |= _of_file(case) if code == _NOTES else {}
    return {key: value for key, value in known.items() if key in has and value not in (None, "")}


def of_closing(closing: Closing) -> dict[str, Any]:
    """Ground, result and opinions of D47: those of the latest round, one per level."""
    return {
        "ground": closing.ground,
        "execution": closing.execution,
        "opinions": _internal.opinions(closing.case, Matter.CLOSING),
    }


def _of_case(case: Case) -> dict[str, Any]:
    lead = case.officers.standing().order_by("-role").select_related("user__department").first()
    department = lead.user.department if lead else None
    names = [one.violation.title for one in case.violations.select_related("violation")]
    return {
        "result": "不予立案" if case.state == CaseState.NOT_FILED else None,
        "section": str(department) if department else None,
        "violation": "、".join(names),
    }


def _of_decision(case: Case, decision: Decision) -> dict[str, Any]:
    rows = penalty_rows(decision.penalties.order_by("pk"))
    words = "；".join(f"{row['kind']}（{row['content']}）" for row in rows)
    known: dict[str, Any] = {
        "facts": decision.facts,
        "decided_on": decision.decided_on.isoformat() if decision.decided_on else None,
        "obligation": words,
        "penalty": words,
    }
    if paper := _standing(case, _DECISIONS):
        known |= {"decision": ref(paper), "decision_number": paper.number}
        known["decision_served_on"] = _served_on(paper)
    if urging := _standing(case, (_URGING,)):
        known |= {"urging": ref(urging), "urging_served_on": _served_on(urging)}
    return known


def _decided(case: Case, on: date) -> dict[str, Any]:
    decided, money = decided_amounts(case), money_of(case, on)
    return {
        "fine_fen": decided[PaidPart.FINE] or None,
        "gains_fen": decided[PaidPart.GAINS] or None,
        "total_fen": money.open_fen or None,
    }


def _owed(case: Case, on: date) -> dict[str, Any]:
    """What is still to be paid on that day, with how the surcharge was counted."""
    money = money_of(case, on)
    told: dict[str, Any] = {
        "fine_fen": money.open_of(PaidPart.FINE) or None,
        "total_fen": money.open_fen or None,
    }
    parts, surcharge = fine_parts(case, money.fine_fen), money.open_of(PaidPart.SURCHARGE)
    if parts and surcharge:
        first = parts[0][0]
        permille = int(values_on(first, (_RATE,))[_RATE]["permille_per_day"])
        since = chinese_date(first + timedelta(days=1))
        how = f"自{since}起每日按逾期罚款数额的{permille / 10:g}%计算至{chinese_date(on)}"
        told |= {"surcharge_fen": surcharge, "surcharge_how": how}
    return told


def _of_county(on: date) -> dict[str, Any]:
    keys = ("organ.name", "organ.court", "archive.class", "deadline.t16")
    held = values_on(on, keys)
    period = held["deadline.t16"]
    return {
        "decided_by": held["organ.name"],
        "addressee": held["organ.court"],
        "retention": held["archive.class"],
        "period": {"count": period["count"], "unit": period["unit"]},
    }


def _of_file(case: Case) -> dict[str, Any]:
    count, pages = extent_of_file(case)
    return {"count": count, "pages": pages}


def _standing(case: Case, codes: tuple[str, ...]) -> OfficialPaper | None:
    links = CasePaper.objects.filter(case=case, paper__code__in=codes)
    links = links.filter(paper__state__in=STANDING)
    link = links.select_related("paper").order_by("-pk").first()
    return link.paper if link else None


def _served_on(paper: OfficialPaper) -> str | None:
    services = CaseService.objects.filter(case_paper__paper=paper).select_related("delivery")
    row = services.first()
    return row.delivery.effective_on.isoformat() if row else None
