"""The notice itself, what it rests on, and the counter of its number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from common.clock import localdate
from common.db import all_or_none
from enforcement.states import (
    BEFORE_APPROVAL,
    ON_SITE,
    RUNNING,
    TAKEN_BACK,
    TELLING,
    LimitUnit,
    NoticeForm,
    NoticeState,
)
from tenants.models import CountyModel
from tenants.searching import Folded, Grams, SearchableQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from inspections.models import Campaign

S = NoticeState


class NoticeQuerySet(SearchableQuerySet):
    # No column of its own: the guard of approved notices compares whole rows before the
    # database has generated anything.
    searched = Folded("number")
    search_through = ("institution",)

    def awaiting_print(self) -> Self:
        """Approved, no paper yet: what a lost job or a restart leaves behind.

        An order made out on site is served at once; the office prints it afterwards.
        """
        on_site = Q(form__in=ON_SITE, document__isnull=True, number__isnull=False)
        return self.filter(Q(state=S.APPROVED) | on_site)

    def numbered(self) -> Self:
        return self.filter(number__isnull=False)

    def running(self) -> Self:
        """Served and not yet at an end."""
        return self.filter(state__in=RUNNING)

    def overdue(self, as_of: date) -> Self:
        """Limit over on ``as_of``, no end yet. The last day itself is still in time."""
        return self.running().filter(due_on__lt=as_of)

    def orders(self) -> Self:
        """Orders to correct, without the papers that take one back or tell a result."""
        return self.exclude(form__in=TELLING)

    def live(self) -> Self:
        """Begun or issued, and neither given up nor taken back."""
        return self.exclude(state__in=(*TAKEN_BACK, S.DISCARDED))

    def of_campaign(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign)

    def visible_to(self, user: User) -> Self:
        """All of the county's notices, for whoever may see notices at all."""
        return self if user.has(Permission.NOTICE_VIEW) else self.none()


