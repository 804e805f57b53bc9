"""The case itself, what it is about, its steps and the counter of its number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from cases.models.parties import Party
from cases.states import (
    BEFORE_FILING,
    IN_PROCEDURE,
    OFFICER_ACTIONS,
    PLAIN_ACTIONS,
    CaseState,
    ClueSource,
    LawOf,
    Matter,
    OpinionLevel,
    case_moves,
)
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = CaseState
_PERSON = settings.AUTH_USER_MODEL
LIMITATIONS = (2, 5)


class CaseQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """All of the county's cases, for whoever may see cases at all."""
        return self if user.has(Permission.CASE_VIEW) else self.none()

    def in_procedure(self) -> Self:
        """Filed, and not yet decided, withdrawn or given away."""
        return self.filter(state__in=IN_PROCEDURE)

    def undecided_since(self, as_of: date, least: int, most: int | None) -> Self:
        """In procedure, and filed so many days before ``as_of``; ``most`` None: or longer ago."""
        rows = self.in_procedure().filter(filed_on__lte=as_of - timedelta(days=least))
        return rows if most is None else rows.filter(filed_on__gte=as_of - timedelta(days=most))

    def open(self) -> Self:
        return self.exclude(state__in=(S.CLOSED, S.ARCHIVED, S.NOT_FILED))


