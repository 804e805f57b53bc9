"""What of a decision the public sees, until when, and how it is taken down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.after import PublicationClass, PublicationState, RemovalReason, RepairState
from cases.models.decisions import Decision
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL
P = PublicationState


class PublicationQuerySet(CountyQuerySet):
    def shown(self) -> Self:
        return self.filter(state=P.PUBLISHED)

    def to_take_down(self, as_of: date) -> Self:
        """Still shown, though its time is over, its decision fell or its credit is repaired."""
        listed = Removal.objects.filter(removed_at__isnull=True)
        return self.shown().filter(
            Q(remove_on__lte=as_of) | Q(pk__in=listed.values("publication_id"))
        )

    def ending_within(self, as_of: date, days: int) -> Self:
        """Shown, and its time ends after ``as_of`` within so many calendar days."""
        last = as_of + timedelta(days=days)
        return self.shown().filter(remove_on__gt=as_of, remove_on__lte=last)


class Publication(CountyModel):
    """The publication of one penalty: class, masked file, planned removal (X1 to X8).

    The file is the public version of the frozen decision, never an edit of the signed one. A
    minor class is not published; nor is a party under eighteen.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="publication")
    publicity_class = models.CharField(max_length=10, choices=PublicationClass)
    state = models.CharField(max_length=12, choices=PublicationState, default=P.PUBLISHED)
    where = models.CharField(max_length=300, help_text="site or board, with its address")
    summary = models.OneToOneField(
        "papers.OfficialPaper", models.PROTECT, related_name="+", help_text="D51"
    )
    public_file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+")
    published_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    repair_from = models.DateField(help_text="first day on which repair can be asked for")
    remove_on = models.DateField(help_text="planned day of removal")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("remove_on", "pk")
        verbose_name = "处罚公示"
        constraints = [
            models.CheckConstraint(
                name="minor_penalty_is_not_published",
                condition=Q(publicity_class__in=(PublicationClass.ORDINARY, PublicationClass.GRAVE))
                & ~Q(where=""),
            ),
            models.CheckConstraint(
                name="publication_can_be_repaired_before_it_ends",
                condition=Q(repair_from__gte=F("published_on"), remove_on__gte=F("repair_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.case}的公示"

    @property
    def waiting(self) -> Removal | None:
        """The removal that somebody has to carry out; None when nothing is to be taken down."""
        return next((one for one in self.removals.all() if one.removed_at is None), None)


class Removal(CountyModel):
    """That a publication must be taken down, by when and why; done when somebody did it.

    One open row per publication: the nightly task can run twice.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="removals")
    reason = models.CharField(max_length=10, choices=RemovalReason)
    text = models.TextField(blank=True, help_text="for a withdrawal: the reasons told the public")
    due_on = models.DateField()
    listed_at = models.DateTimeField()
    removed_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=300, blank=True, help_text="how one sees that it is gone")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = "停止公示"
        constraints = [
            models.UniqueConstraint(
                "publication",
                name="one_open_removal_per_publication",
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="removal_removed_has_moment_and_person",
                condition=all_or_none("removed_at", "removed_by"),
            ),
            models.CheckConstraint(
                name="removal_removed_has_day_and_proof",
                condition=Q(removed_at__isnull=True, removed_on__isnull=True, proof="")
                | (Q(removed_at__isnull=False, removed_on__isnull=False) & ~Q(proof="")),
            ),
            models.CheckConstraint(
                name="withdrawal_tells_the_public_why",
                condition=~Q(reason=RemovalReason.WITHDRAWN) | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}：{self.get_reason_display()}"


class CreditRepair(CountyModel):
    """A request to repair credit before the planned end, and what was decided (X7)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="repairs")
    state = models.CharField(max_length=10, choices=RepairState, default=RepairState.ASKED)
    requested_on = models.DateField()
    ground = models.TextField(help_text="performed, harm undone, promise signed")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "信用修复"
        constraints = [
            models.UniqueConstraint(
                "publication",
                name="one_repair_waits_per_publication",
                condition=Q(state=RepairState.ASKED),
            ),
            models.CheckConstraint(name="repair_says_its_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="credit_repair_decided_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="repair_decided_says_so",
                condition=Q(state=RepairState.ASKED, decided_at__isnull=True, answer="")
                | (~Q(state=RepairState.ASKED) & Q(decided_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} 信用修复申请"
