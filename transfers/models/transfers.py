"""One transfer of a case or a clue to the body whose matter it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet
from transfers.states import (
    OPEN_STATES,
    SEEN_OUTSIDE,
    WITH_RECEIVER,
    AnswerWay,
    SendWay,
    TransferKind,
    TransferState,
)

if TYPE_CHECKING:
    from accounts.models import User

S = TransferState
_USER = settings.AUTH_USER_MODEL
_UNSENT = (S.PROPOSED, S.DECIDED, S.REFUSED, S.WITHDRAWN)
_UNDECIDED = (S.PROPOSED, S.REFUSED, S.WITHDRAWN)


class TransferQuerySet(CountyQuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def with_receiver(self) -> Self:
        return self.filter(state__in=WITH_RECEIVER)

    def overdue(self, as_of: date) -> Self:
        """Sent, and the day by which a result was asked is over."""
        return self.with_receiver().filter(reply_by__lt=as_of)

    def visible_to(self, user: User) -> Self:
        """Who sees cases sees all; the receiving department what was sent to it."""
        if user.has(Permission.CASE_VIEW):
            return self
        if user.department_id is None or not user.has(Permission.ASSIGNMENT_ANSWER):
            return self.none()
        return self.filter(receiver=user.department_id, state__in=SEEN_OUTSIDE)

    def with_all(self) -> Self:
        return self.select_related(
            "institution", "receiver", "paper", "proposed_by", "second_officer", "decided_by"
        )


class Transfer(CountyModel):
    """What is given to whom, why it is not ours, and everything that came back.

    Fields of enforcement.md 5.4. ``receiver`` null: a body without a department here, which
    answers through a link and a PIN. ``number_of_theirs``: under which number it was filed.
    """

    kind = models.CharField("种类", max_length=16, choices=TransferKind)
    state = models.CharField("状态", max_length=16, choices=S, default=S.PROPOSED)
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="transfers"
    )
    route = models.CharField("移送事项", max_length=10, blank=True, help_text="R01 … R20")
    receiver = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="transfers", null=True, blank=True
    )
    receiver_name = models.CharField("接收机关", max_length=100)
    cause = models.CharField("案由", max_length=120)
    source = models.CharField("线索来源", max_length=200)
    summary = models.TextField("案情摘要")
    grounds = models.TextField("移送理由")
    law_text = models.CharField("涉及的规定", max_length=300, blank=True)
    people = models.CharField("涉及人员", max_length=200, blank=True, help_text="of a discipline")
    found_on = models.DateField("发现日期")
    reply_by = models.DateField("请求反馈的期限")

    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(_USER, models.PROTECT, "+")
    second_officer = models.ForeignKey(_USER, models.PROTECT, "+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_USER, models.PROTECT, "+", null=True, blank=True)
    decide_words = models.TextField(blank=True)
    paper = models.OneToOneField(
        "papers.OfficialPaper", models.PROTECT, related_name="transfer", null=True, blank=True
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(_USER, models.PROTECT, "+", null=True, blank=True)
    sent_way = models.CharField(max_length=12, choices=SendWay, blank=True)

    received_on = models.DateField("签收日期", null=True, blank=True)
    receipt_signer = models.CharField("签收人", max_length=60, blank=True)
    receipt_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, "+", null=True, blank=True
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    number_of_theirs = models.CharField("受理（立案）编号", max_length=80, blank=True)
    return_reason = models.TextField("不予受理（不立案）的理由", blank=True)
    result = models.TextField("处理结果", blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)
    property_words = models.TextField("涉案物品移交", blank=True)
    answer_way = models.CharField(max_length=8, choices=AnswerWay, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(_USER, models.PROTECT, "+", null=True, blank=True)
    close_words = models.TextField(blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "移送"
        ordering = ("-proposed_at", "-pk")
        indexes = [
            models.Index(fields=("institution", "state"), name="transfer_by_institution"),
            models.Index(fields=("receiver", "state"), name="transfer_by_receiver"),
        ]
        constraints = [
            models.CheckConstraint(
                name="transfer_says_what_to_whom_and_why",
                condition=~Q(receiver_name="")
                & ~Q(cause="")
                & ~Q(source="")
                & ~Q(summary="")
                & ~Q(grounds=""),
            ),
            models.CheckConstraint(
                name="transfer_to_the_police_has_two_officers",
                condition=~Q(kind=TransferKind.POLICE)
                | Q(second_officer__isnull=False) & ~Q(second_officer=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="transfer_of_discipline_names_people",
                condition=~Q(kind=TransferKind.DISCIPLINE) | ~Q(people=""),
            ),
            models.CheckConstraint(
                name="transfer_decided_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="transfer_is_decided_by_other_hands",
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("proposed_by"))
                & (Q(second_officer__isnull=True) | ~Q(decided_by=F("second_officer"))),
            ),
            models.CheckConstraint(
                name="transfer_has_its_letter_from_the_decision_on",
                condition=Q(state__in=_UNDECIDED)
                | Q(paper__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_refused_says_why",
                condition=~Q(state=S.REFUSED) | Q(decided_at__isnull=False) & ~Q(decide_words=""),
            ),
            models.CheckConstraint(
                name="transfer_sent_has_moment_and_person",
                condition=all_or_none("sent_at", "sent_by"),
            ),
            models.CheckConstraint(
                name="transfer_sent_when_state_says_so",
                condition=Q(state__in=_UNSENT, sent_at__isnull=True, sent_way="")
                | ~Q(state__in=_UNSENT) & Q(sent_at__isnull=False) & ~Q(sent_way=""),
            ),
            models.CheckConstraint(
                name="transfer_received_has_day_and_signer",
                condition=Q(received_on__isnull=True, receipt_signer="")
                | Q(received_on__isnull=False) & ~Q(receipt_signer=""),
            ),
            models.CheckConstraint(
                name="transfer_is_received_before_it_is_taken_up",
                condition=~Q(state__in=(S.RECEIVED, S.ACCEPTED, S.HANDED_BACK, S.REPORTED))
                | Q(received_on__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_taken_up_or_returned_has_its_day",
                condition=~Q(state__in=(S.ACCEPTED, S.RETURNED, S.HANDED_BACK, S.REPORTED))
                | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_returned_says_why",
                condition=~Q(state__in=(S.RETURNED, S.RECONSIDERING)) | ~Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="transfer_with_a_result_holds_it",
                condition=~Q(state__in=(S.REPORTED, S.HANDED_BACK))
                | Q(result_on__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(
                name="transfer_closed_has_moment_and_person",
                condition=all_or_none("closed_at", "closed_by"),
            ),
            models.CheckConstraint(
                name="transfer_closed_when_state_says_so",
                condition=Q(state__in=(S.CLOSED, S.WITHDRAWN), closed_at__isnull=False)
                & ~Q(close_words="")
                | ~Q(state__in=(S.CLOSED, S.WITHDRAWN)) & Q(closed_at__isnull=True, close_words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"移送{self.receiver_name}：{self.institution.name}{self.cause}"

    @property
    def is_police(self) -> bool:
        return self.kind == TransferKind.POLICE

    def is_overdue(self, as_of: date) -> bool:
        return self.state in WITH_RECEIVER and self.reply_by < as_of
