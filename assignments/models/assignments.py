from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from assignments.states import OPEN_STATES, AnswerOutcome, AssignmentKind, AssignmentState
from common.db import all_or_none
from tenants.searching import Folded, SearchableQuerySet, WithInitials, gram_index


class AssignmentQuerySet(SearchableQuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, as_of: date) -> Self:
        """Open, and the day on which the answer was due is over."""
        return self.open().filter(due_on__lt=as_of)

    def with_people(self) -> Self:
        """Everything that a list or a page prints, in one query."""
        return self.select_related("asked_of", "asked_by", "accepted_by", "answered_by")


class Assignment(WithInitials):
    """One piece of work that a person of one department asks of another department.

    It does not know what it is about: a visit or a finding knows its assignments.
    """

    initials_from = ("title",)

    kind = models.CharField("类别", max_length=20, choices=AssignmentKind)
    state = models.CharField(
        "状态", max_length=12, choices=AssignmentState, default=AssignmentState.ASKED
    )
    title = models.CharField("事项", max_length=200)
    text = models.TextField("内容", blank=True)
    basis = models.CharField("法律依据", max_length=300, blank=True, default="", db_default="")
    due_on = models.DateField(
        "答复期限", null=True, blank=True, help_text="last day for the answer"
    )
    deadline = models.OneToOneField(
        "deadlines.Deadline",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignment",
        help_text="where the last day was counted in days of one kind; it reminds and escalates",
    )

    asked_of = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="assignments", verbose_name="协办部门"
    )
    asked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name="发起人",
        null=True,
        blank=True,
        help_text="null: the system asked, for figures that crossed a line",
    )
    asked_at = models.DateTimeField("发起时间")

    accepted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)

    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer_text = models.TextField("答复内容", blank=True)
    answer_outcome = models.CharField("办理结果", max_length=12, choices=AnswerOutcome, blank=True)

    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("退回或撤回时间", null=True, blank=True)
    close_reason = models.TextField("退回或撤回理由", blank=True)

    search_text = models.GeneratedField(
        expression=Folded("title", "initials"), output_field=models.TextField(), db_persist=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "协作事项"
        ordering = ("due_on", "pk")
        indexes = [
            models.Index(fields=("asked_of", "state"), name="assignment_by_department"),
            gram_index("assignment_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assignment_accepted_at_and_by_are_a_pair",
                condition=all_or_none("accepted_at", "accepted_by"),
            ),
            models.CheckConstraint(
                name="assignment_answered_at_and_by_are_a_pair",
                condition=all_or_none("answered_at", "answered_by"),
            ),
            models.CheckConstraint(
                name="assignment_closed_at_and_by_are_a_pair",
                condition=all_or_none("closed_at", "closed_by"),
            ),
            models.CheckConstraint(
                name="accepted_assignment_says_who_accepted_it",
                condition=~Q(state=AssignmentState.ACCEPTED) | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_assignment_holds_its_answer",
                condition=Q(answered_at__isnull=True, answer_text="", answer_outcome="")
                & ~Q(state=AssignmentState.ANSWERED)
                | Q(answered_at__isnull=False, state=AssignmentState.ANSWERED)
                & ~Q(answer_text="")
                & ~Q(answer_outcome=""),
            ),
            models.CheckConstraint(
                name="assignment_given_back_has_a_reason",
                condition=Q(
                    closed_at__isnull=False,
                    state__in=(AssignmentState.DECLINED, AssignmentState.WITHDRAWN),
                )
                & ~Q(close_reason="")
                | Q(closed_at__isnull=True, close_reason="")
                & ~Q(state__in=(AssignmentState.DECLINED, AssignmentState.WITHDRAWN)),
            ),
        ]

    def __str__(self) -> str:
        return f"协作事项“{self.title}”"

    @property
    def asker(self) -> str:
        """Who asked, in words."""
        return str(self.asked_by) if self.asked_by else "系统"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
