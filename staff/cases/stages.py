"""Where a case stands: its stages, what comes next and what is missing for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.after import ClosingState
from cases.models import Case, CasePaper, Decision, PriorNotice
from cases.services import PAPERS_OF, what_holds_back
from cases.states import (
    CaseState,
    DecisionKind,
    DecisionState,
    Matter,
    NoticeState,
    OpinionLevel,
    PreservationState,
    ReviewOutcome,
)
from common.clock import at_noon, chinese_date
from papers.catalogue import get_form
from papers.services import missing_facts
from staff.cases.forms.ending import form_lacks, grounds_that_fit
from staff.cases.once import file_lacks

S = CaseState
# (label, the actions whose day is shown, the states from which on it is behind the case)
_ORDER = (
    S.CLUE, S.CHECKED, S.INVESTIGATING, S.ENDED, S.REVIEWED, S.NOTICED, S.ANSWERED,
    S.DISCUSSED, S.DECIDED, S.SERVED, S.PERFORMING, S.CLOSED, S.ARCHIVED,
)  # fmt: skip
_STAGES = (
    ("线索", ("register",), S.CLUE),
    ("核查", ("check",), S.CHECKED),
    ("立案", ("file",), S.INVESTIGATING),
    ("调查", ("end",), S.ENDED),
    ("审核", ("pass", "pass_heard"), S.REVIEWED),
    ("告知", ("notice", "notice_anew"), S.NOTICED),
    ("听取", ("answer",), S.ANSWERED),
    ("讨论", ("discuss",), S.DISCUSSED),
    ("决定", ("decide",), S.DECIDED),
    ("送达", ("serve",), S.SERVED),
    ("结案", ("close",), S.CLOSED),
    ("归档", ("archive",), S.ARCHIVED),
)
_ENDS = {S.NOT_FILED: "不立案", S.WITHDRAWN: "撤案", S.TRANSFERRED: "移送"}
_END_ACTIONS = ("not_file", "withdraw", "transfer", "transfer_decided")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the way of a case: done, current or still to come."""

    label: str
    day: date | None
    stage: str


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next, who does it, and what is missing for it."""

    text: str
    who: str
    missing: list[str]


def stages_of(case: Case) -> list[Stage]:
    """The way from the clue to the archive; review and discussion only where they belong."""
    days = {step.action: step.happened_on for step in case.steps.all()}
    skipped = _skipped(case)
    rows = [row for row in _STAGES if row[0] not in skipped]
    if case.state in _ENDS:
        end = next((days[name] for name in reversed(_END_ACTIONS) if name in days), None)
        before = [(label, _day(days, names)) for label, names, _ in rows]
        told = [Stage(label, day, "done") for label, day in before if day]
        return [*told, Stage(_ENDS[CaseState(case.state)], end, "done")]
    reached = _ORDER.index(case.state)
    done = [_ORDER.index(state) <= reached for _, _, state in rows]
    current = done.index(False) if False in done else len(done)
    return [
        Stage(label, _day(days, names), "done")
        if is_done
        else Stage(label, None, "current" if place == current else "to-come")
        for place, ((label, names, _), is_done) in enumerate(zip(rows, done, strict=True))
    ]


def next_of(case: Case, today: date) -> Next:
    """One sentence for everybody who opens the case. Raises FormMissing."""
    state = CaseState(case.state)
    text, who = _NEXT[state]
    missing = _MISSING[state](case, today) if state in _MISSING else []
    decision, closing = case.decisions.standing().first(), case.closings.standing().first()
    if decision is not None and decision.state in _OF_DECISION:
        text, who = _OF_DECISION[DecisionState(decision.state)]
        missing = _missing_of_decision(case, decision, today)
    elif closing is not None and closing.state in _OF_CLOSING:
        text, who = _OF_CLOSING[ClosingState(closing.state)]
    elif state in (S.SERVED, S.PERFORMING) and not missing:
        text = "核实履行情况，报批结案"
    return Next(text, who, missing)


_NEXT = {
    S.CLUE: ("核查线索，提出是否立案的意见", "承办人"),
    S.CHECKED: ("审核、批准是否立案", "承办机构负责人、机关负责人"),
    S.NOT_FILED: ("归档", "档案管理人员"),
    S.INVESTIGATING: ("调查取证，写出调查终结报告", "承办人"),
    S.ENDED: ("拟定处理意见：事先告知，或者起草不予处罚、移送的决定", "承办人"),
    S.REVIEWED: ("事先告知，或者起草不予处罚、移送的决定", "承办人"),
    S.NOTICED: ("送达告知书，听取陈述申辩，举行听证", "承办人"),
    S.ANSWERED: ("起草处理决定", "承办人"),
    S.DISCUSSED: ("起草处理决定", "承办人"),
    S.DECIDED: ("送达决定书", "承办人"),
    S.SERVED: ("督促履行", "承办人"),
    S.PERFORMING: ("督促履行，履行完毕后报批结案", "承办人"),
    S.CLOSED: ("归档", "档案管理人员"),
    S.ARCHIVED: ("本案已经归档", ""),
    S.WITHDRAWN: ("报批结案", "承办人"),
    S.TRANSFERRED: ("报批结案", "承办人"),
}
_OF_DECISION = {
    DecisionState.DRAFT: ("制作决定文书，提交审批", "承办人"),
    DecisionState.SUBMITTED: ("审核决定", "承办机构负责人"),
    DecisionState.ENDORSED: ("批准决定", "机关负责人"),
}

_OF_CLOSING = {
    ClosingState.ASKED: ("审核结案", "承办机构负责人"),
    ClosingState.ENDORSED: ("批准结案", "机关负责人"),
}


def _missing_of_clue(case: Case, today: date) -> list[str]:
    return [*_unnamed(case), *_short_of_officers(case, today)]


def _missing_of_check(case: Case, today: date) -> list[str]:
    given = case.opinions.filter(matter=Matter.FILING).order_by("-round", "pk")
    latest = given.first()
    round_ = latest.round if latest else 1
    if given.filter(round=round_, level=OpinionLevel.SECTION).exists():
        return []
    return ["承办机构负责人的意见"]


def _missing_of_inquiry(case: Case, today: date) -> list[str]:
    ended = (PreservationState.HANDLED, PreservationState.REFUSED)
    missing = _short_of_officers(case, today)
    if not case.evidence.standing().exists():
        missing.append("证据")
    if case.preservations.exclude(state__in=ended).exists():
        missing.append("先行登记保存物品的处理")
    return missing


def _missing_of_end(case: Case, today: date) -> list[str]:
    draft = case.prior_notices.filter(state=NoticeState.DRAFT).first()
    missing = _review_missing(case)
    return missing + (_papers_missing(draft, today) if draft else [])


def _missing_of_notice(case: Case, today: date) -> list[str]:
    notice = case.prior_notices.standing().first()
    if notice is None or notice.state != NoticeState.SERVED:
        return ["告知书的送达"]
    missing = []
    if notice.statements.filter(rechecked_at__isnull=True).exists():
        missing.append("陈述申辩的复核")
    waived = set(notice.waivers.values_list("right", flat=True))
    periods = [("statement", "陈述申辩", notice.statement_until)]
    hearing = getattr(notice, "hearing", None)
    if notice.hearing_offered and hearing is None:
        periods.append(("hearing", "申请听证", notice.hearing_until))
    for right, label, until in periods:
        if until and right not in waived and today <= until:
            missing.append(f"{label}期限届满（{chinese_date(until)}）或者当事人放弃")
    if hearing is not None and hearing.state in ("requested", "called"):
        missing.append("听证的举行或者终止")
    return missing


def _missing_of_answer(case: Case, today: date) -> list[str]:
    report, missing = case.reports.last(), _review_missing(case)
    if report is not None and report.needs_discussion and case.state != S.DISCUSSED:
        missing.append("集体讨论")
    if case.fines_checked_at is None:
        missing.append("其他部门罚款的核对（给予罚款的）")
    if case.other_fines.filter(answered_at__isnull=True).exists():
        missing.append("是否同一违法行为的认定")
    return missing


def _missing_of_closing(case: Case, today: date) -> list[str]:
    """What keeps the usual ground from being used, or the form from being approved."""
    at = at_noon(today)
    closing = case.closings.standing().first()
    if closing is not None:
        lacks = form_lacks(case, at)
        return what_holds_back(case, closing.ground, at=at) + lacks
    return what_holds_back(case, grounds_that_fit(case)[0], at=at)


def _missing_of_archive(case: Case, today: date) -> list[str]:
    return file_lacks(case, today)


_MISSING = {
    S.CLUE: _missing_of_clue,
    S.CHECKED: _missing_of_check,
    S.INVESTIGATING: _missing_of_inquiry,
    S.ENDED: _missing_of_end,
    S.REVIEWED: _missing_of_end,
    S.NOTICED: _missing_of_notice,
    S.ANSWERED: _missing_of_answer,
    S.DISCUSSED: _missing_of_answer,
    S.SERVED: _missing_of_closing,
    S.PERFORMING: _missing_of_closing,
    S.WITHDRAWN: _missing_of_closing,
    S.TRANSFERRED: _missing_of_closing,
    S.CLOSED: _missing_of_archive,
    S.NOT_FILED: _missing_of_archive,
}


def _missing_of_decision(case: Case, decision: Decision, today: date) -> list[str]:
    missing = _missing_of_answer(case, today) if decision.kind == DecisionKind.PENALTY else []
    codes = PAPERS_OF[DecisionKind(decision.kind)]
    missing += _papers_wanted(codes, today, decision=decision)
    if decision.deviates and decision.deviation_approved_at is None:
        missing.append("另一名机关负责人对超出裁量基准的批准")
    return missing


def _papers_missing(notice: PriorNotice, today: date) -> list[str]:
    codes = ("D29", "D30") if notice.hearing_offered else ("D29",)
    return _papers_wanted(codes, today, notice=notice)


def _papers_wanted(codes: tuple[str, ...], today: date, **of: PriorNotice | Decision) -> list[str]:
    """Papers not begun, and what their drafts do not say yet."""
    links = CasePaper.objects.filter(**of).select_related("paper")
    drafts = {link.paper.code: link.paper for link in links if link.paper.state != "discarded"}
    missing = []
    for code in codes:
        title = get_form(code, today).title
        if code not in drafts:
            missing.append(f"《{title}》的草稿")
        elif drafts[code].is_draft:
            # The number of the decision is named by the approval itself.
            lacking = missing_facts(code, drafts[code].facts, today)
            wanted = [label for label in lacking if label != "行政处罚决定书"]
            missing += [f"《{title}》：{label}" for label in wanted]
    return missing


def _review_missing(case: Case) -> list[str]:
    report = case.reports.last()
    if report is None:
        return []
    last = case.reviews.filter(report=report).last()
    is_passed = last is not None and last.outcome == ReviewOutcome.PASSED
    return ["法制审核"] if report.needs_review and not is_passed else []


def _unnamed(case: Case) -> list[str]:
    missing = []
    if case.party is None:
        missing.append("当事人")
    if case.acted_until is None or not case.violations.exists():
        missing.append("违法行为日期和涉嫌违法情形")
    return missing


def _short_of_officers(case: Case, today: date) -> list[str]:
    people = set(case.officers.on(today).values_list("user_id", flat=True))
    return [] if len(people) > 1 else [f"两名执法证有效的承办人（现有{len(people)}名）"]


def _skipped(case: Case) -> set[str]:
    """Stages that this case does not go through."""
    report, skipped = case.reports.last(), set()
    if not (report and report.needs_review or case.reviews.exists()):
        skipped.add("审核")
    if not (report and report.needs_discussion or case.discussions.exists()):
        skipped.add("讨论")
    spared = case.decisions.standing().exclude(kind=DecisionKind.PENALTY)
    if spared.exists():
        skipped |= {"告知", "听取"}
    return skipped


def _day(days: dict[str, date], names: tuple[str, ...]) -> date | None:
    return next((days[name] for name in reversed(names) if name in days), None)
