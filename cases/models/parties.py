"""Who is said to have broken the law: a registered institution, or anybody else."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from cases.rules import age_on
from cases.states import PartyKind
from common.ciphers import decrypt
from tenants.models import CountyModel

_K = PartyKind


class Party(CountyModel):
    """The party (当事人) of one case or one penalty on the spot, with what its papers name.

    ``kind`` decides which fields there are. ``id_sealed`` is the identity number and
    ``phone_sealed`` the telephone, encrypted; ``born_on`` is kept for the age that art. 30 of
    the Penalty Law asks for. Source: field set F0 of the forms.
    """

    kind = models.CharField(max_length=12, choices=PartyKind)
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, "+", null=True, blank=True
    )
    name = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, blank=True, help_text="统一社会信用代码")
    licence = models.CharField(max_length=120, blank=True, help_text="kind and number of licence")
    representative = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=4, blank=True)
    born_on = models.DateField(null=True, blank=True)
    occupation = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    id_sealed = models.TextField(blank=True)
    phone_sealed = models.TextField(blank=True)
    key = models.UUIDField(unique=True, help_text="what the encryption is bound to")

    class Meta:
        ordering = ("pk",)
        verbose_name = "当事人"
        constraints = [
            models.CheckConstraint(name="party_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="party_kind_decides_its_fields",
                condition=Q(
                    kind=_K.INSTITUTION,
                    institution__isnull=False,
                    born_on__isnull=True,
                    id_sealed="",
                    sex="",
                )
                | Q(
                    kind=_K.ORGANISATION,
                    institution__isnull=True,
                    born_on__isnull=True,
                    id_sealed="",
                    sex="",
                )
                | Q(
                    kind=_K.PERSON,
                    institution__isnull=True,
                    born_on__isnull=False,
                    credit_code="",
                    representative="",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.kind == _K.PERSON

    @property
    def purpose(self) -> str:
        """What its encryption is bound to."""
        return f"cases.party/{self.key}"

    @property
    def id_number(self) -> str:
        """In clear. Raises FieldKeyGone, FieldDamaged."""
        return decrypt(self.id_sealed, purpose=self.purpose) if self.id_sealed else ""

    @property
    def phone(self) -> str:
        """In clear. Raises FieldKeyGone, FieldDamaged."""
        return decrypt(self.phone_sealed, purpose=self.purpose) if self.phone_sealed else ""

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None for whoever is no natural person."""
        return age_on(self.born_on, day) if self.born_on else None
