"""Where a party wants to be served, signed by it (form D40)."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from common.ciphers import decrypt
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class ConfirmationQuerySet(CountyQuerySet):
    def valid_on(self, day: date) -> Self:
        """Signed by that day and not withdrawn by then."""
        return self.filter(signed_on__lte=day).exclude(ended_on__lte=day)

    def of_party(self, party_key: str) -> Self:
        return self.filter(party_key=party_key)

    def in_force(self) -> Self:
        """Not replaced, withdrawn or ended, whatever the day."""
        return self.filter(ended_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.CASE_VIEW) else self.none()


class AddressConfirmation(CountyModel):
    """One signed confirmation of a party's addresses, with or without consent to e-service.

    Addresses of people are personal data: postal address, telephone and electronic address lie
    encrypted in ``sealed`` as JSON. Rows stay; a change is a new one that ends the old.
    Source: Penalty Law art. 61 (fax, e-mail and the like only with a signed confirmation).
    """

    party_name = models.CharField(max_length=200)
    party_key = models.CharField(
        max_length=80, help_text="credit code, or what the case knows a person by"
    )
    key = models.UUIDField(unique=True, help_text="what the encryption is bound to")
    sealed = models.TextField(help_text="JSON {address, phone, electronic}, encrypted")
    consents_electronic = models.BooleanField(default=False)
    signed_on = models.DateField()
    signed_file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+")
    ended_on = models.DateField(null=True, blank=True, help_text="first day it holds no more")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("-signed_on", "-pk")
        verbose_name = "送达地址确认书"
        constraints = [
            models.UniqueConstraint(
                "party_key",
                name="one_confirmation_in_force_per_party",
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="confirmation_ended_has_day_moment_and_person",
                condition=all_or_none("ended_on", "ended_at", "ended_by"),
            ),
            models.CheckConstraint(
                name="confirmation_ended_says_why",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="confirmation_ends_after_it_was_signed",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="confirmation_names_its_party",
                condition=~Q(party_name="") & ~Q(party_key="") & ~Q(sealed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_name}的送达地址确认书（{self.signed_on.isoformat()}）"

    @property
    def purpose(self) -> str:
        """What its encryption is bound to."""
        return f"serving.address/{self.key}"

    @property
    def addresses(self) -> dict[str, str]:
        """address, phone, electronic; decrypted. Raises FieldKeyGone, FieldDamaged."""
        found: dict[str, str] = json.loads(decrypt(self.sealed, purpose=self.purpose))
        return found
