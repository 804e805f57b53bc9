"""Acts of service, and of what follows a decision."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cases.after import DeferralState
from cases.models import Case
from cases.money import money_of
from cases.states import CaseState
from common.clock import localdate
from staff.cases.acts import NOT_ARCHIVED, Act
from staff.cases.forms import after, serving
from staff.cases.makers import MAIN, head, in_states, officer, section

S = CaseState
_AFTER = (S.SERVED, S.PERFORMING)


def _to_serve(case: Case) -> bool:
    return bool(serving.papers_to_serve(case).exists())


def _served(case: Case) -> bool:
    return bool(serving.papers_served(case).exists())


def _owes(case: Case) -> bool:
    return not money_of(case, localdate(timezone.now())).is_settled


def _payments(case: Case) -> Any:
    return case.payments.filter(reverses__isnull=True, reversal__isnull=True)


def _remedies(case: Case) -> Any:
    return case.remedies.filter(ended_on__isnull=True)


def _applications(case: Case) -> Any:
    return case.court_applications.filter(answer="")


def _is_urged(case: Case) -> bool:
    return bool(case.papers.filter(paper__code="D45", paper__approved_at__isnull=False).exists())


AFTER: tuple[Act, ...] = (
    officer(
        "serve",
        "登记送达",
        "truck-delivery",
        serving.ServeForm,
        "service",
        NOT_ARCHIVED,
        when=_to_serve,
        look=MAIN,
    ),
    officer(
        "attempt",
        "登记送达未成",
        "alert-circle",
        serving.AttemptForm,
        "service",
        NOT_ARCHIVED,
        when=_to_serve,
    ),
    officer(
        "serve-again",
        "登记再次送达",
        "refresh",
        serving.ServeAgainForm,
        "service",
        NOT_ARCHIVED,
        when=_served,
    ),
    officer(
        "pay",
        "登记缴款",
        "building-bank",
        after.PaymentForm,
        "money",
        _AFTER,
        when=_owes,
        look=MAIN,
    ),
    section("reverse", "冲销", "arrow-back-up", after.ReverseForm, "money", _AFTER, rows=_payments),
    officer("defer", "登记延期（分期）申请", "calendar-time", after.DeferralForm, "money", _AFTER),
    head(
        "defer-decide",
        "决定",
        "gavel",
        after.DecideDeferralForm,
        "money",
        _AFTER,
        rows=in_states("deferrals", DeferralState.ASKED),
        look=MAIN,
    ),
    officer("remedy", "登记复议、诉讼", "scale", after.RemedyForm, "remedies", _AFTER),
    officer(
        "remedy-end", "登记结果", "check", after.EndRemedyForm, "remedies", _AFTER, rows=_remedies
    ),
    officer("court", "申请强制执行", "gavel", after.CourtForm, "remedies", _AFTER, when=_is_urged),
    officer(
        "court-answer",
        "登记法院答复",
        "message-report",
        after.CourtAnswerForm,
        "remedies",
        _AFTER,
        rows=_applications,
    ),
)
