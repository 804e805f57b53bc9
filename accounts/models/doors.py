"""What the door keeps: second factors, sessions, failed tries, old passwords."""

from __future__ import annotations

from django.db import models
from django.utils.crypto import salted_hmac

from accounts.models.people import User
from tenants.models import CountyModel


class SecondFactor(CountyModel):
    """The authenticator of one person. The row is made when the first code was right."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="second_factor")
    secret = models.CharField(max_length=300, help_text="encrypted, see common/ciphers.py")
    last_step = models.BigIntegerField(help_text="30 s step of the last code that was accepted")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "动态码"

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(CountyModel):
    """One of ten codes on paper, each good once. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "恢复码"
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_row_per_recovery_code")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OldPassword(CountyModel):
    """The hash of a password that a person used before and must not choose again."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="old_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = "用过的密码"
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(CountyModel):
    """One session that is open now: whose, from where, on what. Gone when the session ends."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40)
    signed_in_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=40, blank=True, help_text="family only, as people say it")

    class Meta:
        verbose_name = "登录会话"
        ordering = ("-last_seen_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["session_key"], name="one_sign_in_per_session")
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.address or ''}".strip()


def name_digest(username: str) -> str:
    """A typed name as it is kept: it may be a password in the wrong field."""
    return salted_hmac("accounts.tries", username, algorithm="sha256").hexdigest()


class TryKind(models.TextChoices):
    DEVICE = "device", "本人用过的设备"
    PAIR = "pair", "一个用户名在一个地址"
    NAME = "name", "一个用户名"
    ADDRESS = "address", "一个地址"
    FACTOR = "factor", "动态码"
    OWN = "own", "登录后再次输入密码"


class Tries(CountyModel):
    """How many tries in a row failed under one key, and until when no more are taken.

    A typed name stands as a digest only: people type passwords into the wrong field.
    """

    kind = models.CharField(max_length=10, choices=TryKind.choices)
    name = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=64, blank=True, help_text="address, or mark of a device")
    tries = models.PositiveIntegerField(default=0)
    pauses = models.PositiveIntegerField(default=0, help_text="in a row; each is twice as long")
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "登录尝试"
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "place"], name="one_count_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place}".strip()
