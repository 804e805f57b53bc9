"""Certificates of a county's seal, and the signed forms of its papers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from common.db import all_or_none
from signing.states import CertificateState, KeySource, Level
from tenants.models import CountyModel, CountyQuerySet


class SealCertificateQuerySet(CountyQuerySet):
    def in_use(self) -> Self:
        return self.filter(state=CertificateState.IN_USE)

    def running_out(self, *, on: date, days: int) -> Self:
        """In use, and over within so many days (or over already)."""
        ends = datetime.combine(on + timedelta(days=days), datetime.min.time()).astimezone()
        return self.in_use().filter(not_after__lt=ends)


class SealCertificate(CountyModel):
    """One certificate that may sign the county's papers; one is in use at a time.

    The private key lies in a file below ``YUJIAN_SEALS_DIR`` or in a token, never here.
    ``secret``: passphrase or PIN under the key ring (common/ciphers.py); empty when it lies in a
    file beside the key file. ``chain``: PEM, the certificate first, then what stands between it
    and a root.
    """

    source = models.CharField("密钥所在", max_length=10, choices=KeySource.choices)
    label = models.CharField("名称", max_length=100, help_text="as the county calls it")
    file_name = models.CharField("证书文件名", max_length=100, blank=True)
    token_label = models.CharField("设备标签", max_length=100, blank=True)
    key_label = models.CharField("密钥标签", max_length=100, blank=True)
    secret = models.TextField(blank=True, help_text="encrypted, see common/ciphers.py")
    fingerprint = models.CharField("证书指纹", max_length=64, unique=True, help_text="SHA-256")
    subject = models.CharField("证书主体", max_length=500)
    issuer = models.CharField("签发者", max_length=500)
    serial = models.CharField("序列号", max_length=80)
    not_before = models.DateTimeField("有效期起")
    not_after = models.DateTimeField("有效期止")
    chain = models.TextField("证书链")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=CertificateState.choices,
        default=CertificateState.IN_USE,
    )
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)
    retired_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    retire_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects = SealCertificateQuerySet.as_manager()

    class Meta:
        ordering = ("-registered_at", "-pk")
        verbose_name = verbose_name_plural = "签名证书"
        constraints = [
            models.UniqueConstraint(
                name="one_seal_certificate_in_use", fields=("state",), condition=Q(state="in_use")
            ),
            models.CheckConstraint(
                name="seal_certificate_begins_before_it_ends",
                condition=Q(not_before__lt=F("not_after")),
            ),
            models.CheckConstraint(
                name="seal_certificate_key_lies_somewhere",
                condition=(Q(source="file") & ~Q(file_name="") & Q(token_label="", key_label=""))
                | (Q(source="pkcs11", file_name="") & ~Q(token_label="") & ~Q(key_label="")),
            ),
            models.CheckConstraint(
                name="seal_certificate_retired_together",
                condition=all_or_none("retired_at", "retired_by"),
            ),
            models.CheckConstraint(
                name="seal_certificate_state_fits",
                condition=Q(state="in_use", retired_at__isnull=True, retire_reason="")
                | (Q(state="retired", retired_at__isnull=False) & ~Q(retire_reason="")),
            ),
            models.CheckConstraint(
                name="seal_certificate_has_a_fingerprint",
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SealPicture(CountyModel):
    """The county's own picture of its seal. Append-only; the newest counts, none: a drawing."""

    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = verbose_name_plural = "印章图片"

    def __str__(self) -> str:
        return f"{self.added_at:%Y-%m-%d}印章图片"


class SignedFileQuerySet(CountyQuerySet):
    def waiting(self) -> Self:
        """Those whose level is not yet what is wanted."""
        return self.exclude(level=F("wanted_level"))


class SignedFile(CountyModel):
    """One paper and its signature: the file as printed, and what became of it.

    ``original`` is the unsigned file, the same bytes for the same words; ``versions`` are its
    signed forms, each adding proof to the one before. ``level`` is that of the newest.
    """

    original = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="signed_file"
    )
    sm3 = models.CharField("SM3校验值", max_length=64, help_text="of the original")
    certificate = models.ForeignKey(
        SealCertificate, on_delete=models.PROTECT, related_name="signed_files"
    )
    reason = models.CharField("签名事由", max_length=200)
    signed_at = models.DateTimeField("签名时间")
    level = models.CharField("级别", max_length=6, choices=Level.choices)
    wanted_level = models.CharField("应达级别", max_length=6, choices=Level.choices)
    attempts = models.PositiveIntegerField("补签尝试次数", default=0)
    last_error = models.CharField("最近一次未成的原因", max_length=300, blank=True)
    tried_at = models.DateTimeField("最近尝试时间", null=True, blank=True)

    objects = SignedFileQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = verbose_name_plural = "已签名文书"
        indexes = [
            models.Index(
                name="signed_file_waits",
                fields=("tried_at",),
                condition=~Q(level=F("wanted_level")),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="signed_file_levels_are_ordered",
                condition=Q(level="b-lta", wanted_level="b-lta")
                | Q(level="b-t", wanted_level__in=("b-t", "b-lta"))
                | Q(level="b-b", wanted_level__in=("b-b", "b-t", "b-lta")),
            ),
            models.CheckConstraint(
                name="signed_file_has_an_sm3", condition=Q(sm3__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original}（{self.get_level_display()}）"


class SignedVersion(CountyModel):
    """One signed form of a paper. Append-only: a later one adds to it and never replaces it."""

    signed_file = models.ForeignKey(SignedFile, on_delete=models.PROTECT, related_name="versions")
    file = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="signed_version"
    )
    level = models.CharField("级别", max_length=6, choices=Level.choices)
    made_at = models.DateTimeField("生成时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("signed_file", "pk")
        verbose_name = verbose_name_plural = "签名版本"
        constraints = [
            models.UniqueConstraint(
                name="one_signed_version_per_level", fields=("signed_file", "level")
            ),
            models.CheckConstraint(name="signed_version_is_signed", condition=~Q(level="none")),
        ]

    def __str__(self) -> str:
        return f"{self.file}（{self.get_level_display()}）"


class ServiceSeal(CountyModel):
    """A seal that a certified service put on a paper's SM3 digest. Append-only.

    ``request_id`` is made from paper and seal, so that a repeated request is the same seal.
    """

    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    seal_id = models.CharField("印章编号", max_length=100)
    request_id = models.CharField("请求编号", max_length=64, unique=True)
    sm3 = models.CharField("SM3校验值", max_length=64)
    algorithm = models.CharField("签名算法", max_length=40)
    signature = models.BinaryField("签名值")
    chain = models.TextField("证书链", help_text="PEM, the sealing certificate first")
    sealed_at = models.DateTimeField("用印时间", help_text="as the service says")
    got_at = models.DateTimeField("取得时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = verbose_name_plural = "电子印章"
        constraints = [
            models.UniqueConstraint(name="one_seal_per_file", fields=("file", "seal_id")),
            models.CheckConstraint(
                name="service_seal_has_an_sm3", condition=Q(sm3__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file}的电子印章"
