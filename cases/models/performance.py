"""What follows a decision: payments, deferral, remedies of the party, the application to court."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.after import (
    FELL,
    CourtAnswer,
    DeferralKind,
    DeferralState,
    PaidPart,
    PayChannel,
    RemedyKind,
    RemedyResult,
)
from cases.models.cases import Case
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL


class Payment(CountyModel):
    """Money that reached the bank for a case. Never changed; a reversal is a row of its own.

    Only by bank or e-payment: the deciding body collects nothing itself (Penalty Law art. 67);
    cash belongs to the penalty on the spot (arts. 68, 69).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="payments")
    part = models.CharField(max_length=10, choices=PaidPart)
    amount_fen = models.BigIntegerField(help_text="below zero for a reversal")
    paid_on = models.DateField(help_text="day on the bank's record")
    channel = models.CharField(max_length=10, choices=PayChannel)
    reference = models.CharField(max_length=80, unique=True, help_text="the bank's own number")
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversal", null=True, blank=True
    )
    reason = models.TextField(blank=True, help_text="why it is reversed")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("paid_on", "pk")
        verbose_name = "缴款"
        constraints = [
            models.CheckConstraint(
                name="payment_comes_by_the_bank_and_never_in_cash",
                condition=Q(channel__in=PayChannel.values, part__in=PaidPart.values)
                & ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="payment_is_above_zero_and_its_reversal_below",
                condition=Q(reverses__isnull=True, amount_fen__gt=0, reason="")
                | (Q(reverses__isnull=False, amount_fen__lt=0) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}缴款{self.reference}"


class DeferralQuerySet(CountyQuerySet):
    def granted(self) -> Self:
        return self.filter(state=DeferralState.GRANTED)


class Deferral(CountyModel):
    """A request to pay a fine later or in parts (D43), and the head's word on it (art. 66)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deferrals")
    kind = models.CharField(max_length=12, choices=DeferralKind)
    state = models.CharField(max_length=10, choices=DeferralState, default=DeferralState.ASKED)
    reason = models.TextField(help_text="the hardship that the party names")
    requested_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    objects = DeferralQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "延期（分期）缴纳"
        constraints = [
            models.UniqueConstraint(
                "case",
                name="one_deferral_waits_per_case",
                condition=Q(state=DeferralState.ASKED),
            ),
            models.CheckConstraint(name="deferral_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="deferral_decided_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="deferral_decided_says_so",
                condition=Q(state=DeferralState.ASKED, decided_at__isnull=True, answer="")
                | (~Q(state=DeferralState.ASKED) & Q(decided_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="deferral_is_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class Instalment(CountyModel):
    """One new date of a deferral with its amount; its deadline once it is granted."""

    deferral = models.ForeignKey(Deferral, models.PROTECT, related_name="instalments")
    no = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_fen = models.BigIntegerField()
    deadline = models.OneToOneField(
        "deadlines.Deadline", models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("deferral", "no")
        verbose_name = "缴纳计划"
        constraints = [
            models.UniqueConstraint("deferral", "no", name="one_instalment_per_place"),
            models.UniqueConstraint("deferral", "due_on", name="one_instalment_per_day"),
            models.CheckConstraint(name="instalment_is_money", condition=Q(amount_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.deferral} 第{self.no}期"


class RemedyQuerySet(CountyQuerySet):
    def running(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def fell(self) -> Self:
        """Those that changed or annulled the decision."""
        return self.filter(result__in=FELL)


class Remedy(CountyModel):
    """A reconsideration or a lawsuit against the decision, and how it ended.

    From ``filed_on`` to ``ended_on``, both included, no surcharge is counted (art. 73).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=16, choices=RemedyKind)
    body = models.CharField(max_length=100, help_text="复议机关, or the court")
    reference = models.CharField(max_length=80, blank=True, help_text="its number there")
    filed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    result = models.CharField(max_length=10, choices=RemedyResult, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="day the result was received")
    result_text = models.TextField(blank=True)
    new_fine_fen = models.BigIntegerField(null=True, blank=True, help_text="if it was changed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "行政复议、行政诉讼"
        constraints = [
            models.UniqueConstraint(
                "case", name="one_remedy_runs_per_case", condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(name="remedy_names_its_body", condition=~Q(body="")),
            models.CheckConstraint(
                name="remedy_ended_has_moment_and_person",
                condition=all_or_none("ended_at", "ended_by"),
            ),
            models.CheckConstraint(
                name="remedy_ended_has_day_and_result",
                condition=Q(ended_at__isnull=True, ended_on__isnull=True, result="")
                | (
                    Q(ended_at__isnull=False, ended_on__gte=F("filed_on"))
                    & ~Q(result="")
                    & ~Q(result_text="")
                ),
            ),
            models.CheckConstraint(
                name="only_a_changed_decision_has_a_new_fine",
                condition=Q(new_fine_fen__isnull=True)
                | Q(result=RemedyResult.CHANGED, new_fine_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class CourtApplication(CountyModel):
    """The application to the court to enforce a decision (D45), inside its window.

    Source: Administrative Compulsion Law arts. 53 to 55: three months after the periods of
    both remedies ended unused, ten working days after the urging was served.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="court_applications")
    paper = models.OneToOneField("papers.OfficialPaper", models.PROTECT, related_name="+")
    court = models.CharField(max_length=100)
    first_on = models.DateField(help_text="first day of the window")
    last_on = models.DateField(help_text="last day of the window")
    applied_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    answer = models.CharField(max_length=10, choices=CourtAnswer, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "申请强制执行"
        constraints = [
            models.CheckConstraint(
                name="court_is_asked_inside_the_window",
                condition=Q(applied_on__gte=F("first_on"), applied_on__lte=F("last_on"))
                & ~Q(court=""),
            ),
            models.CheckConstraint(
                name="court_answered_has_moment_and_person",
                condition=all_or_none("answered_at", "answered_by"),
            ),
            models.CheckConstraint(
                name="court_answered_says_what_and_when",
                condition=Q(answered_at__isnull=True, answered_on__isnull=True, answer="")
                | (
                    Q(answered_at__isnull=False, answered_on__gte=F("applied_on"))
                    & ~Q(answer="")
                    & ~Q(answer_text="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 申请{self.court}强制执行"
