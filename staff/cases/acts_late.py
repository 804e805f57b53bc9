"""Acts from the prior notice to the decision."""

from __future__ import annotations

from accounts.permissions import Permission as P
from cases.models import Case, Hearing, PriorNotice, Statement
from cases.states import (
    CaseState,
    DecisionKind,
    DecisionState,
    HearingState,
    NoticeState,
)
from staff.cases.acts import NOT_ARCHIVED, NOTICE_TIME, RUNNING, Act, is_proven
from staff.cases.forms import deciding, hearing, noticing
from staff.cases.makers import (
    BAD,
    MAIN,
    anybody,
    chair,
    head,
    in_states,
    officer,
    section,
)

S, D, H, N = CaseState, DecisionState, HearingState, NoticeState


def _hearings(*states: str):
    return lambda case: Hearing.objects.filter(notice__case=case, state__in=states)


def _unheard(case: Case):
    served = case.prior_notices.filter(state=N.SERVED, hearing_offered=True)
    return served.filter(hearing__isnull=True)


def _unchecked(case: Case):
    return Statement.objects.filter(notice__case=case, rechecked_at__isnull=True)


def _served(case: Case):
    return PriorNotice.objects.filter(case=case, state=N.SERVED)


def _no_draft(case: Case) -> bool:
    return not case.prior_notices.filter(state=N.DRAFT).exists()


def _deviating(case: Case):
    waiting = case.decisions.filter(state=D.ENDORSED, deviates=True)
    return waiting.filter(deviation_approved_at__isnull=True)


def _to_police(case: Case) -> bool:
    return case.decisions.made().filter(kind=DecisionKind.TRANSFER).exists()


def _unanswered_fines(case: Case):
    return case.other_fines.filter(answered_at__isnull=True)


