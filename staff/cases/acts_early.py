"""Acts up to the end of the investigation."""

from __future__ import annotations

from django.utils import timezone

from accounts.permissions import Permission as P
from cases.models import Case, CaseRecusal, CaseViolation
from cases.services import choices_of
from cases.states import (
    IN_PROCEDURE,
    PROVEN,
    CaseState,
    DecisionState,
    HearingState,
    Matter,
    NoticeState,
    OpinionLevel,
    PreservationState,
    RecusalState,
)
from common.clock import localdate
from staff.cases.acts import RUNNING, Act
from staff.cases.forms import clues, filing, noticing, people, proving
from staff.cases.makers import (
    BAD,
    MAIN,
    anybody,
    head,
    in_states,
    officer,
    reviewer,
    section,
)

S, D, H, N = CaseState, DecisionState, HearingState, NoticeState


def _recusals(case: Case):
    return CaseRecusal.objects.filter(case=case, state=RecusalState.ASKED)


def _endorsed(case: Case) -> bool:
    """The section head has given an opinion on this filing."""
    given = case.opinions.filter(matter=Matter.FILING).order_by("-round", "pk")
    latest = given.first()
    wanted = {"level": OpinionLevel.SECTION, "round": latest.round if latest else 1}
    return given.filter(**wanted).exists()


def _not_endorsed(case: Case) -> bool:
    return not _endorsed(case)


def _open_laws(case: Case):
    """Violations whose law is a person's choice (art. 37)."""
    open_ = choices_of(case, localdate(timezone.now()))
    return CaseViolation.objects.filter(pk__in=[link.pk for link, _ in open_])


def _has_short_limitation(case: Case) -> bool:
    return not case.limitation_reason


_NAMED = (S.CLUE, S.CHECKED, S.INVESTIGATING, S.ENDED, S.REVIEWED)
BEGINNING: tuple[Act, ...] = (
    officer("party", "登记当事人", "user", clues.PartyForm, "party", _NAMED),
    officer("violations", "认定违法情形", "gavel", clues.ViolationsForm, "party", _NAMED),
    officer(
        "limitation",
        "适用五年追责期限",
        "calendar-time",
        clues.LimitationForm,
        "party",
        _NAMED,
        when=_has_short_limitation,
    ),
    officer(
        "choose-law",
        "选择适用的规定",
        "scale",
        clues.LawForm,
        "party",
        PROVEN,
        rows=_open_laws,
    ),
    officer("check", "提出立案意见", "send", clues.CheckForm, "filing", (S.CLUE,), look=MAIN),
    section(
        "endorse-filing",
        "审核立案",
        "circle-check",
        filing.EndorseFilingForm,
        "filing",
        (S.CHECKED,),
        when=_not_endorsed,
        look=MAIN,
    ),
    head(
        "file",
        "批准立案",
        "gavel",
        filing.ApproveFilingForm,
        "filing",
        (S.CHECKED,),
        when=_endorsed,
        look=MAIN,
    ),
    head(
        "not-file",
        "不予立案",
        "ban",
        filing.RefuseFilingForm,
        "filing",
        (S.CHECKED,),
        when=_endorsed,
    ),
    head(
        "return-check", "退回核查", "arrow-back-up", filing.ReturnCheckForm, "filing", (S.CHECKED,)
    ),
    head(
        "transfer",
        "移送其他机关",
        "arrows-exchange",
        filing.TransferForm,
        "filing",
        (S.CHECKED, *IN_PROCEDURE),
    ),
    head("withdraw", "撤案", "ban", filing.WithdrawForm, "filing", IN_PROCEDURE, look=BAD),
    anybody(
        P.CASE_ENDORSE, "assign", "增加承办人", "user-plus", people.AssignForm, "officers", RUNNING
    ),
    anybody(
        P.CASE_ENDORSE,
        "exchange",
        "更换",
        "arrows-exchange",
        people.ExchangeForm,
        "officers",
        RUNNING,
        rows=lambda case: case.officers.standing(),
    ),
    anybody(
        P.CASE_HANDLE, "recuse", "申请回避", "user", people.AskRecusalForm, "officers", RUNNING
    ),
    anybody(
        P.CASE_DECIDE,
        "decide-recusal",
        "决定回避",
        "gavel",
        people.DecideRecusalForm,
        "officers",
        RUNNING,
        rows=_recusals,
    ),
)
PROVING: tuple[Act, ...] = (
    officer("end", "终结调查", "flag", proving.ReportForm, "report", (S.INVESTIGATING,), look=MAIN),
    officer("evidence", "登记证据", "camera", proving.EvidenceForm, "evidence", RUNNING),
    officer(
        "exclude",
        "排除",
        "ban",
        proving.ExcludeForm,
        "evidence",
        RUNNING,
        rows=lambda case: case.evidence.standing(),
    ),
    officer("correction", "关联责令改正", "link", proving.CorrectionForm, "correction", RUNNING),
    officer("keep-ask", "申请先行登记保存", "lock", proving.AskKeepForm, "keeping", IN_PROCEDURE),
    head(
        "keep-decide",
        "决定",
        "gavel",
        proving.DecideKeepForm,
        "keeping",
        RUNNING,
        rows=in_states("preservations", PreservationState.ASKED),
    ),
    officer(
        "keep",
        "登记保存",
        "lock",
        proving.KeepForm,
        "keeping",
        RUNNING,
        rows=in_states("preservations", PreservationState.APPROVED),
    ),
    officer(
        "keep-handle",
        "处理",
        "check",
        proving.HandleKeptForm,
        "keeping",
        RUNNING,
        rows=in_states("preservations", PreservationState.KEPT),
    ),
    officer(
        "reopen",
        "补充调查",
        "refresh",
        proving.ReopenForm,
        "report",
        (S.ENDED, S.REVIEWED, S.NOTICED, S.ANSWERED),
    ),
    reviewer(
        "review",
        "法制审核",
        "scale",
        noticing.ReviewForm,
        "review",
        (S.ENDED, S.ANSWERED),
        look=MAIN,
    ),
)
