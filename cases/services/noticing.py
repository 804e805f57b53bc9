"""The prior notice (事先告知): drafted, approved with its paper, served, replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import (
    CaseWordsMissing,
    HeavierForDefence,
    NoticeDraftOpen,
    SamePerson,
    UnderAge,
)
from cases.law_errors import DraftOutdated
from cases.models import Case, Decision, InvestigationReport, PriorNotice, ProposedPenalty
from cases.roles import DeadlineRole, PaperRole
from cases.rules import NO_PENALTY_BELOW, Proposed, hearing_ground, heavier_than
from cases.services import _clocks, _internal, _papers
from cases.services._digests import facts_digest
from cases.services._law import Applied, law_of, marks_of, printed_of, require_law
from cases.services._limits import require_within_law
from cases.services._locks import locked, locked_notice
from cases.services._penalties import as_proposed, columns, require_sound
from cases.services._steps import move, note, require_day, require_officer, require_stranger
from cases.services.filing import require_in_time
from cases.services.reviewing import require_review
from cases.states import PRIOR_NOTICE, CaseState, NoticeState
from common.clock import chinese_date, localdate
from common.errors import WrongState
from papers.models import OfficialPaper
from policies.queries import values_on

_THRESHOLDS = ("hearing.large_fine", "hearing.large_gains", "hearing.large_property")
_FIRST = (CaseState.ENDED, CaseState.REVIEWED)
_ANEW = (CaseState.NOTICED, CaseState.ANSWERED, CaseState.DISCUSSED)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a prior notice says beside its penalties."""

    facts: str
    basis: str
    reason: str


@transaction.atomic
def draft_prior_notice(
    case_id: int, facts: NoticeFacts, penalties: list[Proposed], *, by: User, at: datetime
) -> PriorNotice:
    """Two officers propose a penalty. Whether a hearing is offered is computed, never chosen.

    While another notice stands this one is meant to replace it: a heavier or other penalty, or
    other facts. Raises NotFound, NotYourCase, WrongState, NoticeDraftOpen, CaseWordsMissing,
    PenaltiesWrong, UnderAge, LimitationOver, FineBeyondLaw, LawInTimeWrong, HeavierForDefence …
    """
    case = locked(case_id)
    require_officer(case, by, "起草事先告知")
    report = _require_time_for_it(case)
    _require_no_draft(case)
    _require_told(facts)
    require_sound(penalties)
    law, threshold = law_of(case, localdate(at)), threshold_fen(case, localdate(at))
    _require_punishable(case, penalties, law)
    ground, old = hearing_ground(penalties, threshold), case.prior_notices.standing().first()
    _require_not_for_the_defence(old, facts, penalties)
    notice = PriorNotice.objects.create(
        case=case,
        report=report,
        no=case.prior_notices.count() + 1,
        supersedes=old,
        facts=facts.facts.strip(),
        facts_digest=facts_digest(facts.facts),
        basis=facts.basis.strip(),
        reason=facts.reason.strip(),
        law=marks_of(law),
        hearing_offered=bool(ground),
        hearing_ground=ground,
        threshold_fen=threshold,
        drafted_at=at,
        drafted_by=by,
    )
    ProposedPenalty.objects.bulk_create(
        ProposedPenalty(notice=notice, **columns(one)) for one in penalties
    )
    note(case, "draft_notice", text=f"拟告知：{_listed(penalties)}", by=by, at=at)
    return notice


@transaction.atomic
def draft_notice_paper(
    notice_id: int, code: str, more: dict[str, Any], *, by: User, at: datetime
) -> OfficialPaper:
    """Make out D29 or D30 of a notice; ``more`` says what its rows do not know.

    Raises NotFound, NotYourCase and what drafting a paper raises.
    """
    case, notice = locked_notice(notice_id)
    require_officer(case, by, "起草告知文书")
    facts = {**_papers.fitting(code, known_of_notice(notice), localdate(at)), **more}
    return _papers.draft(case, code, facts, PaperRole.NOTICE, by=by, at=at, notice=notice)


@transaction.atomic
def approve_prior_notice(notice_id: int, *, by: User, at: datetime) -> PriorNotice:
    """Approve a notice with its papers, D29 and D30, and the report that it rests on (D27).

    Its date is that of the paper. A notice that stands until then is replaced. Raises NotFound,
    NotAllowed, OwnCase, SamePerson, WrongState, ReviewNeeded, DraftOutdated, LawInTimeWrong,
    PaperMissing, PaperDisagrees, PaperFactsMissing.
    """
    case, notice = locked_notice(notice_id)
    require_stranger(case, by, Permission.CASE_ENDORSE, "批准事先告知")
    if notice.drafted_by_id == by.pk:
        raise SamePerson(thing=str(notice), earlier="起草", action="批准")
    _require_time_for_it(case)
    require_review(case, notice.report, "批准事先告知")
    require_last_report(case, notice)
    require_law(case, notice, localdate(at))
    PRIOR_NOTICE.apply(notice, "approve", by=by, at=at)
    _supersede(notice, by=by, at=at)
    codes = ("D29", "D30") if notice.hearing_offered else ("D29",)
    paper = _papers.approve_drafts(codes, known_of_notice(notice), by=by, at=at, notice=notice)[0]
    _internal.sign_report(case, by=by, at=at)
    notice.approved_at, notice.approved_by = at, by
    notice.issued_on = paper.dated_on
    notice.penalty_count = notice.penalties.count()
    notice.save()
    is_first = case.state in _FIRST
    move(case, "notice" if is_first else "notice_anew", by=by, at=at, text=f"批准{notice}")
    return notice