_NOTICE_DRAFTS = in_states("prior_notices", N.DRAFT)
_DRAFTS = in_states("decisions", D.DRAFT)
_SUBMITTED = in_states("decisions", D.SUBMITTED)
_ENDORSED = in_states("decisions", D.ENDORSED)
_UNDECIDED = in_states("decisions", D.DRAFT, D.SUBMITTED, D.ENDORSED)
TELLING: tuple[Act, ...] = (
    officer(
        "notice",
        "起草事先告知",
        "writing",
        noticing.NoticeForm,
        "notice",
        (S.ENDED, S.REVIEWED),
        when=_no_draft,
        look=MAIN,
    ),
    officer(
        "notice-anew",
        "重新告知",
        "writing",
        noticing.NoticeForm,
        "notice",
        NOTICE_TIME[2:],
        when=_no_draft,
    ),
    section(
        "notice-approve",
        "批准告知",
        "gavel",
        noticing.ApproveNoticeForm,
        "notice",
        NOTICE_TIME,
        rows=_NOTICE_DRAFTS,
        look=MAIN,
    ),
    officer(
        "notice-paper",
        "制作文书",
        "file-text",
        noticing.NoticePaperForm,
        "notice",
        NOTICE_TIME,
        rows=_NOTICE_DRAFTS,
    ),
    officer(
        "notice-discard",
        "弃用",
        "trash",
        noticing.DiscardNoticeForm,
        "notice",
        NOTICE_TIME,
        rows=_NOTICE_DRAFTS,
        look=BAD,
    ),
    officer(
        "statement",
        "登记陈述申辩",
        "message-report",
        noticing.StatementForm,
        "notice",
        NOTICE_TIME,
        rows=_served,
    ),
    officer(
        "recheck",
        "复核",
        "list-check",
        noticing.RecheckForm,
        "answers",
        NOTICE_TIME,
        rows=_unchecked,
    ),
    officer(
        "waive",
        "登记放弃权利",
        "signature",
        noticing.WaiverForm,
        "notice",
        NOTICE_TIME,
        rows=_served,
    ),
    officer(
        "hearing-ask",
        "登记听证申请",
        "users",
        noticing.RequestHearingForm,
        "notice",
        NOTICE_TIME,
        rows=_unheard,
    ),
    chair(
        "hearing-call",
        "通知听证",
        "calendar-event",
        hearing.CallForm,
        "answers",
        NOTICE_TIME,
        rows=_hearings(H.REQUESTED),
        look=MAIN,
    ),
    chair(
        "hearing-hold",
        "记录听证",
        "writing",
        hearing.HoldForm,
        "answers",
        NOTICE_TIME,
        rows=_hearings(H.CALLED),
        look=MAIN,
    ),
    chair(
        "hearing-end",
        "终止听证",
        "ban",
        hearing.EndForm,
        "answers",
        NOTICE_TIME,
        rows=_hearings(H.REQUESTED, H.CALLED),
    ),
    officer(
        "finish",
        "完成告知程序",
        "circle-check",
        noticing.FinishForm,
        "answers",
        (S.NOTICED,),
        look=MAIN,
    ),
)
DECIDING: tuple[Act, ...] = (
    officer("fine", "登记其他部门罚款", "building-bank", deciding.OtherFineForm, "fines", RUNNING),
    officer(
        "fine-answer",
        "认定",
        "scale",
        deciding.AnswerFineForm,
        "fines",
        RUNNING,
        rows=_unanswered_fines,
    ),
    officer(
        "fines-checked",
        "核对其他部门罚款",
        "list-check",
        deciding.FinesCheckedForm,
        "fines",
        RUNNING,
    ),
    head(
        "discuss",
        "记录集体讨论",
        "users",
        hearing.DiscussForm,
        "discussion",
        (S.ANSWERED, S.ENDED, S.REVIEWED),
    ),
    officer(
        "decision",
        "起草决定",
        "writing",
        deciding.DecisionForm,
        "decision",
        (S.ENDED, S.REVIEWED, S.ANSWERED, S.DISCUSSED),
        when=is_proven,
    ),
    officer(
        "decision-paper",
        "制作文书",
        "file-text",
        deciding.DecisionPaperForm,
        "decision",
        RUNNING,
        rows=_UNDECIDED,
    ),
    officer(
        "submit",
        "提交审批",
        "send",
        deciding.SubmitForm,
        "decision",
        RUNNING,
        rows=_DRAFTS,
        look=MAIN,
    ),
    officer(
        "discard",
        "弃用",
        "trash",
        deciding.DiscardForm,
        "decision",
        RUNNING,
        rows=_DRAFTS,
        look=BAD,
    ),
    section(
        "endorse",
        "审核同意",
        "circle-check",
        deciding.EndorseForm,
        "decision",
        RUNNING,
        rows=_SUBMITTED,
        look=MAIN,
    ),
    head(
        "deviation",
        "批准超出裁量基准",
        "alert-triangle",
        deciding.DeviationForm,
        "decision",
        RUNNING,
        rows=_deviating,
    ),
    head(
        "approve",
        "批准决定",
        "gavel",
        deciding.ApproveForm,
        "decision",
        RUNNING,
        rows=_ENDORSED,
        look=MAIN,
    ),
    section(
        "return",
        "退回修改",
        "arrow-back-up",
        deciding.ReturnForm,
        "decision",
        RUNNING,
        rows=_SUBMITTED,
    ),
    head(
        "return-endorsed",
        "退回修改",
        "arrow-back-up",
        deciding.ReturnForm,
        "decision",
        RUNNING,
        rows=_ENDORSED,
    ),
    officer(
        "police",
        "移送公安机关",
        "truck-delivery",
        deciding.PoliceForm,
        "decision",
        (S.DECIDED,),
        when=_to_police,
        look=MAIN,
    ),
    anybody(
        P.CASE_HANDLE,
        "paper",
        "起草其他文书",
        "file-text",
        deciding.CasePaperForm,
        "papers",
        NOT_ARCHIVED,
    ),
)
