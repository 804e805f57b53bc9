"""A paper made out on a form, and the counter of its number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from common.db import all_or_none
from papers.numbers import has_numbers, masked
from papers.states import BEFORE_APPROVAL, Approver, PaperState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = PaperState


class PaperQuerySet(CountyQuerySet):
    def awaiting_print(self) -> Self:
        """Approved, no paper yet: what a lost job or a restart leaves behind."""
        return self.filter(state=S.APPROVED)

    def numbered(self) -> Self:
        return self.filter(number__isnull=False)

    def visible_to(self, user: User) -> Self:
        """All of the county's papers, for whoever may see cases at all."""
        return self if user.has(Permission.CASE_VIEW) else self.none()


class OfficialPaper(CountyModel):
    """One paper made out on one edition of a form, from its draft to its end.

    ``facts`` are plain JSON and change while it is a draft. At approval the facts, the form and
    every word the paper says are frozen in ``payload``, from which alone it is printed, publicly
    as well. Numbers of persons stand in both encrypted (``papers.numbers``). A mistake found
    later is a new paper that names this one in ``supersedes``. A paper does not know its case;
    the thing knows its papers.
    """

    code = models.CharField(max_length=10, help_text="D36; see papers/forms")
    edition = models.DateField(help_text="of the form, fixed at approval")
    title = models.CharField(max_length=80)
    audience = models.CharField(max_length=12)
    layout = models.CharField(max_length=16)
    approver = models.CharField(max_length=10, choices=Approver, help_text="who approves the form")
    about = models.CharField(max_length=200, help_text="one phrase that names the thing: 案件 …")
    state = models.CharField(max_length=12, choices=PaperState, default=S.DRAFT)
    facts = models.JSONField(default=dict)

    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    dated_on = models.DateField(null=True, blank=True, help_text="the date on the paper")

    number_class = models.CharField(max_length=20, blank=True, help_text="empty: not numbered")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=60, null=True, blank=True)
    token = models.CharField(max_length=40, null=True, blank=True, unique=True)
    payload = models.JSONField(null=True, blank=True, help_text="what the paper says, frozen")

    document = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    print_error = models.TextField(blank=True, help_text="why the last printing was stopped")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the printed file")
    sm3 = models.CharField(max_length=64, blank=True, help_text="of the printed file, GB/T 32905")
    signature_level = models.CharField(max_length=10, blank=True, help_text="none, b-b, b-t, b-lta")

    supersedes = models.ForeignKey("self", models.PROTECT, "superseding", null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    void_reason = models.TextField(blank=True, default="")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = verbose_name_plural = "执法文书"
        indexes = [
            models.Index("state", "code", name="paper_by_state_and_form"),
            models.Index("number_class", "dated_on", name="paper_by_class_and_day"),
        ]
        constraints = [
            models.UniqueConstraint("number", name="paper_number_is_given_once"),
            models.UniqueConstraint(
                "number_class", "year", "serial", name="paper_serial_is_given_once_per_class"
            ),
            models.UniqueConstraint(
                "supersedes",
                name="one_live_paper_supersedes_another",
                condition=~Q(state__in=(S.DISCARDED, S.VOIDED)) & Q(supersedes__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_approved_has_moment_and_person",
                condition=all_or_none("approved_at", "approved_by"),
            ),
            models.CheckConstraint(
                name="paper_says_what_it_says_from_approval_on",
                condition=Q(
                    state__in=BEFORE_APPROVAL,
                    payload__isnull=True,
                    approved_at__isnull=True,
                    dated_on__isnull=True,
                    token__isnull=True,
                )
                | ~Q(state__in=BEFORE_APPROVAL)
                & Q(
                    payload__isnull=False,
                    approved_at__isnull=False,
                    dated_on__isnull=False,
                    token__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="paper_has_number_when_its_form_is_numbered",
                condition=Q(number__isnull=True, year__isnull=True, serial__isnull=True)
                & (Q(number_class="") | Q(state__in=BEFORE_APPROVAL))
                | Q(number__isnull=False, year__isnull=False, serial__gt=0)
                & ~Q(number_class="")
                & ~Q(state__in=BEFORE_APPROVAL),
            ),
            models.CheckConstraint(
                name="paper_is_not_approved_before_its_draft",
                condition=Q(approved_at__isnull=True) | Q(approved_at__gte=F("drafted_at")),
            ),
            # paper_is_not_dated_before_its_approval is written in SQL (migration 0002): a
            # migration cannot spell the time zone. So are paper_numbers_are_encrypted (0006)
            # and paper_telephones_are_encrypted (0008).
            models.CheckConstraint(
                name="paper_year_is_the_year_of_its_date",
                condition=Q(year__isnull=True) | Q(year=F("dated_on__year")),
            ),
            models.CheckConstraint(
                name="paper_printed_has_file_moment_and_digests",
                condition=Q(
                    document__isnull=True, printed_at__isnull=True, sha256="", signature_level=""
                )
                | Q(
                    document__isnull=False,
                    printed_at__isnull=False,
                    sha256__regex=r"^[0-9a-f]{64}$",
                )
                & ~Q(signature_level=""),
            ),
            models.CheckConstraint(
                name="paper_printed_when_state_says_so",
                condition=~Q(state=S.PRINTED) | Q(document__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_superseded_when_state_says_so",
                condition=Q(state=S.SUPERSEDED, superseded_at__isnull=False)
                | ~Q(state=S.SUPERSEDED) & Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="paper_voided_has_moment_person_and_reason",
                condition=Q(state=S.VOIDED, voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason="")
                | ~Q(state=S.VOIDED)
                & Q(voided_at__isnull=True, voided_by__isnull=True, void_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.number else f"{self.title}（编号{self.pk}）"

    @property
    def is_draft(self) -> bool:
        return self.state == S.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.payload is not None

    @property
    def view(self) -> dict[str, Any]:
        """The words of the approved paper, stars for the numbers of persons. Only after approval."""
        assert self.payload is not None, "a draft says nothing yet"
        return dict(masked(self.payload["view"]))

    @property
    def has_numbers(self) -> bool:
        """Does it bear an identity number or telephone of a person? Then a look leaves a trace."""
        return has_numbers(self.facts)

    @property
    def issued_on(self) -> date:
        """The date on the paper. Only after approval."""
        assert self.dated_on is not None, "not approved yet"
        return self.dated_on


class PaperCounter(CountyModel):
    """The last number given for one class in one year. Locked while a number is taken.

    Triggers let it grow by one at a time only, and let no year be taken up again once a later
    one has begun.
    """

    number_class = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "number_class", "year", name="one_counter_per_number_class_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number_class} {self.year}：{self.last}"
