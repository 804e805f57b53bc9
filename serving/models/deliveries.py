"""What was tried and what was done to bring a paper to its party. Rows are never changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from serving.models.addresses import AddressConfirmation
from serving.states import DeliveryWay, Hindrance
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

W = DeliveryWay


class Attempt(CountyModel):
    """One attempt at service that failed, and why: the ground for leaving or a public notice.

    Every attempt tells what happened; a mail that came back names its number (art. 95 asks
    what was tried before a public notice).
    """

    paper = models.ForeignKey("papers.OfficialPaper", models.PROTECT, "attempts")
    hindrance = models.CharField(max_length=10, choices=Hindrance)
    tried_on = models.DateField()
    place = models.CharField(max_length=300)
    note = models.TextField(blank=True, help_text="what was seen, said, or stood on the mail")
    mail_ref = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="of a mail that came back"
    )
    proof = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    servers = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("tried_on", "pk")
        verbose_name = "送达未成"
        constraints = [
            models.CheckConstraint(
                name="attempt_says_where_and_by_whom", condition=~Q(place="") & ~Q(servers="")
            ),
            models.CheckConstraint(name="attempt_says_what_happened", condition=~Q(note="")),
            models.CheckConstraint(
                name="attempt_by_mail_names_the_item",
                condition=~Q(hindrance=Hindrance.RETURNED) | ~Q(mail_ref=""),
            ),
            models.UniqueConstraint(
                "paper",
                "hindrance",
                "tried_on",
                "place",
                name="attempt_is_entered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.get_hindrance_display()}"


class DeliveryQuerySet(CountyQuerySet):
    def first_ones(self) -> Self:
        """First services, without repetitions. Which one counts: see ``by_effect``."""
        return self.filter(repeats__isnull=True)

    def by_effect(self) -> Self:
        """The one that counts first: the earliest day of effect."""
        return self.order_by("effective_on", "pk")

    def effective_by(self, day: date) -> Self:
        """Those that have taken effect: a public notice only when its days are over."""
        return self.filter(effective_on__lte=day)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.CASE_VIEW) else self.none()


class Delivery(CountyModel):
    """How one paper reached its party: one way, its proof, and the day the law counts from.

    Each way has its own demand (Civil Procedure Law arts. 87 to 95): see the constraints. The
    first service counts; a later one of the same paper names it in ``repeats`` and changes no
    date. Only a paper that the party received while its public notice still hung out was served
    on that earlier day.
    """

    paper = models.ForeignKey("papers.OfficialPaper", models.PROTECT, "deliveries")
    way = models.CharField(max_length=20, choices=DeliveryWay)
    delivered_on = models.DateField(help_text="day handed over, left, arrived or published")
    effective_on = models.DateField(help_text="day from which limits run")
    recipient = models.CharField(max_length=100, blank=True, help_text="who signed or received")
    is_substitute = models.BooleanField(default=False, help_text="somebody received for the party")
    relation = models.CharField(max_length=60, blank=True, help_text="substitute's relation")
    servers = models.CharField(max_length=200, help_text="names of those who served")
    place = models.CharField(max_length=300, blank=True, help_text="address, or where published")
    reason = models.TextField(blank=True, help_text="why it was refused, or why by public notice")
    witness = models.CharField(max_length=100, blank=True)
    confirmation = models.ForeignKey(
        AddressConfirmation, models.PROTECT, "deliveries", null=True, blank=True
    )
    mail_ref = models.CharField(max_length=60, blank=True, help_text="number of the mail item")
    proof = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, "repetitions", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = "文书送达"
        constraints = [
            models.UniqueConstraint(
                "paper",
                name="one_service_of_a_paper_counts",
                condition=Q(repeats__isnull=True),
            ),
            models.CheckConstraint(
                name="paper_direct_service_names_who_received",
                condition=~Q(way=W.DIRECT) | ~Q(recipient=""),
            ),
            models.CheckConstraint(
                name="paper_substitute_is_direct_and_names_the_relation",
                condition=Q(is_substitute=False, relation="")
                | (Q(is_substitute=True, way=W.DIRECT) & ~Q(relation="")),
            ),
            models.CheckConstraint(
                name="paper_left_has_reason_place_and_witness_or_proof",
                condition=~Q(way=W.LEFT)
                | (~Q(reason="") & ~Q(place="") & (~Q(witness="") | Q(proof__isnull=False))),
            ),
            models.CheckConstraint(
                name="paper_electronic_has_confirmation_and_address",
                condition=~Q(way=W.ELECTRONIC) | (Q(confirmation__isnull=False) & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="paper_mail_has_number_and_recipient",
                condition=~Q(way=W.MAIL) | (~Q(mail_ref="") & ~Q(recipient="")),
            ),
            models.CheckConstraint(
                name="paper_public_notice_says_why_and_where",
                condition=~Q(way=W.PUBLIC_NOTICE) | (~Q(reason="") & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="only_a_paper_on_public_notice_is_served_later",
                condition=Q(way=W.PUBLIC_NOTICE, effective_on__gt=F("delivered_on"))
                | (~Q(way=W.PUBLIC_NOTICE) & Q(effective_on=F("delivered_on"))),
            ),
            models.CheckConstraint(
                name="paper_service_has_its_proof", condition=Q(proof__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.get_way_display()}"
