"""Drafts: begun from a confirmed visit, changed, given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import BadInput, NotFound
from enforcement.errors import (
    FindingNotOfVisit,
    LimitWrong,
    NotADraft,
    NothingToOrder,
    NoticeExists,
    ReasonMissing,
    VisitNotConfirmed,
)
from enforcement.models import Notice, NoticeFinding
from enforcement.papers import compose_paper
from enforcement.services._locks import locked
from enforcement.states import NOTICE, LimitUnit, NoticeForm, NoticeState
from inspections.models import Finding, FindingReview, Visit
from inspections.states import VisitState
from policies.queries import parameter

LIMIT_MOST = 180
_LIMIT_KEY = {
    NoticeForm.RECTIFICATION: "rectification.limit",
    NoticeForm.STOP: "stop.recheck",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time: 15 working days, 30 calendar days."""

    count: int
    unit: str

    def __str__(self) -> str:
        known = self.unit in LimitUnit.values
        return f"{self.count}{LimitUnit(self.unit).label if known else self.unit}"


def checked(limit: Limit, *, most: int = LIMIT_MOST) -> Limit:
    """The limit itself, if it can be one. Raises LimitWrong."""
    if limit.unit not in LimitUnit.values or not 1 <= limit.count <= most:
        raise LimitWrong(limit=limit, most=most)
    return limit


@transaction.atomic
def draft_notice(
    visit_id: int,
    *,
    form: str,
    by: User,
    at: datetime,
    finding_ids: Sequence[int] | None = None,
    limit: Limit | None = None,
    added_order: str = "",
) -> Notice:
    """Begin an order to correct from what a confirmed visit found.

    ``finding_ids``: which of the visit's own findings, in the order of the paper; all by
    default. ``limit``: time to correct, or to report a stop; by default the county's
    parameter. ``added_order``: one more order in the officer's words.

    Raises NotAllowed, NotFound, BadInput, VisitNotConfirmed, NoticeExists, NothingToOrder,
    FindingNotOfVisit, LimitWrong, and what ``compose_paper`` raises: a draft that could not
    be issued is not begun.
    """
    require(by, Permission.NOTICE_DRAFT)
    if form not in _LIMIT_KEY:
        raise BadInput(sentence="请选择责令限期整改通知书或者停办通知书。")
    visit = confirmed_visit(visit_id, form)
    findings = _chosen(visit, finding_ids)
    limit = checked(limit or _usual_limit(form, visit))
    notice = Notice(form=form, drafted_at=at, drafted_by=by, added_order=added_order.strip())
    notice.visit, notice.acted_on = visit, visit.visited_on
    notice.institution, notice.campaign = visit.institution, visit.campaign
    notice.limit_count, notice.limit_unit = limit.count, limit.unit
    notice.save()
    put_findings(notice, findings)
    compose_paper(notice, issued_on=localdate(at))
    record("notice.draft", notice, by=by, at=at, after=notice.state, visit=visit.pk)
    return notice


@transaction.atomic
def change_draft(
    notice_id: int,
    *,
    by: User,
    at: datetime,
    finding_ids: Sequence[int] | None = None,
    limit: Limit | None = None,
    added_order: str | None = None,
    withdrawal_reason: str | None = None,
) -> Notice:
    """Change what a draft will say; None leaves a part as it is.

    Raises NotAllowed, NotFound, NotADraft and what ``draft_notice`` raises.
    """
    notice = locked(notice_id)
    require_may_draft(notice, by)
    if notice.state != NoticeState.DRAFT:
        raise NotADraft(notice=notice, state=notice.get_state_display())
    before = _told(notice)
    if notice.is_withdrawal:
        _change_withdrawal(notice, withdrawal_reason)
    else:
        _change_order(notice, finding_ids, limit, added_order)
    compose_paper(notice, issued_on=localdate(at))
    notice.save()
    record("notice.change", notice, by=by, at=at, changed_from=before, changed_to=_told(notice))
    return notice


