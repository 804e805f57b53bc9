"""The entries that a device signed about a visit, and the whole records they make."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from common.db import all_or_none
from field.states import UNDECIDED, CameBy, RecordState
from tenants.models import CountyModel, CountyQuerySet

_DECIDED = Q(decided_at__isnull=False) & ~Q(decision="")


class ChainQuerySet(CountyQuerySet):
    def unfinished(self) -> Self:
        """Entries came, but no record is whole and nobody gave it up."""
        return self.filter(records__isnull=True, given_up_at__isnull=True)


class Chain(CountyModel):
    """Everything that one device wrote about one visit. Its entries hang together by hashes."""

    key = models.UUIDField(unique=True, help_text="made by the phone")
    visit = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, related_name="field_chains"
    )
    device = models.ForeignKey("field.Device", on_delete=models.PROTECT, related_name="chains")
    begun_at = models.DateTimeField(help_text="when its first part arrived")
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    loss = models.CharField("损失说明", max_length=500, blank=True)

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = "现场记录链"
        ordering = ("visit", "pk")
        constraints = [
            models.CheckConstraint(
                name="chain_given_up_has_moment_and_person",
                condition=all_or_none("given_up_at", "given_up_by"),
            ),
            models.CheckConstraint(
                name="chain_given_up_states_the_loss",
                condition=Q(given_up_at__isnull=True, loss="")
                | (Q(given_up_at__isnull=False) & ~Q(loss="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit}：{self.device.name}"


class FieldEntry(CountyModel):
    """One signed text, as it came. Never changed, never deleted.

    ``device_at`` is what the phone's clock said, ``true_at`` what the server takes it for.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    sha256 = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField("类别", max_length=30)
    text = models.TextField()
    signature = models.CharField(max_length=86, help_text="ECDSA P-256, r and s, base64url")
    blobs = models.JSONField(default=list, help_text="SHA-256 of the bytes it names")
    device_at = models.DateTimeField()
    true_at = models.DateTimeField()
    received_at = models.DateTimeField()
    came_by = models.CharField(max_length=4, choices=CameBy.choices)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = "现场条目"
        ordering = ("chain", "seq", "pk")
        constraints = [
            models.UniqueConstraint(
                name="one_field_entry_per_chain_and_hash", fields=("chain", "sha256")
            ),
            models.CheckConstraint(
                name="field_entry_has_a_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class FieldRecordQuerySet(CountyQuerySet):
    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)

    def held(self) -> Self:
        return self.filter(state=RecordState.HELD)

    def awaiting_a_person(self) -> Self:
        return self.filter(state__in=(RecordState.REFUSED, RecordState.IN_CONFLICT))


class FieldRecord(CountyModel):
    """One finished version of a visit: a head with all its entries and blobs on our disk.

    The first of a visit becomes its record. Of two, both wait for a person; neither is lost.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="records")
    visit = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, related_name="field_records"
    )
    head = models.CharField(max_length=64, help_text="SHA-256 of the finish")
    state = models.CharField(
        "状态", max_length=12, choices=RecordState.choices, default=RecordState.HELD
    )
    entry_count = models.PositiveIntegerField("条目数")
    blob_count = models.PositiveIntegerField("文件数")
    held_at = models.DateTimeField("收齐时间")
    code = models.CharField(max_length=50, blank=True)
    sentence = models.CharField("说明", max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decision = models.CharField("处理理由", max_length=200, blank=True)

    objects = FieldRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "现场记录"
        ordering = ("visit", "pk")
        constraints = [
            models.UniqueConstraint(
                name="one_field_record_per_chain_and_head", fields=("chain", "head")
            ),
            models.UniqueConstraint(
                name="one_written_field_record_per_visit",
                fields=("visit",),
                condition=Q(state=RecordState.RECORDED),
            ),
            models.CheckConstraint(
                name="field_record_decision_has_moment_and_person",
                condition=all_or_none("decided_at", "decided_by"),
            ),
            models.CheckConstraint(
                name="field_record_set_aside_says_why",
                condition=~Q(state=RecordState.SET_ASIDE) | _DECIDED,
            ),
            models.CheckConstraint(
                name="field_record_refused_says_why",
                condition=~Q(state=RecordState.REFUSED) | ~Q(sentence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit}：{self.chain.device.name}"
