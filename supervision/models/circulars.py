"""A circular of facts (通报) about institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from common.db import all_or_none
from supervision.states import CircularState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = CircularState


class CircularQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.CASE_VIEW) else self.none()


class Circular(CountyModel):
    """One circular: title, words, the institutions it names. Its words stay once published."""

    title = models.CharField(max_length=100)
    text = models.TextField()
    audience = models.CharField(max_length=200, help_text="to whom it goes")
    institutions = models.ManyToManyField(
        "institutions.Institution",
        through="supervision.CircularInstitution",
        related_name="circulars",
    )
    state = models.CharField(max_length=10, choices=S, default=S.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    withdraw_reason = models.CharField(max_length=300, blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_at", "-pk")
        verbose_name = "通报"
        constraints = [
            models.CheckConstraint(
                name="circular_says_something", condition=~Q(title="") & ~Q(text="")
            ),
            models.CheckConstraint(
                name="circular_published_has_moment_and_person",
                condition=all_or_none("published_at", "published_by"),
            ),
            models.CheckConstraint(
                name="circular_withdrawn_has_moment_and_person",
                condition=all_or_none("withdrawn_at", "withdrawn_by"),
            ),
            models.CheckConstraint(
                name="circular_published_when_state_says_so",
                condition=Q(state__in=(S.DRAFT, S.DISCARDED), published_at__isnull=True)
                | Q(state__in=(S.PUBLISHED, S.WITHDRAWN), published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="circular_withdrawn_says_why",
                condition=Q(state=S.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdraw_reason="")
                | ~Q(state=S.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdraw_reason=""),
            ),
            models.CheckConstraint(
                name="circular_is_published_by_other_hands",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CircularInstitution(CountyModel):
    """One institution that a circular names."""

    circular = models.ForeignKey(Circular, models.CASCADE, "named")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, "+")

    class Meta:
        ordering = ("circular", "pk")
        constraints = [
            models.UniqueConstraint(
                "circular", "institution", name="an_institution_is_named_once_in_a_circular"
            )
        ]

    def __str__(self) -> str:
        return f"{self.circular}：{self.institution.name}"
