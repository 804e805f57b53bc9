"""What happened to a printed notice. Rows here are written once and never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enforcement.models.notices import Notice
from enforcement.states import LimitUnit, ReinspectionResult
from serving.states import DeliveryWay
from tenants.models import CountyModel

W = DeliveryWay


class Delivery(CountyModel):
    """How a notice reached the party: one service, of one of five ways, with its evidence.

    Each way has its own demand (Civil Procedure Law, ways of service): see the constraints.
    ``effective_on`` is the day the law counts from, which is not always the day of the act.
    """

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="delivery")
    way = models.CharField(max_length=20, choices=DeliveryWay)
    delivered_on = models.DateField(help_text="day handed over, left, arrived or published")
    effective_on = models.DateField(help_text="day from which limits run")
    recipient = models.CharField(max_length=100, blank=True, help_text="who signed or received")
    is_substitute = models.BooleanField(default=False, help_text="somebody received for the party")
    relation = models.CharField(max_length=60, blank=True, help_text="substitute's relation")
    servers = models.CharField(max_length=200, help_text="names of those who served")
    place = models.CharField(max_length=300, blank=True, help_text="address, or where published")
    reason = models.TextField(blank=True, help_text="why it was refused, or why by public notice")
    witness = models.CharField(max_length=100, blank=True)
    consent_ref = models.CharField(
        max_length=200, blank=True, help_text="signed confirmation of electronic service"
    )
    mail_ref = models.CharField(max_length=60, blank=True, help_text="number of the mail item")
    proof = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        verbose_name = "送达"
        constraints = [
            models.CheckConstraint(
                name="direct_delivery_names_who_received",
                condition=~Q(way=W.DIRECT) | ~Q(recipient=""),
            ),
            models.CheckConstraint(
                name="substitute_is_a_kind_of_direct_delivery_and_names_the_relation",
                condition=Q(is_substitute=False, relation="")
                | (Q(is_substitute=True, way=W.DIRECT) & ~Q(relation="")),
            ),
            models.CheckConstraint(
                name="left_delivery_has_reason_place_and_witness_or_proof",
                condition=~Q(way=W.LEFT)
                | (~Q(reason="") & ~Q(place="") & (~Q(witness="") | Q(proof__isnull=False))),
            ),
            models.CheckConstraint(
                name="electronic_delivery_has_consent_and_address",
                condition=~Q(way=W.ELECTRONIC) | (~Q(consent_ref="") & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="mail_delivery_has_number_of_the_item",
                condition=~Q(way=W.MAIL) | ~Q(mail_ref=""),
            ),
            models.CheckConstraint(
                name="public_notice_says_why_and_where",
                condition=~Q(way=W.PUBLIC_NOTICE) | (~Q(reason="") & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="only_public_notice_takes_effect_later",
                condition=Q(way=W.PUBLIC_NOTICE, effective_on__gt=F("delivered_on"))
                | (~Q(way=W.PUBLIC_NOTICE) & Q(effective_on=F("delivered_on"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_way_display()}"


class Extension(CountyModel):
    """A longer or a new limit, once per notice and with its reason."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="extension")
    reason = models.TextField()
    count = models.PositiveSmallIntegerField(help_text="added length in unit")
    unit = models.CharField(max_length=20, choices=LimitUnit)
    old_due_on = models.DateField()
    start_on = models.DateField(help_text="day the added length is counted from, not included")
    new_due_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        verbose_name = "延期"
        constraints = [
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_ends_later", condition=Q(new_due_on__gt=F("old_due_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 延期至{self.new_due_on:%Y-%m-%d}"


class InstitutionAnswer(CountyModel):
    """What the institution reported about putting it right.

    Entered by a clerk, or sent by the party through its link; then it has a receipt with the
    digest of everything that was sent, and ``request_id`` so that a second click is known.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="answers")
    text = models.TextField()
    received_on = models.DateField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        "+",
        null=True,
        blank=True,
        help_text="null: the party sent it",
    )
    link = models.ForeignKey(
        "enforcement.RectificationLink", models.PROTECT, "answers", null=True, blank=True
    )
    reporter = models.CharField(max_length=60, blank=True, default="", db_default="")
    receipt_no = models.CharField(max_length=20, blank=True, default="", db_default="")
    content_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    request_id = models.UUIDField(null=True, blank=True, help_text="the same is never taken twice")

    class Meta:
        ordering = ("received_on", "pk")
        verbose_name = "整改报告"
        constraints = [
            models.CheckConstraint(name="answer_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="answer_is_entered_by_a_clerk_or_sent_with_a_receipt",
                condition=Q(
                    entered_at__isnull=False,
                    entered_by__isnull=False,
                    link__isnull=True,
                    receipt_no="",
                    request_id__isnull=True,
                )
                | (
                    Q(entered_by__isnull=True, link__isnull=False, request_id__isnull=False)
                    & ~Q(receipt_no="")
                    & ~Q(reporter="")
                    & ~Q(content_sha256="")
                ),
            ),
            models.UniqueConstraint(
                "receipt_no", name="receipt_number_is_given_once", condition=~Q(receipt_no="")
            ),
            models.UniqueConstraint(
                "request_id",
                name="one_answer_per_request",
                condition=Q(request_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.received_on:%Y-%m-%d} 整改报告"


class Reinspection(CountyModel):
    """What two officers found when they came back: the result of one visit for one notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="reinspections")
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="reinspections")
    result = models.CharField(max_length=20, choices=ReinspectionResult)
    remark = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("pk",)
        verbose_name = "复查"
        constraints = [
            models.UniqueConstraint("notice", "visit", name="one_result_per_notice_and_visit")
        ]

    def __str__(self) -> str:
        return f"{self.notice} 复查：{self.get_result_display()}"


class OverdueNote(CountyModel):
    """That a limit ran out unmet was noticed. One row per notice and limit."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="overdue_notes")
    due_on = models.DateField(help_text="the limit that ran out")
    noted_on = models.DateField(help_text="the day of the scan that saw it first")

    class Meta:
        ordering = ("pk",)
        verbose_name = "逾期记录"
        constraints = [
            models.UniqueConstraint("notice", "due_on", name="one_overdue_note_per_limit"),
            models.CheckConstraint(
                name="overdue_is_noted_after_the_limit", condition=Q(noted_on__gt=F("due_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 逾期（{self.due_on:%Y-%m-%d}届满）"
