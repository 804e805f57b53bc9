"""What proves a case: evidence of eight kinds, and things kept before they are lost."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.cases import Case
from cases.states import EvidenceKind, PreservationEnd, PreservationState
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL
_ONE_SOURCE = (
    Q(original__isnull=False, paper__isnull=True, file__isnull=True)
    | Q(original__isnull=True, paper__isnull=False, file__isnull=True)
    | Q(original__isnull=True, paper__isnull=True, file__isnull=False)
    | Q(original__isnull=True, paper__isnull=True, file__isnull=True, is_object=True)
)


class CaseEvidenceQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        """What a decision may rest on: not excluded."""
        return self.filter(excluded_at__isnull=True)


class CaseEvidence(CountyModel):
    """One piece of evidence of a case, numbered; it is excluded with a reason, never deleted.

    It comes from a visit (an original or a paper of it), from an uploaded file, or is a thing
    that is described here (``is_object``). Source: Penalty Law art. 46; field set F11.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    no = models.PositiveSmallIntegerField(help_text="1, 2, 3 … on the list of evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    name = models.CharField(max_length=200)
    original = models.ForeignKey("evidence.Original", models.PROTECT, "+", null=True, blank=True)
    paper = models.ForeignKey("evidence.Paper", models.PROTECT, "+", null=True, blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    is_object = models.BooleanField(default=False, help_text="a thing; no file")
    is_copy = models.BooleanField(default=False, help_text="a copy checked against the original")
    page_count = models.PositiveSmallIntegerField(default=1)
    obtained_on = models.DateField()
    obtained_from = models.CharField(max_length=200, help_text="who provided it, or where found")
    proves = models.TextField(help_text="what it shows")
    is_lawful = models.BooleanField(default=True, help_text="obtained lawfully")
    is_relevant = models.BooleanField(default=True)
    is_true = models.BooleanField(default=True)
    excluded_reason = models.TextField(blank=True)
    excluded_at = models.DateTimeField(null=True, blank=True)
    excluded_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    objects = CaseEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("case", "no")
        verbose_name = "案件证据"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_piece_of_evidence_per_number"),
            models.CheckConstraint(
                name="evidence_says_what_it_is_and_what_it_proves",
                condition=~Q(name="") & ~Q(proves="") & ~Q(obtained_from=""),
            ),
            models.CheckConstraint(name="evidence_has_one_source", condition=_ONE_SOURCE),
            models.CheckConstraint(
                name="evidence_excluded_has_moment_and_person",
                condition=all_or_none("excluded_at", "excluded_by"),
            ),
            models.CheckConstraint(
                name="evidence_is_excluded_with_a_reason",
                condition=Q(excluded_at__isnull=True, excluded_reason="")
                | (Q(excluded_at__isnull=False) & ~Q(excluded_reason="")),
            ),
            models.CheckConstraint(
                name="unlawful_evidence_is_excluded",
                condition=Q(is_lawful=True, is_relevant=True, is_true=True)
                | Q(excluded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"证据{self.no} {self.name}"


class Preservation(CountyModel):
    """Things registered and kept in advance (先行登记保存): asked, approved by the head, handled.

    ``handle_by`` is the last day, seven working days after the keeping. Source: Penalty Law
    art. 56; forms D19 to D21.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="preservations")
    state = models.CharField(
        max_length=10, choices=PreservationState, default=PreservationState.ASKED
    )
    reason = models.TextField(help_text="why it may be lost or hard to get later")
    place = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    handle_by = models.DateField(null=True, blank=True)
    handled_on = models.DateField(null=True, blank=True)
    handling = models.CharField(max_length=12, choices=PreservationEnd, blank=True)
    handling_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "先行登记保存"
        constraints = [
            models.CheckConstraint(
                name="preservation_says_why_and_where", condition=~Q(reason="") & ~Q(place="")
            ),
            models.CheckConstraint(
                name="preservation_decided_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="preservation_is_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="preservation_has_what_its_state_says",
                condition=Q(
                    state=PreservationState.ASKED,
                    decided_at__isnull=True,
                    kept_on__isnull=True,
                    handled_on__isnull=True,
                )
                | Q(
                    state__in=(PreservationState.APPROVED, PreservationState.REFUSED),
                    decided_at__isnull=False,
                    kept_on__isnull=True,
                    handled_on__isnull=True,
                )
                | Q(
                    state=PreservationState.KEPT,
                    decided_at__isnull=False,
                    kept_on__isnull=False,
                    handle_by__isnull=False,
                    handled_on__isnull=True,
                )
                | Q(
                    state=PreservationState.HANDLED,
                    decided_at__isnull=False,
                    handled_on__gte=F("kept_on"),
                )
                & ~Q(handling="")
                & ~Q(handling_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"先行登记保存{self.pk}（{self.get_state_display()}）"


class PreservedItem(CountyModel):
    """One kept thing on the list that goes with D20."""

    preservation = models.ForeignKey(Preservation, models.PROTECT, related_name="items")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    quantity = models.CharField(max_length=40)
    condition = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("preservation", "no")
        verbose_name = "保存物品"
        constraints = [
            models.UniqueConstraint("preservation", "no", name="one_kept_item_per_number"),
            models.CheckConstraint(
                name="kept_item_has_name_and_quantity", condition=~Q(name="") & ~Q(quantity="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.quantity}"
