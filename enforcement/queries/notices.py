"""Reads of notices for pages, reports and the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from audit.models import AuditEventQuerySet
from audit.queries import history_of
from common.errors import NotFound
from enforcement import rules
from enforcement.models import Notice, NoticeFinding
from enforcement.models.notices import NoticeQuerySet
from enforcement.states import NoticeState
from inspections.models import Finding, Visit
from inspections.states import VisitState

S, P = NoticeState, Permission


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """A notice whose limit ran out. ``days_late`` counts calendar days after the last day."""

    notice: Notice
    due_on: date
    days_late: int
    is_provisional: bool


def with_rows(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Everything that a line of a list shows, in one query."""
    return notices.select_related("institution", "campaign", "document", "withdraws", "visit")


def notices_for(user: User) -> NoticeQuerySet:
    """All notices this person may see, newest first, ready for a list."""
    return with_rows(Notice.objects.visible_to(user))


def get_notice(notice_id: int, *, user: User) -> Notice:
    """One notice this person may see. Raises NotFound for what is not there or not theirs."""
    notice = notices_for(user).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound(what="这份通知书")
    return notice


def visits_awaiting_notice() -> QuerySet[Visit]:
    """Confirmed visits with own findings on which no live order to correct stands yet."""
    own = Finding.objects.to_follow_up().filter(visit=OuterRef("pk"))
    live = Notice.objects.orders().filter(visit=OuterRef("pk")).live()
    return Visit.objects.filter(
        Exists(own), ~Exists(live), state=VisitState.CONFIRMED
    ).select_related("institution", "campaign")


def findings_of(notice: Notice) -> list[Finding]:
    """The findings that the notice orders to be put right, in the order of the paper."""
    links = NoticeFinding.objects.filter(notice=notice).select_related("finding__violation__law")
    return [link.finding for link in links.order_by("no")]


def notice_history(notice: Notice) -> AuditEventQuerySet:
    """Everything that happened to a notice and to the papers that take it back, newest first."""
    return history_of(notice, *notice.withdrawals.all())


def overdue(as_of: date) -> list[OverdueRow]:
    """Served notices whose limit ran out before ``as_of``, the latest first."""
    late = with_rows(Notice.objects.orders().overdue(as_of)).order_by("due_on", "pk")
    return [
        OverdueRow(
            notice=notice,
            due_on=notice.last_day,
            days_late=rules.days_late(notice.last_day, as_of),
            is_provisional=notice.due_is_provisional,
        )
        for notice in late
    ]


def notices_shared_with(user: User) -> NoticeQuerySet:
    """Numbered notices for another system: all for whoever sees notices, to a partner department
    those that followed its own visits.
    """
    rows = with_rows(Notice.objects.numbered())
    if user.has(Permission.NOTICE_VIEW):
        return rows
    return rows.filter(visit__in=Visit.objects.visible_to(user).order_by().values("pk"))
