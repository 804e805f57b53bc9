"""Orders that are made out on site: released in advance, numbered, handed over, or voided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from common.db import all_or_none
from enforcement.models.notices import Notice
from enforcement.states import ON_SITE, ArrivalState, ReleaseState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

R, A = ReleaseState, ArrivalState
_FORMS = [(form.value, form.label) for form in ON_SITE]


class OrderRelease(CountyModel):
    """One act of the bureau head: numbered orders of one form for named officers on one day.

    ``blank`` is the paper with marks for what the officer fills in on site (enforcement.blanks);
    ``limits`` are the limits that may be chosen, each with its last day. Written once.
    """

    form = models.CharField(max_length=20, choices=_FORMS)
    valid_on = models.DateField(help_text="the one day on which its orders may be handed over")
    reason = models.CharField(max_length=200, help_text="for which inspections it was released")
    blank = models.JSONField(help_text="the paper but for what is filled in on site")
    limits = models.JSONField(help_text="the limits that may be chosen on site")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("-valid_on", "-pk")
        verbose_name = "当场责令改正文书签发"
        constraints = [
            models.CheckConstraint(name="release_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="release_is_of_a_form_made_out_on_site", condition=Q(form__in=ON_SITE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_on:%Y-%m-%d} {self.get_form_display()}"


class ReleasedOrderQuerySet(CountyQuerySet):
    def out(self) -> Self:
        """Neither handed over nor voided."""
        return self.filter(state=R.OUT)

    def held_by(self, user: User, day: date) -> Self:
        return self.filter(holder=user, release__valid_on=day)

    def left_over(self, as_of: date) -> Self:
        """Still out although their day is over: a phone has not come back."""
        return self.out().filter(release__valid_on__lt=as_of)

    def visible_to(self, user: User) -> Self:
        """All for whoever sees papers, else one's own."""
        return self if user.has(Permission.NOTICE_VIEW) else self.filter(holder=user)


class ReleasedOrder(CountyModel):
    """One number of a release: held by one officer, carried by one device.

    It ends as a paper handed over (``notice``) or voided with a reason, never as a gap.
    """

    release = models.ForeignKey(OrderRelease, models.PROTECT, "orders")
    form = models.CharField(max_length=20, choices=_FORMS)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    token = models.CharField(max_length=40, unique=True, help_text="opens the public page")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    device = models.CharField(max_length=64, blank=True, help_text="the device that carries it")
    state = models.CharField(max_length=10, choices=ReleaseState, default=R.OUT)
    notice = models.OneToOneField(
        Notice, models.PROTECT, related_name="released_order", null=True, blank=True
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    void_reason = models.CharField(max_length=200, blank=True)

    objects = ReleasedOrderQuerySet.as_manager()

    class Meta:
        ordering = ("form", "year", "serial")
        verbose_name = "签发的文号"
        indexes = [models.Index("state", "release", name="released_order_by_state")]
        constraints = [
            models.UniqueConstraint(
                "form", "year", "serial", name="released_serial_is_given_once_per_form_and_year"
            ),
            models.CheckConstraint(
                name="released_order_handed_has_its_notice",
                condition=Q(state=R.HANDED, notice__isnull=False)
                | (~Q(state=R.HANDED) & Q(notice__isnull=True)),
            ),
            models.CheckConstraint(
                name="released_order_voided_has_moment_and_person",
                condition=all_or_none("voided_at", "voided_by"),
            ),
            models.CheckConstraint(
                name="released_order_voided_says_why",
                condition=~Q(state=R.VOIDED) | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
            models.CheckConstraint(
                name="released_order_out_is_not_voided",
                condition=~Q(state=R.OUT) | Q(voided_at__isnull=True, void_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderArrivalQuerySet(CountyQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=A.WAITING)


class OrderArrival(CountyModel):
    """A paper as it came from a phone. What does not fit waits for a person; nothing is lost.

    Several may come for one number (a second phone, an edited queue): each is kept as it came.
    """

    order = models.ForeignKey(ReleasedOrder, models.PROTECT, "arrivals")
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, "handed_orders")
    payload = models.JSONField(help_text="the paper as handed over")
    sha256 = models.CharField(max_length=64, help_text="of the payload's canonical form")
    handed_at = models.DateTimeField(help_text="when handed over, best estimate of the server")
    doubts = models.JSONField(default=list, help_text="why a person must look, as sentences")
    state = models.CharField(max_length=10, choices=ArrivalState)
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    settle_reason = models.CharField(max_length=200, blank=True)

    objects = OrderArrivalQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "回传的当场文书"
        constraints = [
            models.UniqueConstraint("order", "sha256", name="one_arrival_per_order_and_paper"),
            models.UniqueConstraint(
                "order", name="one_paper_taken_per_order", condition=Q(state=A.TAKEN)
            ),
            models.CheckConstraint(
                name="arrival_settled_has_moment_and_person",
                condition=all_or_none("settled_at", "settled_by"),
            ),
            models.CheckConstraint(
                name="arrival_settled_says_why",
                condition=(Q(settled_at__isnull=True) & Q(settle_reason=""))
                | (Q(settled_at__isnull=False) & ~Q(settle_reason="")),
            ),
            models.CheckConstraint(
                name="arrival_with_doubts_waits_until_settled",
                condition=Q(doubts=[], state=A.TAKEN, settled_at__isnull=True)
                | (~Q(doubts=[]) & Q(state=A.WAITING, settled_at__isnull=True))
                | (~Q(doubts=[]) & Q(state__in=(A.TAKEN, A.REFUSED), settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="arrival_is_settled_by_another_than_the_officer",
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("arrived_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.get_state_display()}"

    @property
    def filled(self) -> dict[str, Any]:
        """What the officer filled in; empty when the paper has no such part."""
        filled = self.payload.get("filled")
        return filled if isinstance(filled, dict) else {}