@transaction.atomic
def discard_prior_notice(notice_id: int, *, by: User, at: datetime) -> PriorNotice:
    """Give a draft up, and the drafts of its papers. Raises NotFound, NotYourCase, WrongState."""
    case, notice = locked_notice(notice_id)
    require_officer(case, by, "弃用事先告知")
    PRIOR_NOTICE.apply(notice, "discard", by=by, at=at)
    notice.supersedes = None
    notice.save(update_fields=["state", "supersedes"])
    _papers.discard_drafts(by=by, at=at, notice=notice)
    return notice


@transaction.atomic
def note_notice_served(notice_id: int, *, served_on: date, by: User, at: datetime) -> PriorNotice:
    """A notice has reached the party: its periods begin (T06; T07 where a hearing is offered).

    Args:
        served_on: the day of effect of the service of D29, as serving keeps it.

    Raises NotFound, NotYourCase, WrongState, CaseDayWrong, ParameterMissing.
    """
    case, notice = locked_notice(notice_id)
    require_officer(case, by, "登记告知送达")
    return notice_reached(case, notice, served_on=served_on, by=by, at=at)


def notice_reached(
    case: Case, notice: PriorNotice, *, served_on: date, by: User, at: datetime
) -> PriorNotice:
    """The periods of a notice begin, its case held. Raises WrongState, CaseDayWrong …"""
    PRIOR_NOTICE.apply(notice, "serve", by=by, at=at)
    require_day("送达", served_on, at=at, after=notice.issued_on)
    start = partial(_clocks.start, case, counts_from=served_on, by=by, at=at)
    answers = start(DeadlineRole.STATEMENT)
    if notice.hearing_offered:
        start(DeadlineRole.HEARING_REQUEST)
    notice.served_on = served_on
    notice.save()
    told = f"{notice}送达，{chinese_date(answers.due_on)}前可以陈述申辩"
    note(case, "notice_served", text=told, on=served_on, by=by, at=at)
    return notice


def threshold_fen(case: Case, day: date) -> int:
    """From which amount on a fine or confiscation is large for this party. In fen.

    The lowest of the county's three thresholds: a hearing too many harms nobody.
    """
    is_person = case.party is not None and case.party.is_person
    key = "person_fen" if is_person else "organisation_fen"
    return min(int(held[key]) for held in values_on(day, _THRESHOLDS).values())


def require_old_enough(case: Case) -> None:
    """Art. 30: nobody under fourteen is punished. Raises UnderAge."""
    assert case.party is not None
    assert case.acted_until is not None
    age = case.party.age_on(case.acted_until)
    if age is not None and age < NO_PENALTY_BELOW:
        rule = "依法不予行政处罚，应当责令监护人加以管教"
        raise UnderAge(party=case.party, age=f"不满十四周岁（{age}周岁）", rule=rule)


def known_of_notice(notice: PriorNotice) -> dict[str, Any]:
    """What the rows of a notice say for its papers."""
    told = {
        "facts": notice.facts,
        "reason": notice.reason,
        "discretion": notice.reason,
        "penalties": _papers.penalty_rows(notice.penalties.all()),
        "hearing": "separate" if notice.hearing_offered else "none",
        "law": printed_of(notice.case, notice.law),
    }
    return {key: value for key, value in told.items() if value}


def _listed(penalties: list[Proposed]) -> str:
    return "、".join(one.label for one in penalties)


def _supersede(notice: PriorNotice, *, by: User, at: datetime) -> None:
    """What stands until now ends here, its periods with it."""
    for old in notice.case.prior_notices.standing().exclude(pk=notice.pk):
        PRIOR_NOTICE.apply(old, "supersede", by=None, at=at)
        old.save(update_fields=["state"])
        for role in (DeadlineRole.STATEMENT, DeadlineRole.HEARING_REQUEST):
            _clocks.cancelled(notice.case, reason="已重新告知", by=by, at=at, role=role)


def _require_time_for_it(case: Case) -> InvestigationReport:
    report = case.reports.last()
    if report is None or case.state not in (*_FIRST, *_ANEW):
        raise WrongState(
            thing=case,
            state=case.get_state_display(),
            action="事先告知",
            wanted=CaseState.ENDED.label,
        )
    return report


def _require_punishable(case: Case, penalties: list[Proposed], law: list[Applied]) -> None:
    require_old_enough(case)
    require_in_time(case)
    require_within_law(case, penalties, law)


def _require_no_draft(case: Case) -> None:
    if case.prior_notices.filter(state=NoticeState.DRAFT).exists():
        raise NoticeDraftOpen(case=case)


def _require_not_for_the_defence(
    old: PriorNotice | None, facts: NoticeFacts, penalties: list[Proposed]
) -> None:
    """Art. 45: no heavier penalty because the party spoke. New facts are another matter."""
    if old is None or old.facts_digest != facts_digest(facts.facts):
        return
    if not old.statements.exists() and not hasattr(old, "hearing"):
        return
    if heavier := heavier_than(penalties, as_proposed(old.penalties.all())):
        raise HeavierForDefence(case=old.case, penalty=heavier)


def require_last_report(case: Case, draft: PriorNotice | Decision) -> None:
    """Raises DraftOutdated: what a later report found is not in an earlier draft."""
    report = case.reports.last()
    if report is None or draft.report_id != report.pk:
        raise DraftOutdated(thing=draft, what="案件补充调查并有新的调查终结报告")


def _require_told(facts: NoticeFacts) -> None:
    said = (("违法事实", facts.facts), ("处罚依据", facts.basis), ("处罚理由", facts.reason))
    if missing := [label for label, text in said if not text.strip()]:
        raise CaseWordsMissing(thing="事先告知", missing="、".join(missing))
