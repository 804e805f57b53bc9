"""What the party does against a decision, and the court that enforces it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from cases.after import FELL, CourtAnswer, PaidPart, RemedyKind, RemedyResult
from cases.errors import CaseWordsMissing, CourtWindow, RemedyWrong
from cases.models import Case, CaseDeadline, CasePaper, CourtApplication, Publication, Remedy
from cases.money import decided_amounts, money_of
from cases.roles import DeadlineRole
from cases.services import _clocks
from cases.services._locks import locked
from cases.services._steps import note, require_day, require_officer
from cases.services.paying import RUNNING, begin_performing, decided_on, require_served
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from common.money import yuan
from deadlines.models import Deadline
from deadlines.queries import last_day
from deadlines.states import DeadlineState

REMEDIES = (DeadlineRole.RECONSIDERATION, DeadlineRole.LITIGATION)
_LAST = "deadline.t17"


@transaction.atomic
def record_remedy(
    case_id: int,
    *,
    kind: str,
    body: str,
    filed_on: date,
    reference: str = "",
    by: User,
    at: datetime,
) -> Remedy:
    """The party applied for reconsideration or sued; from that day no surcharge grows (art. 73).

    Raises NotFound, NotYourCase, WrongState, BadInput, CaseWordsMissing, CaseDayWrong, RemedyWrong.
    """
    case = locked(case_id)
    require_officer(case, by, "登记复议、诉讼")
    require_served(case, "登记复议、诉讼")
    if kind not in RemedyKind.values:
        raise BadInput(sentence="请选择行政复议或者行政诉讼。")
    if not body.strip():
        raise CaseWordsMissing(thing=RemedyKind(kind).label, missing="受理机关")
    require_day("申请", filed_on, at=at, after=decided_on(case))
    _require_free(case, filed_on)
    remedy = Remedy.objects.create(
        case=case,
        kind=kind,
        body=body.strip(),
        reference=reference.strip(),
        filed_on=filed_on,
        recorded_at=at,
        recorded_by=by,
    )
    _clocks.met(case, kind, on=filed_on, by=by, at=at)
    for role in REMEDIES:
        reason = f"当事人已申请{remedy.get_kind_display()}"
        _clocks.cancelled(case, reason=reason, by=by, at=at, role=role)
    told = f"当事人向{remedy.body}申请{remedy.get_kind_display()}"
    begin_performing(case, "remedy_filed", told, on=filed_on, by=by, at=at)
    return remedy


@transaction.atomic
def end_remedy(
    remedy_id: int,
    *,
    result: str,
    received_on: date,
    text: str,
    new_fine_fen: int | None = None,
    by: User,
    at: datetime,
) -> Remedy:
    """How it ended, on the day the result was received. After a reconsideration T15 runs.

    What was published of a decision that was changed or annulled is withdrawn within the days of
    T27, counted from that day, whoever enters the withdrawal and when (art. 48).

    Raises NotFound, NotYourCase, BadInput, CaseWordsMissing, CaseDayWrong, RemedyWrong.
    """
    case, remedy = _held(remedy_id)
    require_officer(case, by, "登记复议、诉讼结果")
    if remedy.ended_on is not None:
        raise RemedyWrong(case=case, why=f"{remedy.get_kind_display()}的结果已经登记")
    if result not in RemedyResult.values:
        raise BadInput(sentence="请选择维持、变更、撤销，或者撤回、终止。")
    if not text.strip():
        raise CaseWordsMissing(thing=str(remedy), missing="结果文书的名称和主要内容")
    _require_lighter(case, result, new_fine_fen)
    require_day("收到结果", received_on, at=at, after=remedy.filed_on)
    remedy.result, remedy.ended_on, remedy.result_text = result, received_on, text.strip()
    remedy.new_fine_fen = new_fine_fen
    remedy.ended_at, remedy.ended_by = at, by
    remedy.save()
    _clocks_after(case, remedy, on=received_on, by=by, at=at)
    told = f"{remedy.get_kind_display()}结果：{remedy.get_result_display()}"
    note(case, "remedy_ended", text=told, on=received_on, by=by, at=at)
    return remedy


def _clocks_after(case: Case, remedy: Remedy, *, on: date, by: User, at: datetime) -> None:
    """What ends and what begins on the day a result was received."""
    if remedy.result in FELL:
        _take_from_public(case, on=on, by=by, at=at)
    if remedy.result == RemedyResult.ANNULLED:
        _clocks.cancelled(case, reason="处罚决定已被撤销", by=by, at=at, role=DeadlineRole.PAYMENT)
    elif remedy.kind == RemedyKind.RECONSIDERATION and remedy.result != RemedyResult.ENDED:
        role, key = DeadlineRole.LITIGATION, "deadline.t15"
        _clocks.start(case, role, counts_from=on, by=by, at=at, key=key)


def _take_from_public(case: Case, *, on: date, by: User, at: datetime) -> None:
    """A decision that fell is not published any more; what is shown has T27 to go."""
    role, why = DeadlineRole.PUBLICATION, "处罚决定已被变更或者撤销"
    _clocks.cancelled(case, reason=why, by=by, at=at, role=role)
    is_shown = Publication.objects.shown().filter(decision__case=case).exists()
    if is_shown and not _clocks.runs(case, DeadlineRole.WITHDRAWAL):
        _clocks.start(case, DeadlineRole.WITHDRAWAL, counts_from=on, by=by, at=at)


def court_window(case: Case) -> tuple[date, date]:
    """First and last day on which the court can be asked (T17): both remedies over, unused.

    Raises CourtWindow where none opens.
    """
    used = case.remedies.filter(Q(ended_on__isnull=True) | Q(kind=RemedyKind.LITIGATION)).last()
    if used is not None:
        raise CourtWindow(case=case, why=f"当事人已申请{used.get_kind_display()}")
    ends = [one.due_on for one in _remedy_periods(case)]
    if not ends:
        raise CourtWindow(case=case, why="复议、诉讼期限尚未起算")
    over = max(ends)
    return over + timedelta(days=1), last_day(_LAST, over)


@transaction.atomic
def apply_to_court(
    case_id: int, paper_id: int, *, court: str, applied_on: date, by: User, at: datetime
) -> CourtApplication:
    """Hand the approved application (D45) to the court: urged in vain, inside the window.

    Raises NotFound, NotYourCase, WrongState, BadInput, CaseWordsMissing, CaseDayWrong, CourtWindow.
    """
    case = locked(case_id)
    require_officer(case, by, "申请强制执行")
    require_served(case, "申请强制执行")
    _require_application(case, paper_id, court)
    require_day("申请", applied_on, at=at, after=case.filed_on)
    first, last = court_window(case)
    if not first <= applied_on <= last:
        why = f"可以申请的期间为{chinese_date(first)}至{chinese_date(last)}"
        raise CourtWindow(case=case, why=why)
    _require_urged(case, applied_on)
    if money_of(case, applied_on).is_settled and not _has_other_duties(case):
        raise CourtWindow(case=case, why="决定已经履行完毕")
    application = CourtApplication.objects.create(
        case=case,
        paper_id=paper_id,
        court=court.strip(),
        first_on=first,
        last_on=last,
        applied_on=applied_on,
        recorded_at=at,
        recorded_by=by,
    )
    _clocks.met(case, DeadlineRole.COURT, on=applied_on, by=by, at=at)
    told = f"向{application.court}申请强制执行"
    begin_performing(case, "court_applied", told, on=applied_on, by=by, at=at)
    return application


@transaction.atomic
def note_court_answer(
    application_id: int, *, answer: str, on: date, text: str, by: User, at: datetime
) -> CourtApplication:
    """What the court said. Said once. Raises NotFound, NotYourCase, BadInput …"""
    rows = CourtApplication.objects.filter(pk=application_id)
    case_id = rows.values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="这份强制执行申请")
    case = locked(case_id)
    require_officer(case, by, "登记法院答复")
    row = rows.select_for_update(of=("self",)).get()
    if answer not in CourtAnswer.values or not text.strip() or row.answer:
        raise BadInput(sentence="请选择法院的答复并写明文书；答复只登记一次。")
    require_day("答复", on, at=at, after=row.applied_on)
    row.answer, row.answered_on, row.answer_text = answer, on, text.strip()
    row.answered_at, row.answered_by = at, by
    row.save()
    told = f"{row.court}{row.get_answer_display()}"
    note(case, "court_answered", text=told, on=on, by=by, at=at)
    return row


def open_court_windows(*, at: datetime) -> int:
    """Where both remedies ran out unused, the three months to the court begin; how many.

    A nightly task; twice is safe. What is settled by then only loses its open periods.
    """
    today = localdate(at)
    running = CaseDeadline.objects.filter(role__in=REMEDIES, deadline__state="running")
    late = running.filter(deadline__due_on__gte=today).values("case_id")
    over = running.filter(case__state__in=RUNNING).exclude(case_id__in=late)
    opened = 0
    for case_id in sorted({pk for pk in over.values_list("case_id", flat=True) if pk}):
        with transaction.atomic():
            opened += _open_window(locked(case_id), today, at=at)
    return opened


def _open_window(case: Case, today: date, *, at: datetime) -> bool:
    periods = [one for one in _remedy_periods(case) if one.is_open]
    if not periods or max(one.due_on for one in periods) >= today or case.state not in RUNNING:
        return False
    if case.remedies.running().exists():
        return False
    over = max(one.due_on for one in _remedy_periods(case))
    for role in REMEDIES:
        _clocks.cancelled(case, reason="期限届满，未申请", by=None, at=at, role=role)
    if money_of(case, today).is_settled and not _has_other_duties(case):
        return False
    _clocks.start(case, DeadlineRole.COURT, counts_from=over, by=None, at=at)
    return True


def _remedy_periods(case: Case) -> list[Deadline]:
    """The periods that count: not those that fell away because the party used a remedy."""
    links = CaseDeadline.objects.filter(case=case, role__in=REMEDIES).select_related("deadline")
    last_remedy = case.remedies.last()
    since = last_remedy.ended_on if last_remedy else None
    rows = [link.deadline for link in links]
    if since is not None:
        rows = [one for one in rows if one.counts_from_on >= since]
    return [one for one in rows if one.state != DeadlineState.MET]


def _require_application(case: Case, paper_id: int, court: str) -> None:
    papers = CasePaper.objects.filter(case=case, paper__code="D45", paper_id=paper_id)
    if not papers.filter(paper__approved_at__isnull=False).exists():
        raise BadInput(sentence=f"请先批准{case}的强制执行申请书。")
    if not court.strip():
        raise CaseWordsMissing(thing="强制执行申请", missing="受理的人民法院")
    if (known := case.court_applications.filter(paper=paper_id).first()) is not None:
        why = f"已于{chinese_date(known.applied_on)}以这份申请书申请"
        raise CourtWindow(case=case, why=why)


def _require_urged(case: Case, day: date) -> None:
    """Arts. 54, 69: ten working days after the urging was served. Raises CourtWindow."""
    urging = _clocks.latest(case, DeadlineRole.URGING)
    if urging is None:
        raise CourtWindow(case=case, why="还没有送达履行催告书")
    if urging.due_on >= day:
        why = f"催告期限到{chinese_date(urging.due_on)}届满"
        raise CourtWindow(case=case, why=why)


def _has_other_duties(case: Case) -> bool:
    decision = case.decisions.made().first()
    kinds = ("P5", "P6", "P7", "P9", "P10")
    return decision is not None and decision.penalties.filter(kind__in=kinds).exists()


def _held(remedy_id: int) -> tuple[Case, Remedy]:
    case_id = Remedy.objects.filter(pk=remedy_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="这次复议或者诉讼")
    case = locked(case_id)
    return case, Remedy.objects.select_for_update(of=("self",)).get(pk=remedy_id)


def _require_lighter(case: Case, result: str, new_fine_fen: int | None) -> None:
    """Who complains or sues is never punished more for it. Raises BadInput.

    Source: Administrative Reconsideration Law art. 63, Administrative Litigation Law art. 77. [K]
    """
    if new_fine_fen is None:
        return
    if result != RemedyResult.CHANGED or new_fine_fen < 0:
        raise BadInput(sentence="只有变更决定才写变更后的罚款数额。")
    held = decided_amounts(case)[PaidPart.FINE]
    if new_fine_fen > held:
        raise BadInput(sentence=f"变更后的罚款不得高于原来的{yuan(held)}元。")


def _require_free(case: Case, filed_on: date) -> None:
    """One remedy after the other. Raises RemedyWrong."""
    if (there := case.remedies.running().first()) is not None:
        raise RemedyWrong(case=case, why=f"{there.get_kind_display()}尚未结束")
    if case.remedies.filter(ended_on__gt=filed_on).exists():
        raise RemedyWrong(case=case, why="日期不能早于前一次结束的日期")
