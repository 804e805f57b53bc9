"""Rewards and penalties of an institution by whomever, as its page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from common.db import all_or_none
from supervision.states import MeritKind, MeritState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = MeritState


class MeritQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        return self.filter(state=S.STANDING)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.INSTITUTION_VIEW) else self.none()


class Merit(CountyModel):
    """One reward or penalty that some body decided about an institution.

    Our own decisions stand as cases; this keeps what others decided and what honours. A wrong one
    is revoked with its reason, never deleted.
    """

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, "merits")
    kind = models.CharField(max_length=10, choices=MeritKind)
    title = models.CharField(max_length=200)
    organ = models.CharField(max_length=100, help_text="who decided")
    document_no = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=S, default=S.STANDING)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    revoke_reason = models.CharField(max_length=300, blank=True)

    objects = MeritQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-pk")
        verbose_name = "奖惩记录"
        constraints = [
            models.UniqueConstraint(
                "institution",
                "organ",
                "document_no",
                name="one_standing_merit_per_institution_and_document",
                condition=Q(state=S.STANDING) & ~Q(document_no=""),
            ),
            models.CheckConstraint(
                name="merit_says_what_and_by_whom", condition=~Q(title="") & ~Q(organ="")
            ),
            models.CheckConstraint(
                name="merit_revoked_has_moment_and_person",
                condition=all_or_none("revoked_at", "revoked_by"),
            ),
            models.CheckConstraint(
                name="merit_revoked_says_why",
                condition=Q(state=S.REVOKED, revoked_at__isnull=False) & ~Q(revoke_reason="")
                | Q(state=S.STANDING, revoked_at__isnull=True, revoke_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
