"""What waits for whom: notices by what a person may do with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission
from enforcement.models.notices import NoticeQuerySet
from enforcement.queries.notices import notices_for
from enforcement.states import RUNNING, NoticeForm, NoticeState
from inspections.models import VisitOfficer

S, P = NoticeState, Permission
_STOPPING = Q(form=NoticeForm.STOP) | Q(withdraws__form=NoticeForm.STOP)


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """One kind of work that waits for this person: how many, and the rows of it."""

    code: str
    label: str
    rows: NoticeQuerySet

    @property
    def count(self) -> int:
        return int(self.rows.count())


class _Desk:
    """The notices of one person on one day, cut up as the groups need them."""

    def __init__(self, user: User, as_of: date) -> None:
        went = VisitOfficer.objects.filter(visit=OuterRef("visit"), user=user)
        self.user, self.as_of = user, as_of
        self.all = notices_for(user)
        self.orders = self.all.orders()
        self.to_decide = self.all.exclude(drafted_by=user).filter(~Exists(went))
        self.submitted = self.to_decide.filter(state=S.SUBMITTED)

    def drafts(self) -> NoticeQuerySet:
        return self.all.filter(state=S.DRAFT, drafted_by=self.user)

    def to_approve(self) -> NoticeQuerySet:
        return self.submitted.exclude(_STOPPING)

    def to_endorse(self) -> NoticeQuerySet:
        return self.submitted.filter(_STOPPING)

    def to_approve_stop(self) -> NoticeQuerySet:
        return self.to_decide.filter(state=S.ENDORSED).exclude(endorsed_by=self.user)

    def to_approve_withdrawal(self) -> NoticeQuerySet:
        return self.to_approve().filter(form=NoticeForm.WITHDRAWAL)

    def print_stopped(self) -> NoticeQuerySet:
        return self.all.filter(state=S.APPROVED).exclude(print_error="")

    def to_serve(self) -> NoticeQuerySet:
        return self.all.filter(state=S.PRINTED)

    def to_answer(self) -> NoticeQuerySet:
        return self.orders.filter(state=S.SERVED)

    def to_reinspect(self) -> NoticeQuerySet:
        is_over = Q(state__in=RUNNING, due_on__lt=self.as_of)
        return self.orders.filter(Q(state=S.ANSWERED) | is_over)

    def overdue(self) -> NoticeQuerySet:
        return self.orders.overdue(self.as_of)


_Rows = Callable[[_Desk], NoticeQuerySet]
_GROUPS: tuple[tuple[str, str, tuple[Permission, ...], _Rows], ...] = (
    ("drafts", "我的草稿", (P.NOTICE_DRAFT, P.NOTICE_WITHDRAW), _Desk.drafts),
    ("to_approve", "待批准", (P.NOTICE_ENDORSE,), _Desk.to_approve),
    ("to_endorse", "待审核（须报局领导）", (P.NOTICE_ENDORSE,), _Desk.to_endorse),
    ("to_approve_stop", "待局领导批准", (P.NOTICE_APPROVE_STOP,), _Desk.to_approve_stop),
    (
        "to_approve_withdrawal",
        "待批准撤回",
        (P.NOTICE_APPROVE_STOP,),
        _Desk.to_approve_withdrawal,
    ),
    ("print_stopped", "印制受阻", (P.NOTICE_SERVE, P.NOTICE_ENDORSE), _Desk.print_stopped),
    ("to_serve", "待送达", (P.NOTICE_SERVE,), _Desk.to_serve),
    ("to_answer", "待登记整改报告", (P.NOTICE_ANSWER,), _Desk.to_answer),
    ("to_reinspect", "待复查", (P.NOTICE_REINSPECT,), _Desk.to_reinspect),
    (
        "overdue",
        "已逾期",
        (P.NOTICE_ENDORSE, P.NOTICE_REINSPECT, P.NOTICE_APPROVE_STOP),
        _Desk.overdue,
    ),
)


def inbox(user: User, as_of: date) -> list[InboxGroup]:
    """What waits for this person, by what they may do; empty groups are left out.

    What a person may not decide (own visit, own draft) is not shown to them as work.
    """
    desk = _Desk(user, as_of)
    groups = [
        InboxGroup(code, label, rows(desk))
        for code, label, permissions, rows in _GROUPS
        if any(user.has(permission) for permission in permissions)
    ]
    return [group for group in groups if group.rows.exists()]