class Case(CountyModel):
    """One penalty case (行政处罚案件), from the clue to the archived file.

    Its number is taken when its filing is approved. ``acted_from`` and ``acted_until`` are the
    days of the act; ``found_on`` the day on which the authority came to know of it, which the
    limitation of art. 36 looks at. ``step_count`` counts the steps below: the database lets the
    state change only together with a step that tells of it.
    """

    state = models.CharField(max_length=16, choices=CaseState, default=S.CLUE)
    cause = models.CharField(max_length=200, help_text="案由: in a few words, what was done")
    source = models.CharField(max_length=12, choices=ClueSource)
    source_text = models.TextField(help_text="the clue: what was reported or found")
    clue = models.OneToOneField(
        "enforcement.Clue", models.PROTECT, related_name="case", null=True, blank=True
    )
    informant_is_named = models.BooleanField(
        default=False, help_text="a reporter with a real name is told when nothing is filed"
    )
    party = models.OneToOneField(
        Party, models.PROTECT, related_name="case", null=True, blank=True, help_text="null: unknown"
    )
    acted_from = models.DateField(null=True, blank=True)
    acted_until = models.DateField(null=True, blank=True, help_text="last day of the act")
    found_on = models.DateField()
    limitation_years = models.PositiveSmallIntegerField(default=2, help_text="2, or 5 by art. 36")
    limitation_reason = models.TextField(blank=True, help_text="why five years")
    check_result = models.TextField(blank=True, help_text="what the check of the clue brought")
    proposes_filing = models.BooleanField(null=True, blank=True)

    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=60, null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True, help_text="day the filing was approved")
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    # Guard 6: somebody asked what other departments fined for the same act.
    fines_checked_at = models.DateTimeField(null=True, blank=True)
    fines_checked_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    fines_checked_how = models.TextField(blank=True)
    step_count = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "案件"
        indexes = [models.Index("state", "filed_on", name="case_by_state_and_filing")]
        constraints = [
            models.UniqueConstraint("number", name="case_number_is_given_once"),
            models.UniqueConstraint("year", "serial", name="case_serial_is_given_once_per_year"),
            models.CheckConstraint(
                name="case_says_what_it_is_about", condition=~Q(cause="") & ~Q(source_text="")
            ),
            models.CheckConstraint(
                name="clue_of_a_visit_is_the_source_inspection",
                condition=Q(clue__isnull=True) | Q(source=ClueSource.INSPECTION),
            ),
            models.CheckConstraint(
                name="case_act_ends_after_it_begins",
                condition=all_or_none("acted_from", "acted_until")
                & (Q(acted_until__isnull=True) | Q(acted_until__gte=F("acted_from"))),
            ),
            models.CheckConstraint(
                name="case_limitation_is_two_years_or_five_with_a_reason",
                condition=Q(limitation_years=2, limitation_reason="")
                | (Q(limitation_years=5) & ~Q(limitation_reason="")),
            ),
            models.CheckConstraint(
                name="case_filed_has_moment_and_person",
                condition=all_or_none("filed_at", "filed_by"),
            ),
            models.CheckConstraint(
                name="case_has_number_party_and_act_from_filing_on",
                condition=Q(
                    state__in=BEFORE_FILING,
                    number__isnull=True,
                    year__isnull=True,
                    serial__isnull=True,
                    filed_on__isnull=True,
                    filed_at__isnull=True,
                )
                | Q(state__in=(S.TRANSFERRED, S.CLOSED, S.ARCHIVED), number__isnull=True)
                | Q(
                    number__isnull=False,
                    year__isnull=False,
                    serial__isnull=False,
                    filed_on__isnull=False,
                    filed_at__isnull=False,
                    party__isnull=False,
                    acted_until__isnull=False,
                )
                & ~Q(state__in=BEFORE_FILING),
            ),
            models.CheckConstraint(
                name="case_checked_says_what_was_found_and_proposes",
                condition=Q(state=S.CLUE)
                | (~Q(check_result="") & Q(proposes_filing__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_fines_checked_has_moment_person_and_way",
                condition=Q(
                    fines_checked_at__isnull=True,
                    fines_checked_by__isnull=True,
                    fines_checked_how="",
                )
                | (
                    Q(fines_checked_at__isnull=False, fines_checked_by__isnull=False)
                    & ~Q(fines_checked_how="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or f'线索{self.pk}'}“{self.cause}”"


class CaseViolation(CountyModel):
    """One violation that a case is about, in the wording of the day of the act.

    ``violation`` is a dated row of the catalogue: its version is the one frozen here. Where the
    law changed since and cannot be compared, ``chosen`` says which one applies.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="violations")
    violation = models.ForeignKey("policies.Violation", models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    chosen = models.CharField(
        max_length=4, choices=LawOf.choices[:2], blank=True, help_text="law chosen (art. 37)"
    )
    chosen_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("case", "no")
        verbose_name = "涉嫌违法情形"
        constraints = [
            models.CheckConstraint(
                name="law_of_a_violation_is_chosen_with_a_reason",
                condition=Q(chosen="", chosen_reason="")
                | (Q(chosen__in=(LawOf.THEN, LawOf.NOW)) & ~Q(chosen_reason="")),
            ),
            models.UniqueConstraint("case", "violation", name="a_violation_stands_once_in_a_case"),
            models.UniqueConstraint("case", "no", name="one_violation_per_place_in_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.violation.code}"


class CaseCounter(CountyModel):
    """The last case number of a year. Locked while one is taken; it grows by one at a time."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "立案号计数"

    def __str__(self) -> str:
        return f"{self.year}：{self.last}"


def _is_a_move() -> Q:
    moves = Q(action__in=PLAIN_ACTIONS, source=F("target"))
    for action, source, target in case_moves():
        moves |= Q(action=action, source=source, target=target)
    return moves


class CaseStep(CountyModel):
    """One thing that happened in a case, with its day: the timeline. Written once, for good.

    A step either moves the case from ``source`` to ``target`` or leaves it where it is (both
    the same). What officers do needs two of them with a certificate of that day (StepOfficer).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    no = models.PositiveIntegerField(help_text="1, 2, 3 … without a gap")
    action = models.CharField(max_length=24)
    source = models.CharField(max_length=16, choices=CaseState)
    target = models.CharField(max_length=16, choices=CaseState)
    happened_on = models.DateField()
    text = models.TextField(blank=True, help_text="what the timeline says of it")
    needs_officers = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("case", "no")
        verbose_name = "办案步骤"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_step_per_number_of_a_case"),
            models.CheckConstraint(name="case_step_is_a_move_of_the_table", condition=_is_a_move()),
            models.CheckConstraint(
                name="case_step_of_officers_needs_officers",
                condition=Q(action__in=OFFICER_ACTIONS, needs_officers=True)
                | (~Q(action__in=OFFICER_ACTIONS) & Q(needs_officers=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 第{self.no}步"


class CaseOpinion(CountyModel):
    """One opinion block of an approval form: who, at which level, agreed or not, when.

    ``round`` counts anew when a matter is given back and comes again.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    matter = models.CharField(max_length=12, choices=Matter)
    round = models.PositiveSmallIntegerField(default=1)
    level = models.CharField(max_length=8, choices=OpinionLevel)
    agrees = models.BooleanField()
    text = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("pk",)
        verbose_name = "审批意见"
        constraints = [
            models.UniqueConstraint(
                "case",
                "matter",
                "round",
                "given_by",
                name="one_person_gives_one_opinion_on_a_matter",
            ),
            models.CheckConstraint(name="opinion_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}：{self.get_level_display()}意见"
