"""The prior notice (D29, D30) and everything the party answers to it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.cases import Case
from cases.models.findings import InvestigationReport
from cases.models.penalties import Penalty, penalty_rules
from cases.roles import DeadlineRole
from cases.states import Adoption, HearingEnd, HearingState, NoticeState, WaivedRight
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL
S, H = NoticeState, HearingState
MOST_AGENTS = 2
LAW_HELP = "the row that applies to each violation, and whose law it is: V35@2018-12-29:then"


class PriorNoticeQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        """Approved, and no later one stands in its place. At most one per case."""
        return self.filter(state__in=(S.APPROVED, S.SERVED))


class PriorNotice(CountyModel):
    """One prior notice of the penalty that is proposed (D29), with or without a hearing (D30).

    ``facts_digest`` is the SHA-256 of the facts: a decision rests on the same. The periods are
    deadlines of the case that count from the day of the service, and read from them: a later
    calendar or a pause moves one day and not two. Source: Penalty Law arts. 44, 45, 62 to 64.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="prior_notices")
    report = models.ForeignKey(InvestigationReport, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=NoticeState, default=S.DRAFT)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="successor", null=True, blank=True
    )
    facts = models.TextField()
    facts_digest = models.CharField(max_length=64)
    basis = models.TextField()
    reason = models.TextField(help_text="discretion: why this much")
    law = ArrayField(models.CharField(max_length=80), default=list, blank=True, help_text=LAW_HELP)
    hearing_offered = models.BooleanField()
    hearing_ground = models.TextField(blank=True, help_text="which kind or which amount opens it")
    threshold_fen = models.BigIntegerField(help_text="larger amount of the county on that day")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True, help_text="the date on the paper")
    penalty_count = models.PositiveSmallIntegerField(default=0, help_text="fixed at approval")
    served_on = models.DateField(null=True, blank=True, help_text="day the service took effect")

    objects = PriorNoticeQuerySet.as_manager()

    class Meta:
        ordering = ("case", "no")
        verbose_name = "事先告知"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_prior_notice_per_number_of_a_case"),
            models.UniqueConstraint(
                "case",
                name="one_standing_prior_notice_per_case",
                condition=Q(state__in=(S.APPROVED, S.SERVED)),
            ),
            models.UniqueConstraint(
                "case", name="one_draft_of_a_prior_notice_per_case", condition=Q(state=S.DRAFT)
            ),
            models.CheckConstraint(
                name="prior_notice_says_facts_basis_and_reason",
                condition=~Q(facts="") & ~Q(basis="") & ~Q(reason="") & ~Q(facts_digest=""),
            ),
            models.CheckConstraint(
                name="prior_notice_that_offers_a_hearing_says_why",
                condition=Q(hearing_offered=False, hearing_ground="")
                | (Q(hearing_offered=True) & ~Q(hearing_ground="")),
            ),
            models.CheckConstraint(
                name="prior_notice_approved_has_moment_and_person",
                condition=all_or_none("approved_at", "approved_by"),
            ),
            models.CheckConstraint(
                name="prior_notice_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="prior_notice_has_what_its_state_says",
                condition=Q(
                    state__in=(S.DRAFT, S.DISCARDED),
                    approved_at__isnull=True,
                    issued_on__isnull=True,
                    served_on__isnull=True,
                )
                | Q(
                    state__in=(S.APPROVED, S.SUPERSEDED),
                    approved_at__isnull=False,
                    issued_on__isnull=False,
                    served_on__isnull=True,
                )
                | Q(
                    state__in=(S.SERVED, S.SUPERSEDED),
                    approved_at__isnull=False,
                    served_on__gte=F("issued_on"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 事先告知{self.no}"

    @property
    def statement_until(self) -> date | None:
        """The last day to answer, as its deadline says today; None before the service."""
        return self._last_day(DeadlineRole.STATEMENT)

    @property
    def hearing_until(self) -> date | None:
        """The last day to ask for a hearing; None before the service, or if none is offered."""
        return self._last_day(DeadlineRole.HEARING_REQUEST) if self.hearing_offered else None

    def _last_day(self, role: str) -> date | None:
        if self.served_on is None:
            return None
        begun = self.case.deadlines.filter(role=role, deadline__counts_from_on=self.served_on)
        last: date | None = begun.aggregate(last=models.Max("deadline__due_on"))["last"]
        return last


class ProposedPenalty(Penalty):
    """One penalty that a prior notice proposes. Fixed once the notice is approved."""

    notice = models.ForeignKey(PriorNotice, models.PROTECT, related_name="penalties")

    class Meta:
        ordering = ("notice", "kind")
        verbose_name = "拟处罚"
        constraints = [
            *penalty_rules("proposed_penalty"),
            models.UniqueConstraint("notice", "kind", name="one_proposed_penalty_per_kind"),
        ]


class Statement(CountyModel):
    """One statement or defence of the party (D31), and what re-checking it brought.

    It must be heard and re-checked, and never makes the penalty heavier (art. 45).
    """

    notice = models.ForeignKey(PriorNotice, models.PROTECT, related_name="statements")
    made_on = models.DateField()
    made_by = models.CharField(max_length=100, help_text="the party or its agent")
    text = models.TextField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    recheck = models.TextField(blank=True, help_text="facts, reasons and evidence re-checked")
    adoption = models.CharField(max_length=8, choices=Adoption, blank=True)
    rechecked_at = models.DateTimeField(null=True, blank=True)
    rechecked_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("made_on", "pk")
        verbose_name = "陈述申辩"
        constraints = [
            models.CheckConstraint(
                name="statement_says_something_by_somebody",
                condition=~Q(text="") & ~Q(made_by=""),
            ),
            models.CheckConstraint(
                name="statement_rechecked_has_moment_and_person",
                condition=all_or_none("rechecked_at", "rechecked_by"),
            ),
            models.CheckConstraint(
                name="statement_rechecked_says_what_and_whether_adopted",
                condition=Q(rechecked_at__isnull=True, recheck="", adoption="")
                | (Q(rechecked_at__isnull=False) & ~Q(recheck="") & ~Q(adoption="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.made_on:%Y-%m-%d}陈述申辩"


class Waiver(CountyModel):
    """That the party clearly gave up one right. Signed, or in a record that it signed."""

    notice = models.ForeignKey(PriorNotice, models.PROTECT, related_name="waivers")
    right = models.CharField(max_length=10, choices=WaivedRight)
    waived_on = models.DateField()
    waived_by = models.CharField(max_length=100)
    text = models.TextField(help_text="the words of the party")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, "+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("pk",)
        verbose_name = "放弃权利"
        constraints = [
            models.UniqueConstraint("notice", "right", name="a_right_is_waived_once"),
            models.CheckConstraint(
                name="waiver_says_who_in_which_words", condition=~Q(text="") & ~Q(waived_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 放弃{self.get_right_display()}"


class Hearing(CountyModel):
    """One hearing (听证): asked for, called, held with its record, or ended.

    ``earliest_on`` is the first day on which it may be held: the call must reach the party
    seven working days before. The chair is no officer of the case: a trigger keeps that.
    Source: Penalty Law arts. 63 to 65; forms D32, D33.
    """

    notice = models.OneToOneField(PriorNotice, models.PROTECT, related_name="hearing")
    state = models.CharField(max_length=10, choices=HearingState, default=H.REQUESTED)
    requested_on = models.DateField()
    requested_by_name = models.CharField(max_length=100, help_text="the party or its agent")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    chair = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    clerk = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    call_served_on = models.DateField(null=True, blank=True)
    earliest_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True, help_text="called for, then held on")
    place = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=True)
    closed_reason = models.CharField(max_length=200, blank=True, help_text="secret or privacy")
    agents = models.JSONField(default=list, blank=True, help_text="names, two at most")
    record = models.TextField(blank=True, help_text="D33, in the words that were signed")
    record_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, "+", null=True, blank=True
    )
    report = models.TextField(blank=True, help_text="the chair's report and opinion")
    ending = models.CharField(max_length=12, choices=HearingEnd, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_text = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "听证"
        constraints = [
            models.CheckConstraint(
                name="hearing_agents_are_two_at_most",
                condition=Q(agents__0__isnull=True)
                | Q(agents__1__isnull=True)
                | Q(agents__2__isnull=True),
            ),
            models.CheckConstraint(
                name="hearing_behind_doors_says_why",
                condition=Q(is_public=True, closed_reason="")
                | (Q(is_public=False) & ~Q(closed_reason="")),
            ),
            models.CheckConstraint(
                name="hearing_chair_is_not_the_clerk",
                condition=Q(chair__isnull=True) | ~Q(chair=F("clerk")),
            ),
            models.CheckConstraint(
                name="hearing_is_not_held_before_its_earliest_day",
                condition=Q(held_on__isnull=True)
                | Q(
                    call_served_on__gte=F("requested_on"),
                    earliest_on__gt=F("call_served_on"),
                    held_on__gte=F("earliest_on"),
                ),
            ),
            models.CheckConstraint(
                name="hearing_has_what_its_state_says",
                condition=Q(state=H.REQUESTED, chair__isnull=True, held_on__isnull=True, ending="")
                | Q(
                    state=H.CALLED, chair__isnull=False, held_on__isnull=False, ending="", record=""
                )
                | Q(state=H.HELD, chair__isnull=False, held_on__isnull=False, ending="")
                & ~Q(record="")
                & ~Q(report="")
                | Q(state=H.ENDED, ended_on__isnull=False) & ~Q(ending="") & ~Q(ended_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 听证（{self.get_state_display()}）"
