"""Signatures by finger, and refusals to sign."""

from __future__ import annotations

from django.db import models

from evidence.states import SignerRole
from tenants.models import CountyModel, CountyQuerySet


class Signature(CountyModel):
    """Somebody's signature at a visit as strokes, or their refusal with its reason. Append-only.

    ``about`` is the SHA-256 of what lay before the signer (the record as it was read out);
    ``digest`` that of the strokes in canonical JSON, empty for a refusal.
    """

    visit = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, related_name="signatures"
    )
    role = models.CharField("身份", max_length=10, choices=SignerRole.choices)
    signer = models.CharField("签名人", max_length=50)
    strokes = models.JSONField("笔迹", default=list, blank=True)
    digest = models.CharField("笔迹校验值", max_length=64, blank=True)
    about = models.CharField("所签内容校验值", max_length=64, blank=True)
    refused_because = models.CharField("拒签原因", max_length=200, blank=True)
    witness = models.CharField("见证人", max_length=50, blank=True)
    device_key = models.CharField("设备密钥", max_length=64, blank=True)
    signed_at = models.DateTimeField("签名时间", null=True, blank=True)
    kept_at = models.DateTimeField("存入时间")
    kept_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ("visit", "pk")
        verbose_name = verbose_name_plural = "签名"
        constraints = [
            models.UniqueConstraint(
                name="one_signature_per_visit_signer_and_strokes",
                fields=("visit", "role", "signer", "digest", "about"),
            ),
            models.CheckConstraint(
                name="signature_has_strokes_or_a_refusal",
                condition=(~models.Q(digest="") & models.Q(refused_because=""))
                | (models.Q(digest="") & ~models.Q(refused_because="")),
            ),
            models.CheckConstraint(name="signature_has_a_signer", condition=~models.Q(signer="")),
        ]

    def __str__(self) -> str:
        word = "拒绝签名" if self.refused_because else "签名"
        return f"{self.signer}（{self.get_role_display()}）{word}"
