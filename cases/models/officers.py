"""Who handles a case, with the certificate of the day, and who has to keep out of it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.cases import Case, CaseStep
from cases.states import OfficerRole, RecusalState
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL


class CaseOfficerQuerySet(CountyQuerySet):
    def on(self, day: date) -> Self:
        """Those who handle their case on a day with a certificate that is valid then."""
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=day),
            joined_on__lte=day,
            certificate_from__lte=day,
            certificate_until__gte=day,
        )

    def standing(self) -> Self:
        return self.filter(left_on__isnull=True)


class CaseOfficer(CountyModel):
    """One officer of one case from a day to a day, certificate as it was when joining.

    A renewed certificate is another row: the old one is left on the day the new one begins.
    Source: Penalty Law arts. 42, 55 (two or more, certified).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="officers")
    user = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=OfficerRole)
    certificate = models.ForeignKey("accounts.OfficerCertificate", models.PROTECT, "+")
    certificate_no = models.CharField(max_length=40)
    certificate_from = models.DateField()
    certificate_until = models.DateField()
    joined_on = models.DateField()
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    left_on = models.DateField(null=True, blank=True, help_text="first day out of the case")
    left_reason = models.CharField(max_length=200, blank=True)

    objects = CaseOfficerQuerySet.as_manager()

    class Meta:
        ordering = ("case", "pk")
        verbose_name = "承办人"
        constraints = [
            models.UniqueConstraint(
                "case",
                "user",
                name="an_officer_stands_once_in_a_case",
                condition=Q(left_on__isnull=True),
            ),
            models.UniqueConstraint(
                "case",
                name="one_lead_officer_per_case",
                condition=Q(left_on__isnull=True, role=OfficerRole.LEAD),
            ),
            models.CheckConstraint(
                name="officer_joins_with_a_valid_certificate",
                condition=Q(
                    certificate_from__lte=F("joined_on"), certificate_until__gte=F("joined_on")
                ),
            ),
            models.CheckConstraint(
                name="officer_leaves_with_a_reason",
                condition=Q(left_on__isnull=True, left_reason="")
                | (Q(left_on__gte=F("joined_on")) & ~Q(left_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}（{self.certificate_no}）"


class StepOfficer(CountyModel):
    """That an officer took part in a step. Two or more per step of officers, certified that day."""

    step = models.ForeignKey(CaseStep, models.PROTECT, related_name="step_officers")
    officer = models.ForeignKey(CaseOfficer, models.PROTECT, related_name="step_officers")

    class Meta:
        ordering = ("pk",)
        verbose_name = "办案步骤承办人"
        constraints = [
            models.UniqueConstraint("step", "officer", name="an_officer_stands_once_in_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.step}：{self.officer}"


class CaseRecusal(CountyModel):
    """That somebody should keep out of a case (回避), and what the head decided.

    The investigation goes on meanwhile. Source: Penalty Law art. 43; decision on form D50.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RecusalState, default=RecusalState.ASKED)
    is_own_wish = models.BooleanField(help_text="the officer asked; else the party did")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "回避"
        constraints = [
            models.CheckConstraint(name="case_recusal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="case_recusal_decided_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="case_recusal_decided_when_state_says_so_and_why",
                condition=Q(state=RecusalState.ASKED, decided_at__isnull=True, decision_reason="")
                | (
                    ~Q(state=RecusalState.ASKED)
                    & Q(decided_at__isnull=False)
                    & ~Q(decision_reason="")
                ),
            ),
            models.CheckConstraint(
                name="nobody_decides_on_their_own_recusal",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
            ),
            models.UniqueConstraint(
                "case",
                "person",
                name="one_open_recusal_per_person",
                condition=Q(state=RecusalState.ASKED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.full_name}回避（{self.get_state_display()}）"
