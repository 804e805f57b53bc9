"""Whether a decision may be made: every guard that the database keeps, as sentences."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from cases.errors import (
    HeavierThanNotice,
    LeniencyWrong,
    OtherFacts,
    OutsideRange,
    UnderAge,
)
from cases.models import Case, Decision, Party, SpotPenalty
from cases.rules import LIGHTER_BELOW, NO_PENALTY_BELOW, heavier_than
from cases.services._law import Applied, require_law
from cases.services._limits import require_within_law
from cases.services._penalties import as_proposed
from cases.services._ranging import is_typed_wider, require_ranged
from cases.services.answering import require_answered
from cases.services.discussing import require_discussed
from cases.services.filing import require_in_time
from cases.services.fines import require_finable
from cases.services.noticing import require_last_report, require_old_enough
from cases.services.reviewing import require_review
from cases.states import DecisionKind, Leniency, PenaltyKind
from common.clock import chinese_date
from common.money import yuan


def require_lawful(case: Case, decision: Decision, *, action: str, on: date) -> None:
    """Go on only if this decision could be made on that day.

    Raises ReviewNeeded, DiscussionNeeded, NoticeMissing, PeriodsRun, StatementOpen,
    HearingOpen, OtherFacts, HeavierThanNotice, UnderAge, LimitationOver, LawInTimeWrong, DraftOutdated,
    FinesNotAnswered, FinedBefore, FineBeyondLaw, OutsideRange, LeniencyWrong, BadInput.
    """
    require_last_report(case, decision)
    require_review(case, decision.report, action)
    require_discussed(case, decision.report, action)
    if decision.kind == DecisionKind.PENALTY:
        _require_penalty(case, decision, action=action, on=on)
    elif decision.kind == DecisionKind.MINOR:
        require_spared(case, decision, on=on)


def require_within_range(case: Case, decision: Decision, *, missing: str) -> None:
    """Go on only if the fine lies within its benchmark. Raises OutsideRange."""
    row = decision.penalties.filter(kind=PenaltyKind.P3).first()
    fine = row.amount_fen if row else None
    low, high = decision.fine_min_fen, decision.fine_max_fen
    if fine is None or low is None or high is None or low <= fine <= high:
        return
    raise OutsideRange(
        case=case,
        fine=yuan(fine),
        range=f"（{yuan(low)}元至{yuan(high)}元）",
        missing=missing,
    )


def _require_penalty(case: Case, decision: Decision, *, action: str, on: date) -> None:
    notice = case.prior_notices.standing().first()
    if decision.notice_id != (notice.pk if notice else None):
        raise OtherFacts(case=case)
    notice = require_answered(case, notice, action=action, on=on)
    if decision.facts_digest != notice.facts_digest:
        raise OtherFacts(case=case)
    decided = as_proposed(decision.penalties.all())
    if heavier := heavier_than(decided, as_proposed(notice.penalties.all())):
        raise HeavierThanNotice(case=case, penalty=heavier)
    require_in_time(case)
    require_old_enough(case)
    _require_lighter_if_young(case, decision)
    law = require_law(case, decision, on)
    require_within_law(case, decided, law)
    if any(one.kind == PenaltyKind.P3 for one in decided):
        require_finable(case)
        require_ranged(case, decision, law)
        if not decision.deviates:
            _require_in_range(case, decision, law)


def _require_in_range(case: Case, decision: Decision, law: list[Applied]) -> None:
    missing = "请写明理由并报另一名机关负责人批准"
    require_within_range(case, decision, missing=missing)
    if is_typed_wider(case, decision, law):
        low, high = decision.fine_min_fen or 0, decision.fine_max_fen or 0
        typed = f"{yuan(low)}元至{yuan(high)}元"
        raise OutsideRange(case=case, fine=f"幅度{typed}", range="", missing=missing)


def _require_lighter_if_young(case: Case, decision: Decision) -> None:
    assert case.party is not None
    assert case.acted_until is not None
    age = case.party.age_on(case.acted_until)
    if age is not None and age < LIGHTER_BELOW and not decision.is_lighter:
        rule = "应当从轻或者减轻处罚，请写明从轻或者减轻的理由"
        raise UnderAge(party=case.party, age=f"已满十四不满十八周岁（{age}周岁）", rule=rule)


def require_spared(case: Case, decision: Decision, *, on: date) -> None:
    """The grounds of art. 33, each with what it needs. Raises LeniencyWrong."""
    if decision.leniency == Leniency.NONE:
        raise LeniencyWrong(case=case, why="没有写明不予处罚的情形")
    if not decision.education or decision.educated_on is None:
        raise LeniencyWrong(case=case, why="没有对当事人进行教育的记录")
    if decision.educated_on > on:
        day = chinese_date(decision.educated_on)
        raise LeniencyWrong(case=case, why=f"教育日期{day}晚于今天")
    if decision.leniency == Leniency.FIRST:
        _require_first(case, decision)
    if decision.leniency == Leniency.UNDER_AGE:
        assert case.party is not None
        age = case.party.age_on(case.acted_until or on)
        if age is None or age >= NO_PENALTY_BELOW:
            raise LeniencyWrong(case=case, why="当事人不是不满十四周岁的人")


def _require_first(case: Case, decision: Decision) -> None:
    conditions = (
        (decision.is_first, "初次违法"),
        (decision.is_slight, "危害后果轻微"),
        (decision.is_corrected, "及时改正"),
    )
    if lacking := [label for holds, label in conditions if not holds]:
        why = f"首违不罚须同时具备三项条件，缺少“{'、'.join(lacking)}”"
        raise LeniencyWrong(case=case, why=why)
    if not decision.first_checked_how:
        raise LeniencyWrong(case=case, why="没有写明如何核实是初次违法")
    if earlier := _earlier_penalty(case):
        raise LeniencyWrong(case=case, why=f"当事人此前已被处罚（{earlier}）")


def _earlier_penalty(case: Case) -> str:
    """What punished the same party before, also on the spot; empty when nothing did."""
    party = case.party
    if party is None:
        return ""
    others = Decision.objects.made().filter(kind=DecisionKind.PENALTY).exclude(case=case)
    made = others.filter(_same(party, "case__party__")).select_related("case__party").first()
    if made is not None:
        return str(made.case)
    spot = SpotPenalty.objects.filter(_same(party, "party__")).select_related("party").first()
    return str(spot) if spot else ""


def _same(party: Party, path: str) -> Q:
    """By institution or credit code; else by name and day of birth."""
    told = {"institution": party.institution_id, "credit_code": party.credit_code}
    known = [Q(**{path + name: value}) for name, value in told.items() if value]
    if known:
        return reduce(or_, known)
    return Q(**{f"{path}name": party.name, f"{path}born_on": party.born_on})
