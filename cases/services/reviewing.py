"""The legal review (法制审核): what asks for it is computed and frozen, who does it is nobody's officer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, ReviewNeeded
from cases.models import Case, Hearing, InvestigationReport, LegalReview
from cases.services import _internal
from cases.services._locks import locked
from cases.services._steps import move, require_stranger
from cases.states import CaseState, HearingState, ReviewOutcome
from common.clock import localdate
from common.errors import BadInput, WrongState


@transaction.atomic
def review_case(
    case_id: int, *, outcome: str, opinion: str, qualification: str, by: User, at: datetime
) -> LegalReview:
    """Review a case before its notice, or once more after its hearing (D28).

    Passed goes on; returned and not passed go back to the investigation. ``qualification`` is
    the reviewer's 法律职业资格. Source: Penalty Law art. 58. Raises NotFound, NotAllowed,
    OwnCase, WrongState, CaseWordsMissing.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_REVIEW, "进行法制审核")
    if outcome not in ReviewOutcome.values:
        raise BadInput(sentence="请选择法制审核的结论。")
    said = (("审核意见", opinion), ("审核人员资格", qualification))
    if missing := [label for label, text in said if not text.strip()]:
        raise CaseWordsMissing(thing="法制审核", missing="、".join(missing))
    report = case.reports.last()
    if report is None or case.state not in (CaseState.ENDED, CaseState.ANSWERED):
        raise WrongState(
            thing=case,
            state=case.get_state_display(),
            action="进行法制审核",
            wanted=f"{CaseState.ENDED.label}”或“{CaseState.ANSWERED.label}",
        )
    review = LegalReview.objects.create(
        case=case,
        report=report,
        no=case.reviews.count() + 1,
        grounds=review_grounds(case, report),
        after_hearing=was_heard(case) and case.state == CaseState.ANSWERED,
        outcome=outcome,
        opinion=opinion.strip(),
        qualification=qualification.strip(),
        reviewed_on=localdate(at),
        reviewed_at=at,
        reviewed_by=by,
    )
    _internal.review(case, review, by=by, at=at)
    _go_on(case, review, by=by, at=at)
    return review


def review_grounds(case: Case, report: InvestigationReport) -> list[str]:
    """Why the law asks for a review of this case; empty when it does not. Art. 58 (1)."""
    grounds = []
    if report.is_public_interest:
        grounds.append("涉及重大公共利益")
    if was_heard(case):
        grounds.append("直接关系当事人重大权益，经过听证程序")
    if report.is_complex:
        grounds.append("案件情况疑难复杂、涉及多个法律关系")
    if report.other_review_ground:
        grounds.append(report.other_review_ground)
    return grounds


def was_heard(case: Case) -> bool:
    """A hearing was held on the notice that stands."""
    standing = case.prior_notices.standing()
    return Hearing.objects.filter(notice__in=standing, state=HearingState.HELD).exists()


def require_review(case: Case, report: InvestigationReport, action: str) -> None:
    """Go on only if the review that the law asks for was passed on the present facts.

    Raises ReviewNeeded (guard 3).
    """
    grounds = review_grounds(case, report)
    last = case.reviews.filter(report=report).last()
    if last is not None and last.outcome != ReviewOutcome.PASSED:
        raise ReviewNeeded(
            case=case, action=action, why=f"最近一次审核{last.get_outcome_display()}"
        )
    if not grounds:
        return
    if last is None:
        raise ReviewNeeded(case=case, action=action, why="；".join(grounds))
    if was_heard(case) and not last.after_hearing:
        raise ReviewNeeded(case=case, action=action, why="听证后还没有审核")


def _go_on(case: Case, review: LegalReview, *, by: User, at: datetime) -> None:
    is_heard = case.state == CaseState.ANSWERED
    text = f"法制审核{review.get_outcome_display()}：{review.opinion[:200]}"
    if review.outcome == ReviewOutcome.PASSED:
        move(case, "pass_heard" if is_heard else "pass", by=by, at=at, text=text)
    else:
        move(case, "send_back_heard" if is_heard else "send_back", by=by, at=at, text=text)
