"""Listed supervision (挂牌督办): a target, a day, somebody who answers for it, and a leader."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from accounts.permissions import Permission
from common.db import all_or_none
from supervision.states import ListingState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = ListingState


class ListingQuerySet(CountyQuerySet):
    def open(self) -> Self:
        return self.filter(state=S.LISTED)

    def overdue(self, as_of: date) -> Self:
        """The day is over and nothing was decided. The last day itself is still in time."""
        return self.open().filter(due_on__lt=as_of)

    def open_first(self) -> Self:
        """Those still watched, the nearest day on top, then the ended ones, the latest first."""
        ended = Case(When(state=S.LISTED, then=0), default=1)
        return self.order_by(ended, F("ended_at").desc(nulls_first=True), "due_on", "pk")

    def of(self, user: User) -> Self:
        """Those a person answers for or watches over."""
        return self.filter(Q(owner=user) | Q(leader=user))

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.CASE_VIEW) else self.of(user)


class Listing(CountyModel):
    """One matter at one institution that is watched until its target is met or it goes higher.

    Not the listed problem of a campaign (``inspections.ListedProblem``, 挂单), which ends with it.
    Source: Order 53 chapter 5 (挂牌督办) [source: S2].
    """

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, "listings")
    matter = models.CharField(max_length=300)
    target = models.TextField(help_text="what must be reached")
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "owned_listings")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "led_listings")
    state = models.CharField(max_length=10, choices=S, default=S.LISTED)
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    result = models.TextField(blank=True, help_text="what was reached, or to whom it goes and why")

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = "挂牌督办"
        constraints = [
            models.CheckConstraint(
                name="listing_says_what_and_where_to", condition=~Q(matter="") & ~Q(target="")
            ),
            models.CheckConstraint(
                name="listing_is_watched_by_other_hands", condition=~Q(owner=F("leader"))
            ),
            models.CheckConstraint(
                name="listing_ended_has_moment_and_person",
                condition=all_or_none("ended_at", "ended_by"),
            ),
            models.CheckConstraint(
                name="listing_ended_with_a_result",
                condition=Q(state=S.LISTED, ended_at__isnull=True, result="")
                | ~Q(state=S.LISTED) & Q(ended_at__isnull=False) & ~Q(result=""),
            ),
        ]

    def __str__(self) -> str:
        return f"挂牌督办：{self.matter}"

    def is_overdue(self, as_of: date) -> bool:
        return self.state == S.LISTED and self.due_on < as_of


class ListingProgress(CountyModel):
    """One line of what was done about a listing. Never changed."""

    listing = models.ForeignKey(Listing, models.PROTECT, "progress")
    text = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("noted_at", "pk")
        verbose_name = "督办进展"
        constraints = [
            models.CheckConstraint(name="listing_progress_says_something", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return self.text[:30]


class ListingExtension(CountyModel):
    """A later day for a listing, with its reason. Never changed."""

    listing = models.ForeignKey(Listing, models.PROTECT, "extensions")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=300)
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("extended_at", "pk")
        verbose_name = "督办延期"
        constraints = [
            models.CheckConstraint(
                name="listing_extension_is_later_and_says_why",
                condition=Q(new_due_on__gt=F("old_due_on")) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}延至{self.new_due_on.isoformat()}"
