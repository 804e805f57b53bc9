"""Clients of the partner API, their keys, and what is kept of their calls."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common.clock import localdate
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet


class ClientQuerySet(CountyQuerySet["Client"]):
    def in_use(self) -> Self:
        return self.filter(revoked_at=None)


class Client(CountyModel):
    """One machine of one partner: a service user with a purpose and limits."""

    code = models.CharField("客户端编号", max_length=40, help_text="client_id of OAuth 2")
    name = models.CharField("名称", max_length=60)
    purpose = models.CharField("用途", max_length=200)
    user = models.OneToOneField(User, models.PROTECT, related_name="client")
    scopes = ArrayField(models.CharField(max_length=40), verbose_name="权限范围")
    networks = ArrayField(
        models.CharField(max_length=43), verbose_name="来源网段", help_text="empty: nobody may call"
    )
    certificate_sha256 = models.CharField(
        "证书指纹", max_length=64, blank=True, help_text="empty: no client certificate is asked for"
    )
    calls_per_minute = models.PositiveIntegerField("每分钟次数")
    token_minutes = models.PositiveSmallIntegerField("令牌有效分钟")
    valid_until = models.DateField("有效期止", help_text="the last day")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField("吊销原因", max_length=200, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = "接口客户端"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="one_client_per_code"),
            models.CheckConstraint(
                name="revoked_client_says_by_whom_and_why",
                condition=all_or_none("revoked_at", "revoked_by")
                & (Q(revoked_at__isnull=True, revoke_reason="") | ~Q(revoke_reason="")),
            ),
            models.CheckConstraint(
                name="client_has_scopes_and_networks",
                condition=Q(scopes__len__gt=0, networks__len__gt=0),
            ),
            models.CheckConstraint(
                name="client_has_limits",
                condition=Q(calls_per_minute__gt=0, token_minutes__gt=0),
            ),
            models.CheckConstraint(
                name="client_certificate_is_a_sha256",
                condition=Q(certificate_sha256__regex=r"^([0-9a-f]{64})?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"接口客户端“{self.name}”"

    def is_valid_at(self, at: datetime) -> bool:
        return self.revoked_at is None and localdate(at) <= self.valid_until


class SecretQuerySet(CountyQuerySet["ClientSecret"]):
    def live(self, at: datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))


class ClientSecret(CountyModel):
    """One secret of a client, kept as a digest. Two hold at once while one is changed."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="secrets")
    digest = models.CharField(max_length=64, help_text="SHA-256; the secret has 256 random bits")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True, help_text="null: no other was made since")

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = "客户端密钥"
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="one_row_per_client_secret"),
            models.UniqueConstraint(
                fields=["client"], name="one_newest_secret_per_client", condition=Q(ends_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}生成的密钥"


class AccessToken(CountyModel):
    """A bearer token, kept as a digest. It opens what its scopes and the client's still allow."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "访问令牌"
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="one_row_per_access_token"),
            models.CheckConstraint(
                name="access_token_ends_after_it_begins",
                condition=Q(expires_at__gt=F("issued_at")),
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="access_token_by_end")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.expires_at:%Y-%m-%d %H:%M}"


class Call(CountyModel):
    """One call that a known client made: what it asked for and how it was answered."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    route = models.CharField(max_length=120, help_text="the address's pattern, no search words")
    thing = models.CharField(max_length=40, blank=True, help_text="the key asked for")
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, blank=True, help_text="of the refusal")
    rows = models.PositiveIntegerField(null=True, help_text="how many a list answered")
    took_ms = models.PositiveIntegerField()
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "接口调用"
        indexes = [
            models.Index(fields=["client", "-at"], name="call_by_client_and_time"),
            models.Index(fields=["at"], name="call_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.status}"


class SavedAnswer(CountyModel):
    """What a call with an Idempotency-Key was answered, kept with what it did."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="saved_answers")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "已答复的请求"
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="one_answer_per_client_and_key")
        ]
        indexes = [models.Index(fields=["saved_at"], name="saved_answer_by_time")]

    def __str__(self) -> str:
        return self.key
