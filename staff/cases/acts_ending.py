"""Acts of the end: papers of performance, publication and credit, closing, the archive."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.permissions import Permission as P
from cases.after import ClosingState, RepairState
from cases.models import Case, CreditRepair, Publication, Removal
from cases.states import ARCHIVABLE, CLOSABLE, CaseState, DecisionKind
from common.clock import localdate
from staff.cases.acts import Act
from staff.cases.forms import ending, publishing
from staff.cases.makers import BAD, MAIN, anybody, head, in_states, officer, section
from staff.cases.once import not_public

S, C = CaseState, ClosingState
_AFTER = (S.SERVED, S.PERFORMING)
_PUBLISHABLE = (*_AFTER, S.CLOSED)
_SHOWN = (*_PUBLISHABLE, S.ARCHIVED)


def _has_penalty(case: Case) -> bool:
    return bool(case.decisions.made().filter(kind=DecisionKind.PENALTY).exists())


def _is_urged(case: Case) -> bool:
    return ending.has_form(case, "D44", is_approved=True)


def _publications(case: Case) -> Any:
    return Publication.objects.filter(decision__case=case)


def _to_summarise(case: Case) -> bool:
    return _to_publish(case) and not ending.has_form(case, "D51")


def _to_publish(case: Case) -> bool:
    return not not_public(case, localdate(timezone.now()))


def _is_shown(case: Case) -> bool:
    return bool(_publications(case).shown().exists())


def _has_fallen(case: Case) -> bool:
    return _is_shown(case) and bool(case.remedies.fell().exists())


def _removals(case: Case) -> Any:
    return Removal.objects.filter(publication__decision__case=case, removed_at__isnull=True)


def _repairs(case: Case) -> Any:
    return CreditRepair.objects.filter(publication__decision__case=case, state=RepairState.ASKED)


def _may_close(case: Case) -> bool:
    return not case.closings.standing().exists()


def _lacks_form(case: Case) -> bool:
    return not _may_close(case) and not ending.has_form(case, "D47")


def _lacks_cover(case: Case) -> bool:
    return not ending.has_form(case, "D48")


def _lacks_notes(case: Case) -> bool:
    return not ending.has_form(case, "D48-3")


_PERFORMANCE: tuple[Act, ...] = (
    officer(
        "urge",
        "制作催告书",
        "bell",
        ending.UrgingPaperForm,
        "money",
        _AFTER,
        when=_has_penalty,
    ),
    officer(
        "court-paper",
        "制作强制执行申请书",
        "file-text",
        ending.CourtPaperForm,
        "remedies",
        _AFTER,
        when=_is_urged,
    ),
)
_PUBLICATION: tuple[Act, ...] = (
    officer(
        "summary",
        "制作信息摘要",
        "file-text",
        ending.SummaryPaperForm,
        "publication",
        _PUBLISHABLE,
        when=_to_summarise,
    ),
    officer(
        "publish",
        "登记公示",
        "world",
        publishing.PublishForm,
        "publication",
        _PUBLISHABLE,
        when=_to_publish,
    ),
    officer(
        "unpublish",
        "撤回公示",
        "ban",
        publishing.WithdrawPublicationForm,
        "publication",
        _SHOWN,
        when=_has_fallen,
        look=BAD,
    ),
    anybody(
        P.CASE_HANDLE,
        "removed",
        "登记停止公示",
        "check",
        publishing.RemovedForm,
        "publication",
        _SHOWN,
        rows=_removals,
    ),
    officer(
        "repair-ask",
        "登记信用修复申请",
        "shield-check",
        publishing.AskRepairForm,
        "publication",
        _SHOWN,
        when=_is_shown,
    ),
    head(
        "repair-decide",
        "决定信用修复",
        "gavel",
        publishing.DecideRepairForm,
        "publication",
        _SHOWN,
        rows=_repairs,
    ),
)
_CLOSING: tuple[Act, ...] = (
    officer(
        "close-ask",
        "提出结案",
        "send",
        ending.AskClosingForm,
        "closing",
        CLOSABLE,
        when=_may_close,
        look=MAIN,
    ),
    officer(
        "closing-paper",
        "制作结案审批表",
        "file-text",
        ending.ClosingPaperForm,
        "closing",
        CLOSABLE,
        when=_lacks_form,
        look=MAIN,
    ),
    section(
        "close-endorse",
        "审核结案",
        "circle-check",
        ending.EndorseClosingForm,
        "closing",
        CLOSABLE,
        rows=in_states("closings", C.ASKED),
        look=MAIN,
    ),
    section(
        "close-return",
        "退回结案",
        "arrow-back-up",
        ending.ReturnClosingForm,
        "closing",
        CLOSABLE,
        rows=in_states("closings", C.ASKED),
    ),
    head(
        "close",
        "批准结案",
        "gavel",
        ending.ApproveClosingForm,
        "closing",
        CLOSABLE,
        rows=in_states("closings", C.ENDORSED),
        look=MAIN,
    ),
    head(
        "close-return-endorsed",
        "退回结案",
        "arrow-back-up",
        ending.ReturnClosingForm,
        "closing",
        CLOSABLE,
        rows=in_states("closings", C.ENDORSED),
    ),
)
_ARCHIVE: tuple[Act, ...] = (
    officer(
        "cover",
        "制作案卷封面",
        "file-text",
        ending.CoverForm,
        "archive",
        ARCHIVABLE,
        when=_lacks_cover,
        look=MAIN,
    ),
    officer(
        "notes",
        "制作备考表",
        "file-text",
        ending.NotesForm,
        "archive",
        ARCHIVABLE,
        when=_lacks_notes,
    ),
    anybody(
        P.CASE_ARCHIVE,
        "archive",
        "归档",
        "archive",
        ending.ArchiveForm,
        "archive",
        ARCHIVABLE,
        look=MAIN,
    ),
    head(
        "reopen-archive",
        "补充归档",
        "folder-open",
        ending.ReopenForm,
        "archive",
        (S.ARCHIVED,),
    ),
)
ENDING: tuple[Act, ...] = (*_PERFORMANCE, *_PUBLICATION, *_CLOSING, *_ARCHIVE)
