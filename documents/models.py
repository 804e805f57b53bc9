"""Files that a county keeps: photos, printed papers, receipts."""

from __future__ import annotations

from django.db import models

from documents import storage
from tenants.models import CountyModel, CountyQuerySet


class StoredFileQuerySet(CountyQuerySet):
    def photos(self) -> StoredFileQuerySet:
        return self.filter(media_type__startswith="image/")

    def papers(self) -> StoredFileQuerySet:
        return self.filter(media_type="application/pdf")


class StoredFile(CountyModel):
    """One file as it came, kept once per county by the SHA-256 of its bytes.

    Rows are never changed or deleted; the bytes lie on disk under the county's folder.
    ``name`` is the name that the file bore when it came for the first time.
    """

    sha256 = models.CharField("校验值", max_length=64, unique=True, editable=False)
    size_bytes = models.PositiveBigIntegerField("字节数", editable=False)
    media_type = models.CharField("类型", max_length=100, editable=False)
    name = models.CharField("文件名", max_length=200, editable=False)
    stored_at = models.DateTimeField("存入时间", editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = verbose_name_plural = "存档文件"
        constraints = [
            models.CheckConstraint(
                name="stored_file_has_a_sha256",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="校验值须为64位小写十六进制数。",
            ),
            models.CheckConstraint(
                name="stored_file_is_not_empty",
                condition=models.Q(size_bytes__gt=0),
                violation_error_message="空文件不能存档。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> bytes:
        """The bytes as they came; refused (file_damaged) when they are gone or altered."""
        return storage.read(self.sha256, name=self.name)
