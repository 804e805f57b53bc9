"""Discussion, decision and the penalties it decides; fines of others for the same act."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.cases import Case
from cases.models.findings import InvestigationReport
from cases.models.notices import LAW_HELP, PriorNotice
from cases.models.penalties import Penalty, penalty_rules
from cases.states import DecisionKind, DecisionState, Leniency
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet

_PERSON = settings.AUTH_USER_MODEL
D, K, L = DecisionState, DecisionKind, Leniency


class Discussion(CountyModel):
    """One collective discussion by the heads (D34): who said what, what came out. Written once.

    Source: Penalty Law art. 57: for complex cases and major violations.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="discussions")
    no = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    conclusion = models.TextField()
    recorder = models.ForeignKey(_PERSON, models.PROTECT, "+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")

    class Meta:
        ordering = ("case", "no")
        verbose_name = "集体讨论"
        constraints = [
            models.UniqueConstraint("case", "no", name="one_discussion_per_number_of_a_case"),
            models.CheckConstraint(
                name="discussion_has_place_and_conclusion",
                condition=~Q(place="") & ~Q(conclusion=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.held_on:%Y-%m-%d}集体讨论"


class DiscussionMember(CountyModel):
    """One head who took part, with the opinion that stands in the record. Written once."""

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="members")
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    opinion = models.TextField()

    class Meta:
        ordering = ("pk",)
        verbose_name = "集体讨论参加人"
        constraints = [
            models.UniqueConstraint("discussion", "person", name="a_head_stands_once_in_a_record"),
            models.CheckConstraint(name="each_head_says_something", condition=~Q(opinion="")),
        ]

    def __str__(self) -> str:
        return f"{self.person.full_name}：{self.opinion[:30]}"


class OtherFine(CountyModel):
    """A fine that another department decided about the same party, to be answered before ours.

    ``is_same_act`` null while nobody answered. Same act and fined: no second fine (art. 29).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="other_fines")
    department = models.CharField(max_length=100)
    decision_no = models.CharField(max_length=80)
    decided_on = models.DateField()
    amount_fen = models.BigIntegerField()
    about = models.TextField(help_text="which act it was decided for")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    is_same_act = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="why it is, or is not, the same act")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    class Meta:
        ordering = ("decided_on", "pk")
        verbose_name = "其他部门罚款"
        constraints = [
            models.UniqueConstraint(
                "case", "department", "decision_no", name="a_fine_of_others_is_noted_once"
            ),
            models.CheckConstraint(
                name="fine_of_others_says_who_how_much_and_for_what",
                condition=~Q(department="")
                & ~Q(decision_no="")
                & ~Q(about="")
                & Q(amount_fen__gt=0),
            ),
            models.CheckConstraint(
                name="other_fine_answered_has_moment_and_person",
                condition=all_or_none("answered_at", "answered_by"),
            ),
            models.CheckConstraint(
                name="other_fine_answered_says_whether_and_why",
                condition=Q(answered_at__isnull=True, is_same_act__isnull=True, answer="")
                | (Q(answered_at__isnull=False, is_same_act__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}{self.decision_no}"


class DecisionQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        return self.exclude(state=D.DISCARDED)

    def made(self) -> Self:
        return self.filter(state=D.APPROVED)


class Decision(CountyModel):
    """The decision of a case, of one of four kinds, from its draft (D35) to the head's word.

    ``ranges`` are the codes of the benchmark rows that were read; a fine outside them
    ``deviates`` and needs the second approval of another head. What the law asks before a
    penalty may be decided is kept by triggers: see migrations/0002. Sources: Penalty Law
    arts. 29, 30, 33, 36, 57, 58, 62, 64; guards 1 to 6 and 8.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    state = models.CharField(max_length=10, choices=DecisionState, default=D.DRAFT)
    report = models.ForeignKey(InvestigationReport, models.PROTECT, related_name="+")
    notice = models.ForeignKey(
        PriorNotice, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    facts = models.TextField()
    facts_digest = models.CharField(max_length=64)
    basis = models.TextField()
    reason = models.TextField(help_text="discretion: why this much, or why nothing")
    law = ArrayField(models.CharField(max_length=80), default=list, blank=True, help_text=LAW_HELP)
    statement_answer = models.TextField(blank=True, help_text="what became of the defence")
    performance = models.TextField(blank=True, help_text="way and time of performance")

    fine_min_fen = models.BigIntegerField(null=True, blank=True, help_text="range by benchmark")
    fine_max_fen = models.BigIntegerField(null=True, blank=True)
    benchmark_text = models.TextField(blank=True, help_text="tier, circumstance, source")
    ranges = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    deviates = models.BooleanField(default=False)
    deviation_reason = models.TextField(blank=True)
    deviation_approved_at = models.DateTimeField(null=True, blank=True)
    deviation_approved_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    is_lighter = models.BooleanField(default=False, help_text="从轻或者减轻")
    lighter_reason = models.TextField(blank=True)
    leniency = models.CharField(max_length=10, choices=Leniency, blank=True, default=L.NONE)
    is_first = models.BooleanField(default=False, help_text="初次违法")
    is_slight = models.BooleanField(default=False, help_text="危害后果轻微")
    is_corrected = models.BooleanField(default=False, help_text="及时改正")
    first_checked_how = models.TextField(blank=True, help_text="how earlier violations were sought")
    education = models.TextField(blank=True, help_text="record of how the party was educated")
    educated_on = models.DateField(null=True, blank=True)

    penalty_count = models.PositiveSmallIntegerField(default=0, help_text="fixed at approval")
    return_reason = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    endorsed_at = models.DateTimeField(null=True, blank=True)
    endorsed_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True, help_text="day of the approval")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "处理决定"
        constraints = [
            models.UniqueConstraint(
                "case", name="one_standing_decision_per_case", condition=~Q(state=D.DISCARDED)
            ),
            models.CheckConstraint(
                name="decision_says_facts_basis_and_reason",
                condition=~Q(facts="") & ~Q(basis="") & ~Q(reason="") & ~Q(facts_digest=""),
            ),
            models.CheckConstraint(
                name="decision_endorsed_has_moment_and_person",
                condition=all_or_none("endorsed_at", "endorsed_by"),
            ),
            models.CheckConstraint(
                name="decision_approved_has_moment_and_person",
                condition=all_or_none("approved_at", "approved_by"),
            ),
            models.CheckConstraint(
                name="deviation_approved_has_moment_and_person",
                condition=all_or_none("deviation_approved_at", "deviation_approved_by"),
            ),
            models.CheckConstraint(
                name="decision_is_approved_by_a_third_person",
                condition=Q(approved_by__isnull=True)
                | (
                    Q(endorsed_by__isnull=False)
                    & ~Q(approved_by=F("drafted_by"))
                    & ~Q(approved_by=F("endorsed_by"))
                ),
            ),
            models.CheckConstraint(
                name="decision_is_endorsed_by_another",
                condition=Q(endorsed_by__isnull=True) | ~Q(endorsed_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="decision_has_what_its_state_says",
                condition=Q(state=D.APPROVED, approved_at__isnull=False, decided_on__isnull=False)
                | Q(state=D.ENDORSED, endorsed_at__isnull=False, approved_at__isnull=True)
                | Q(
                    state__in=(D.DRAFT, D.SUBMITTED, D.DISCARDED),
                    endorsed_at__isnull=True,
                    approved_at__isnull=True,
                    decided_on__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="only_a_penalty_rests_on_a_prior_notice",
                condition=Q(kind=K.PENALTY, notice__isnull=False)
                | (~Q(kind=K.PENALTY) & Q(notice__isnull=True)),
            ),
            models.CheckConstraint(
                name="decided_penalty_has_penalties",
                condition=~Q(state=D.APPROVED)
                | Q(kind=K.PENALTY, penalty_count__gt=0)
                | (~Q(kind=K.PENALTY) & Q(penalty_count=0)),
            ),
            models.CheckConstraint(
                name="fine_outside_the_range_has_reason_and_second_approval",
                condition=Q(deviates=False, deviation_reason="", deviation_approved_at__isnull=True)
                | (
                    Q(deviates=True)
                    & ~Q(deviation_reason="")
                    & (
                        ~Q(state=D.APPROVED)
                        | (
                            Q(deviation_approved_by__isnull=False)
                            & ~Q(deviation_approved_by=F("approved_by"))
                        )
                    )
                ),
            ),
            models.CheckConstraint(
                name="lighter_penalty_says_why",
                condition=Q(is_lighter=False, lighter_reason="")
                | (Q(is_lighter=True, kind=K.PENALTY) & ~Q(lighter_reason="")),
            ),
            models.CheckConstraint(
                name="no_penalty_for_a_minor_act_names_its_ground",
                condition=Q(kind=K.MINOR) & ~Q(leniency=L.NONE)
                | (~Q(kind=K.MINOR) & Q(leniency=L.NONE)),
            ),
            models.CheckConstraint(
                name="first_violation_is_spared_on_three_conditions",
                condition=~Q(leniency=L.FIRST)
                | (Q(is_first=True, is_slight=True, is_corrected=True) & ~Q(first_checked_how="")),
            ),
            models.CheckConstraint(
                name="who_is_spared_is_educated_and_that_is_recorded",
                condition=~Q(kind=K.MINOR, state=D.APPROVED)
                | (~Q(education="") & Q(educated_on__lte=F("decided_on"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}：{self.get_kind_display()}"


class DecidedPenalty(Penalty):
    """One penalty that a decision imposes; the only place where a closing order (P7) can stand.

    Never above the notice's of the same kind: a trigger compares. Fixed at approval.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="penalties")

    class Meta:
        ordering = ("decision", "kind")
        verbose_name = "处罚"
        constraints = [
            *penalty_rules("decided_penalty"),
            models.UniqueConstraint("decision", "kind", name="one_decided_penalty_per_kind"),
        ]