@transaction.atomic
def discard_draft(notice_id: int, *, reason: str, by: User, at: datetime) -> Notice:
    """Give up a draft. It took no number, so none is lost. Raises NotAllowed, WrongState."""
    notice = locked(notice_id)
    if not reason.strip():
        raise ReasonMissing(action="弃用")
    action = "discard" if by.has(Permission.NOTICE_DRAFT) else "discard_withdrawal"
    if not notice.is_withdrawal:
        action = "discard"
    NOTICE.apply(notice, action, by=by, at=at, reason=reason.strip())
    notice.save(update_fields=["state"])
    return notice


def require_may_draft(notice: Notice, by: User) -> None:
    """Orders: who may draft. Withdrawals: also the heads who may withdraw."""
    may_withdraw = notice.is_withdrawal and by.has(Permission.NOTICE_WITHDRAW)
    require(by, None if may_withdraw else Permission.NOTICE_DRAFT)


def confirmed_visit(visit_id: int, form: str) -> Visit:
    """The visit, locked. Raises NotFound, VisitNotConfirmed, NoticeExists."""
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("institution", "campaign")
        .filter(pk=visit_id)
        .first()
    )
    if visit is None:
        raise NotFound(what="这次检查")
    if visit.state != VisitState.CONFIRMED:
        raise VisitNotConfirmed(visit=visit, state=visit.get_state_display(), action="起草文书")
    live = Notice.objects.filter(visit=visit, form=form).live()
    if (there := live.first()) is not None:
        raise NoticeExists(visit=visit, form=NoticeForm(form).label, notice=there)
    return visit


def _chosen(visit: Visit, finding_ids: Sequence[int] | None) -> list[Finding]:
    """The visit's own findings that were chosen, in the order given."""
    own = {f.pk: f for f in visit.findings.own().standing().order_by("no")}
    if not own or (finding_ids is not None and not finding_ids):
        raise NothingToOrder(visit=visit)
    if finding_ids is None:
        return _left_to_order(own, visit)
    wanted = list(dict.fromkeys(finding_ids))
    if foreign := [str(pk) for pk in wanted if pk not in own]:
        raise FindingNotOfVisit(findings="、".join(foreign), visit=visit)
    return [own[pk] for pk in wanted]


def _left_to_order(own: dict[int, Finding], visit: Visit) -> list[Finding]:
    """Without a choice: what was not put right on the spot. Raises NothingToOrder."""
    corrected = FindingReview.objects.filter(finding__in=own, is_corrected_on_site=True)
    done = set(corrected.values_list("finding_id", flat=True))
    if len(done) == len(own):
        raise NothingToOrder(visit=visit)
    return [finding for pk, finding in own.items() if pk not in done]


def _usual_limit(form: str, visit: Visit) -> Limit:
    usual = parameter(_LIMIT_KEY[NoticeForm(form)], visit.visited_on)
    return Limit(usual["count"], usual["unit"])


def put_findings(notice: Notice, findings: list[Finding]) -> None:
    """Let the draft name these findings, in this order, and no others."""
    notice.notice_findings.all().delete()
    NoticeFinding.objects.bulk_create(
        NoticeFinding(notice=notice, finding=finding, no=no)
        for no, finding in enumerate(findings, start=1)
    )


def _change_order(
    notice: Notice,
    finding_ids: Sequence[int] | None,
    limit: Limit | None,
    added_order: str | None,
) -> None:
    if not notice.orders_something:
        finding_ids = limit = None  # a result tells what the review let stand
    if finding_ids is not None:
        put_findings(notice, _chosen(notice.visit, finding_ids))
    if limit is not None:
        checked(limit)
        notice.limit_count, notice.limit_unit = limit.count, limit.unit
    if added_order is not None:
        notice.added_order = added_order.strip()


def _change_withdrawal(notice: Notice, reason: str | None) -> None:
    if reason is None:
        return
    if not reason.strip():
        raise ReasonMissing(action="撤回")
    notice.withdrawal_reason = reason.strip()


def _told(notice: Notice) -> dict[str, object]:
    """What of a draft can be changed, for history."""
    return {
        "findings": list(
            notice.notice_findings.order_by("no").values_list("finding_id", flat=True)
        ),
        "limit": f"{notice.limit_count} {notice.limit_unit}",
        "added_order": notice.added_order,
        "withdrawal_reason": notice.withdrawal_reason,
    }