class Notice(CountyModel):
    """One paper to one institution about one visit, from its draft to its end.

    Until approval the row is a draft and its text is composed anew on each look. At approval
    it takes the county's next number and ``payload`` holds every word of the paper for good;
    a trigger keeps it so. A mistake found later is another notice whose ``withdraws`` is this.
    """

    form = models.CharField(max_length=20, choices=NoticeForm)
    state = models.CharField(max_length=20, choices=NoticeState, default=S.DRAFT)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, "notices")
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, "notices")
    campaign = models.ForeignKey(
        "inspections.Campaign", models.PROTECT, "notices", null=True, blank=True
    )
    acted_on = models.DateField(help_text="day of the act: the day of the visit that saw it")
    limit_count = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="length of the limit in limit_unit; null on a withdrawal"
    )
    limit_unit = models.CharField(max_length=20, choices=LimitUnit, blank=True)
    added_order = models.TextField(blank=True, help_text="one more order in the officer's words")
    return_reason = models.TextField(blank=True, help_text="why it was last given back")

    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    endorsed_at = models.DateTimeField(null=True, blank=True)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )

    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=60, null=True, blank=True)
    token = models.CharField(
        max_length=40, null=True, blank=True, unique=True, help_text="opens the public page"
    )
    payload = models.JSONField(null=True, blank=True, help_text="what the paper says, frozen")

    document = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    print_error = models.TextField(blank=True, help_text="why the last printing was stopped")

    served_on = models.DateField(null=True, blank=True, help_text="day the service took effect")
    due_on = models.DateField(null=True, blank=True, help_text="last day of the limit")
    due_is_provisional = models.BooleanField(
        default=False, help_text="the official calendar of that year was not yet known"
    )
    calendar_known_until = models.DateField(
        null=True, blank=True, help_text="last day of the calendar the due date was computed with"
    )

    withdraws = models.ForeignKey("self", models.PROTECT, "withdrawals", null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    void_reason = models.TextField(blank=True, default="", db_default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "通知书"
        indexes = [
            models.Index("state", "due_on", name="notice_by_state_and_due"),
            models.Index("campaign", "form", "state", name="notice_by_campaign"),
            GinIndex(Grams(Folded("number")), name="notice_by_words", fastupdate=False),
        ]
        constraints = [
            models.UniqueConstraint("number", name="notice_number_is_given_once"),
            models.UniqueConstraint(
                "form", "year", "serial", name="notice_serial_is_given_once_per_form_and_year"
            ),
            models.UniqueConstraint(
                "visit",
                "form",
                name="one_live_notice_per_visit_and_form",
                condition=~Q(state__in=(*TAKEN_BACK, S.DISCARDED))
                & ~Q(form__in=(NoticeForm.WITHDRAWAL, *ON_SITE)),
            ),
            models.UniqueConstraint(
                "withdraws",
                name="one_live_withdrawal_per_notice",
                condition=~Q(state=S.DISCARDED) & Q(withdraws__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_submitted_has_moment_and_person",
                condition=all_or_none("submitted_at", "submitted_by"),
            ),
            models.CheckConstraint(
                name="notice_endorsed_has_moment_and_person",
                condition=all_or_none("endorsed_at", "endorsed_by"),
            ),
            models.CheckConstraint(
                name="notice_approved_has_moment_and_person",
                condition=all_or_none("approved_at", "approved_by"),
            ),
            models.CheckConstraint(
                name="notice_closed_has_moment_and_person",
                condition=all_or_none("closed_at", "closed_by"),
            ),
            models.CheckConstraint(
                name="notice_has_number_and_payload_from_approval_on",
                condition=Q(
                    state__in=BEFORE_APPROVAL,
                    number__isnull=True,
                    year__isnull=True,
                    serial__isnull=True,
                    token__isnull=True,
                    payload__isnull=True,
                    approved_at__isnull=True,
                )
                | (
                    ~Q(state__in=BEFORE_APPROVAL)
                    & Q(
                        number__isnull=False,
                        year__isnull=False,
                        serial__isnull=False,
                        token__isnull=False,
                        payload__isnull=False,
                        approved_at__isnull=False,
                        submitted_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="notice_draft_waits_for_nobody",
                condition=~Q(state=S.DRAFT)
                | Q(submitted_at__isnull=True, endorsed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_waiting_was_submitted",
                condition=~Q(state__in=(S.SUBMITTED, S.ENDORSED)) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_stop_is_endorsed_before_approval",
                condition=~(
                    Q(state=S.ENDORSED) | (Q(form=NoticeForm.STOP) & Q(approved_at__isnull=False))
                )
                | Q(endorsed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_paper_has_file_and_moment",
                condition=Q(document__isnull=True, printed_at__isnull=True)
                | Q(document__isnull=False, printed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_printed_has_paper",
                condition=~Q(state__in=(S.PRINTED, *RUNNING, S.CLOSED))
                | Q(document__isnull=False)
                | Q(form__in=ON_SITE),
            ),
            models.CheckConstraint(
                name="notice_served_has_day_and_due_date",
                condition=~Q(state__in=(*RUNNING, S.CLOSED))
                | Q(served_on__isnull=False, due_on__isnull=False)
                | Q(served_on__isnull=False, form__in=TELLING),
            ),
            models.CheckConstraint(
                name="notice_due_after_service",
                condition=Q(due_on__isnull=True) | Q(due_on__gt=F("served_on")),
            ),
            models.CheckConstraint(
                name="notice_closed_when_state_says_so",
                condition=Q(state=S.CLOSED, closed_at__isnull=False)
                | (~Q(state=S.CLOSED) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notice_withdrawn_when_state_says_so",
                condition=Q(state=S.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=S.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notice_voided_has_moment_person_and_reason",
                condition=Q(state=S.VOIDED, voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason="")
                | (
                    ~Q(state=S.VOIDED)
                    & Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                ),
            ),
            models.CheckConstraint(
                name="only_a_paper_that_was_not_served_is_voided",
                condition=~Q(state=S.VOIDED)
                | (Q(served_on__isnull=True) & ~Q(form=NoticeForm.WITHDRAWAL)),
            ),
            models.CheckConstraint(
                name="notice_approver_is_neither_drafter_nor_endorser",
                condition=Q(approved_by__isnull=True)
                | (
                    ~Q(approved_by=F("drafted_by"))
                    & (Q(endorsed_by__isnull=True) | ~Q(approved_by=F("endorsed_by")))
                ),
            ),
            models.CheckConstraint(
                name="notice_endorser_is_not_drafter",
                condition=Q(endorsed_by__isnull=True) | ~Q(endorsed_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="notice_form_decides_limit_and_withdrawn_notice",
                condition=Q(
                    form=NoticeForm.WITHDRAWAL,
                    withdraws__isnull=False,
                    limit_count__isnull=True,
                    limit_unit="",
                )
                & ~Q(withdrawal_reason="")
                | Q(
                    form=NoticeForm.RESULT,
                    withdraws__isnull=True,
                    limit_count__isnull=True,
                    limit_unit="",
                )
                | (
                    ~Q(form__in=TELLING)
                    & Q(withdraws__isnull=True, limit_count__gt=0)
                    & ~Q(limit_unit="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_form_display()}（稿{self.pk}）"

    @property
    def is_withdrawal(self) -> bool:
        return self.form == NoticeForm.WITHDRAWAL

    @property
    def orders_something(self) -> bool:
        """A limit runs after it; a withdrawal and a result only tell."""
        return self.form not in TELLING

    @property
    def is_made_out_on_site(self) -> bool:
        return self.form in ON_SITE

    @property
    def needs_bureau_head(self) -> bool:
        """A stop notice, and the paper that takes one back, go on to the bureau head."""
        about = self.withdraws or self
        return about.form == NoticeForm.STOP

    @property
    def is_approved(self) -> bool:
        return self.number is not None

    @property
    def paper(self) -> dict[str, Any]:
        """What the approved paper says. Only after approval."""
        assert self.payload is not None, "a draft says nothing yet: compose it"
        return dict(self.payload)

    @property
    def approved_on(self) -> date:
        """The date on the paper. Only after approval."""
        assert self.approved_at is not None, "not approved yet"
        return localdate(self.approved_at)

    @property
    def last_day(self) -> date:
        """The last day of the limit. Only after the service of an order."""
        assert self.due_on is not None, "no limit runs before the service"
        return self.due_on


class NoticeFinding(CountyModel):
    """One finding that a notice orders to be put right, in the order of the paper."""

    notice = models.ForeignKey(Notice, models.CASCADE, "notice_findings")
    finding = models.ForeignKey("inspections.Finding", models.PROTECT, "notice_findings")
    no = models.PositiveSmallIntegerField(help_text="1, 2, 3 … on the paper")

    class Meta:
        ordering = ("notice", "no")
        constraints = [
            models.UniqueConstraint("notice", "no", name="one_finding_per_place_on_the_paper"),
            models.UniqueConstraint("notice", "finding", name="a_finding_stands_once_on_a_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 第{self.no}项"


class NoticeCounter(CountyModel):
    """The last number given for one form in one year. Locked while a number is taken.

    A trigger lets it grow by one at a time only, so a gap cannot be made by a slip.
    """

    form = models.CharField(max_length=20, choices=NoticeForm)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "year", name="one_counter_per_form_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.year}：{self.last}"
