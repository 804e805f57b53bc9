"""Papers of a visit: their words are frozen when they are made, and printed from that alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from common.ciphers import decrypt
from evidence.states import PaperForm
from inspections.models import Visit
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class PaperQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the visits that the person may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def awaiting_print(self) -> Self:
        """Open papers without a PDF; sealed ones are drawn on each look and never lie about."""
        return self.filter(document__isnull=True, payload__isnull=False)

    def standing(self) -> Self:
        """Those that no later paper takes the place of."""
        return self.filter(successor__isnull=True)


class Paper(CountyModel):
    """One paper about a visit: record, questioning, list of evidence, sheet of photographs.

    ``payload`` holds every word of it for good; of a questioning record, which tells of a
    person's identity, ``sealed`` holds the same encrypted. ``digest`` is the SHA-256 of the
    payload's canonical JSON. A mistake is put right by another paper that ``replaces`` this.
    """

    form = models.CharField("种类", max_length=20, choices=PaperForm.choices)
    visit = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, related_name="evidence_papers"
    )
    no = models.PositiveSmallIntegerField("序号", help_text="within visit and form")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="successor", null=True, blank=True
    )
    payload = models.JSONField(null=True, blank=True)
    sealed = models.TextField(blank=True)
    key = models.UUIDField(unique=True, help_text="what the encryption is bound to")
    digest = models.CharField("内容校验值", max_length=64)
    frozen_at = models.DateTimeField("制作时间")
    frozen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    printed_at = models.DateTimeField(null=True, blank=True)
    print_error = models.CharField(max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "form", "no")
        verbose_name = verbose_name_plural = "检查文书"
        constraints = [
            models.UniqueConstraint(
                name="one_paper_per_visit_form_and_no", fields=("visit", "form", "no")
            ),
            models.CheckConstraint(
                name="paper_words_are_open_or_sealed",
                condition=Q(payload__isnull=False, sealed="")
                | (Q(payload__isnull=True) & ~Q(sealed="")),
            ),
            models.CheckConstraint(
                name="paper_print_has_file_and_moment",
                condition=Q(document__isnull=True, printed_at__isnull=True)
                | Q(document__isnull=False, printed_at__isnull=False, sealed=""),
            ),
        ]

    def __str__(self) -> str:
        name = PaperForm(self.form).label
        return f"{name}{self.no}" if self.no > 1 else name

    @property
    def is_sealed(self) -> bool:
        return bool(self.sealed)

    @property
    def words(self) -> dict[str, Any]:
        """What the paper says, decrypted if need be. Raises FieldKeyGone, FieldDamaged."""
        if not self.sealed:
            return dict(self.payload or {})
        found: dict[str, Any] = json.loads(decrypt(self.sealed, purpose=self.purpose))
        return found

    @property
    def purpose(self) -> str:
        """What its encryption is bound to."""
        return f"evidence.paper/{self.key}"
