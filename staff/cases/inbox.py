"""What of cases waits for a person. Deadlines have lines of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import (
    Case,
    CaseOfficer,
    CaseOpinion,
    CaseRecusal,
    Decision,
    Hearing,
    Preservation,
    PriorNotice,
    SpotPenalty,
)
from cases.queries import cases_of
from cases.states import (
    CaseState,
    DecisionState,
    HearingState,
    Matter,
    NoticeState,
    OpinionLevel,
    PreservationState,
    RecusalState,
    SpotState,
)
from staff.cases.inbox_ending import for_officers, for_others
from staff.inbox.rows import MINE, Work

ROWS_AT_MOST = 10
S = CaseState
_FOR_OFFICERS = (S.CLUE, S.INVESTIGATING, S.ENDED, S.REVIEWED, S.NOTICED, S.ANSWERED, S.DISCUSSED)
_TODO = {
    S.CLUE: "线索待核查",
    S.INVESTIGATING: "调查取证",
    S.ENDED: "待告知或者起草决定",
    S.REVIEWED: "待告知或者起草决定",
    S.NOTICED: "告知程序进行中",
    S.ANSWERED: "待起草决定",
    S.DISCUSSED: "待起草决定",
}


def work(user: User, as_of: date) -> Iterator[Work]:
    """By what the person may do; nobody is asked to decide on a case he handled."""
    if not user.has(P.CASE_VIEW):
        return
    if user.has(P.CASE_HANDLE):
        yield from _handled(user)
        mine = CaseOfficer.objects.standing().filter(user=user).values("case_id")
        for waiting in for_officers(cases_of(user), mine):
            yield from _lines(*waiting)
    strange = cases_of(user).exclude(pk__in=CaseOfficer.objects.filter(user=user).values("case"))
    if user.has(P.CASE_ENDORSE):
        yield from _to_endorse(strange)
    if user.has(P.CASE_REVIEW):
        yield from _lines(_to_review(strange), "法制审核", "待法制审核", "scale")
    if user.has(P.CASE_HEAR):
        yield from _to_hear(strange, user)
    if user.has(P.CASE_DECIDE):
        yield from _to_decide(strange)
    for waiting in for_others(cases_of(user), strange, user):
        yield from _lines(*waiting)


def _handled(user: User) -> Iterator[Work]:
    """Own cases; those that were given back say so."""
    mine = CaseOfficer.objects.standing().filter(user=user).values("case_id")
    returned = Decision.objects.filter(case__in=mine, state=DecisionState.DRAFT)
    back = dict(returned.exclude(return_reason="").values_list("case_id", "return_reason"))
    rows = cases_of(user).filter(pk__in=mine, state__in=_FOR_OFFICERS)
    for case in rows[:ROWS_AT_MOST]:
        if case.pk in back:
            yield _line(case, f"决定被退回：{back[case.pk]}", "被退回", "arrow-back-up", "bad")
        else:
            yield _line(case, _TODO[CaseState(case.state)], "承办", "gavel", "busy")


def _to_endorse(cases: QuerySet[Case]) -> Iterator[Work]:
    yield from _lines(_unendorsed(cases), "立案待审核", "立案审核", "send")
    drafts = PriorNotice.objects.filter(state=NoticeState.DRAFT).values("case_id")
    yield from _lines(cases.filter(pk__in=drafts), "事先告知待批准", "告知", "message-report")
    waiting = Decision.objects.filter(state=DecisionState.SUBMITTED).values("case_id")
    yield from _lines(cases.filter(pk__in=waiting), "决定待审核", "决定审核", "gavel")
    for spot in SpotPenalty.objects.filter(state=SpotState.ISSUED).select_related("party")[:5]:
        url = reverse("staff:spot-penalty", args=[spot.pk])
        yield Work(MINE, str(spot.party), f"{spot}待备案", url, "file-text", label="备案")


def _to_review(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Ended cases whose report asks for a review, and heard ones without a later review."""
    ended = cases.filter(state=S.ENDED)
    asked = [
        case.pk
        for case in ended.prefetch_related("reports")
        if (reports := list(case.reports.all())) and reports[-1].needs_review
    ]
    held = Hearing.objects.filter(state=HearingState.HELD).values("notice__case_id")
    heard = cases.filter(state=S.ANSWERED, pk__in=held).exclude(reviews__after_hearing=True)
    return cases.filter(pk__in=[*asked, *heard.values_list("pk", flat=True)])


def _to_hear(cases: QuerySet[Case], user: User) -> Iterator[Work]:
    asked = Hearing.objects.filter(state=HearingState.REQUESTED).values("notice__case_id")
    yield from _lines(cases.filter(pk__in=asked), "听证待通知", "听证", "users")
    mine = Hearing.objects.filter(state=HearingState.CALLED, chair=user)
    for one in mine.select_related("notice__case")[:ROWS_AT_MOST]:
        yield _line(one.notice.case, "由您主持的听证", "听证", "users", "warn", one.held_on)


def _to_decide(cases: QuerySet[Case]) -> Iterator[Work]:
    waiting = cases.filter(state=S.CHECKED).exclude(pk__in=_unendorsed(cases).values("pk"))
    yield from _lines(waiting, "立案待批准", "立案审批", "send")
    drafts = Decision.objects.filter(state=DecisionState.ENDORSED).values("case_id")
    yield from _lines(cases.filter(pk__in=drafts), "决定待批准", "决定审批", "gavel")
    kept = Preservation.objects.filter(state=PreservationState.ASKED).values("case_id")
    yield from _lines(cases.filter(pk__in=kept), "先行登记保存待批准", "保存", "lock")
    recused = CaseRecusal.objects.filter(state=RecusalState.ASKED).values("case_id")
    yield from _lines(cases.filter(pk__in=recused), "回避待决定", "回避", "user")


def _unendorsed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Checked, and the section has no opinion in the round that runs."""
    given = CaseOpinion.objects.filter(matter=Matter.FILING, level=OpinionLevel.SECTION)
    later = CaseOpinion.objects.filter(
        case=OuterRef("case"), matter=Matter.FILING, round__gt=OuterRef("round")
    )
    current = given.filter(case=OuterRef("pk")).filter(~Exists(later))
    return cases.filter(state=S.CHECKED).filter(~Exists(current))


def _lines(cases: QuerySet[Case], text: str, label: str, icon: str) -> Iterator[Work]:
    for case in cases[:ROWS_AT_MOST]:
        yield _line(case, text, label, icon, "warn")


def _line(
    case: Case, text: str, label: str, icon: str, tone: str, due_on: date | None = None
) -> Work:
    party = f"{case.party} · " if case.party else ""
    url = reverse("staff:case", args=[case.pk])
    return Work(MINE, case.cause, party + text, url, icon, due_on=due_on, label=label, tone=tone)
