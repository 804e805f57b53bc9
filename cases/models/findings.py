"""What the investigation found (D27), the gains worked out, and the legal review (D28)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.cases import Case
from cases.states import DecisionKind, ReviewOutcome
from tenants.models import CountyModel

_PERSON = settings.AUTH_USER_MODEL


class InvestigationReport(CountyModel):
    """The report at the end of an investigation (D27): facts, evidence, basis, discretion, proposal.

    A case that is investigated again gets another one; the highest ``no`` is the one that holds.
    The three flags decide what must come before a decision: legal review (art. 58) and
    collective discussion (art. 57). Written once.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    no = models.PositiveSmallIntegerField()
    facts = models.TextField()
    evidence_text = models.TextField(help_text="what the pieces prove, by their numbers")
    basis = models.TextField()
    discretion = models.TextField()
    proposal = models.TextField()
    proposed_kind = models.CharField(max_length=10, choices=DecisionKind)
    is_public_interest = models.BooleanField(default=False, help_text="涉及重大公共利益")
    is_complex = models.BooleanField(default=False, help_text="情况疑难复杂、涉及多个法律关系")
    is_major = models.BooleanField(default=False, help_text="重大违法行为, so discussed by heads")
    other_review_ground = models.TextField(blank=True, help_text="another rule asks for a review")
    # Gains: null when there is none to work out.
    collected_fen = models.BigIntegerField(null=True, blank=True, help_text="all money obtained")
    pupil_count = models.PositiveIntegerField(null=True, blank=True)
    unit_price_fen = models.BigIntegerField(null=True, blank=True)
    lesson_count = models.PositiveIntegerField(null=True, blank=True)
    refunded_fen = models.BigIntegerField(null=True, blank=True, help_text="lawfully refunded")
    refunded_on = models.DateField(null=True, blank=True)
    deducts_refund = models.BooleanField(default=False, help_text="refund not counted as gains")
    deduction_basis = models.TextField(blank=True)
    gains_fen = models.BigIntegerField(null=True, blank=True, help_text="违法所得 as recognised")
    ended_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("case", "no")
        verbose_name = "调查终结报告"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_report_per_number_of_a_case"),
            models.CheckConstraint(
                name="report_says_facts_evidence_basis_and_proposal",
                condition=~Q(facts="") & ~Q(evidence_text="") & ~Q(basis="") & ~Q(proposal=""),
            ),
            models.CheckConstraint(
                name="gains_are_what_was_collected_less_what_was_refunded",
                condition=Q(
                    collected_fen__isnull=True,
                    refunded_fen__isnull=True,
                    refunded_on__isnull=True,
                    gains_fen__isnull=True,
                    deducts_refund=False,
                )
                | Q(
                    collected_fen__gte=0,
                    deducts_refund=False,
                    gains_fen=F("collected_fen"),
                )
                | Q(
                    collected_fen__gte=F("refunded_fen"),
                    refunded_fen__gt=0,
                    refunded_on__isnull=False,
                    deducts_refund=True,
                    gains_fen=F("collected_fen") - F("refunded_fen"),
                )
                & ~Q(deduction_basis=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 调查终结报告{self.no}"

    @property
    def needs_review(self) -> bool:
        """By its own facts; a hearing that was held may ask for one too."""
        return self.is_public_interest or self.is_complex or bool(self.other_review_ground)

    @property
    def needs_discussion(self) -> bool:
        return self.is_complex or self.is_major


class LegalReview(CountyModel):
    """One legal review (D28) with the grounds that asked for it, frozen. Written once.

    Of several the highest ``no`` holds. The reviewer is never an officer of the case: a trigger
    keeps that. ``after_hearing`` is a review that already knew the record of the hearing.
    Source: Penalty Law art. 58.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reviews")
    report = models.ForeignKey(InvestigationReport, models.PROTECT, related_name="reviews")
    no = models.PositiveSmallIntegerField()
    grounds = models.JSONField(help_text="the grounds that asked for it; empty: by choice")
    after_hearing = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=ReviewOutcome)
    opinion = models.TextField()
    qualification = models.CharField(
        max_length=120, help_text="法律职业资格 of the reviewer, or since when reviewing"
    )
    reviewed_on = models.DateField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("case", "no")
        verbose_name = "法制审核"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_review_per_number_of_a_case"),
            models.CheckConstraint(
                name="review_gives_opinion_and_qualification",
                condition=~Q(opinion="") & ~Q(qualification=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 法制审核：{self.get_outcome_display()}"
