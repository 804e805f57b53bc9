"""A phone that a person registered, and what its clocks showed."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet


class DeviceQuerySet(CountyQuerySet):
    def active_on(self, at: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Device(CountyModel):
    """One browser on one phone with a key pair of its own, of one person.

    The private key never leaves the phone; of the token only a digest is kept. A row is never
    deleted: what the device signed must be checkable for years.
    """

    key_hash = models.CharField("密钥指纹", max_length=64, unique=True, help_text="RFC 7638, hex")
    key_x = models.CharField(max_length=43, help_text="P-256 point, base64url")
    key_y = models.CharField(max_length=43, help_text="P-256 point, base64url")
    name = models.CharField("设备名称", max_length=60)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="devices")
    token_digest = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField("登记时间")
    expires_at = models.DateTimeField("到期时间", help_text="of the token; the key stays good")
    last_seen_at = models.DateTimeField("最近联系", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revoke_reason = models.CharField("停用原因", max_length=200, blank=True)
    told_at = models.DateTimeField(
        "停用后首次联系", null=True, blank=True, help_text="when it first heard of being revoked"
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "现场设备"
        ordering = ("-registered_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="revocation_of_device_has_moment_and_person",
                condition=all_or_none("revoked_at", "revoked_by"),
            ),
            models.CheckConstraint(
                name="revoked_device_says_why",
                condition=models.Q(revoked_at__isnull=True, revoke_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoke_reason="")),
            ),
            models.CheckConstraint(
                name="only_a_revoked_device_was_told_so",
                condition=models.Q(told_at__isnull=True) | models.Q(revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.person.full_name}）"

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


class ClockReading(CountyModel):
    """What a phone's clocks showed at its last contact within one load of its page."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="clock_readings")
    epoch = models.UUIDField(help_text="one load of the page; mono counts within it")
    mono = models.BigIntegerField(help_text="milliseconds within the epoch")
    device_at = models.DateTimeField()
    server_at = models.DateTimeField()

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("device", "server_at")
        constraints = [
            models.UniqueConstraint(
                name="one_clock_reading_per_device_and_epoch", fields=("device", "epoch")
            )
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.server_at:%Y-%m-%d %H:%M}"
