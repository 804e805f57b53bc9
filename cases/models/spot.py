"""The penalty on the spot (当场行政处罚, summary procedure): its own short way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from cases.models.parties import Party
from cases.states import CashGround, PartyKind, PenaltyKind, SpotState
from common.db import all_or_none
from common.money import yuan
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

_PERSON = settings.AUTH_USER_MODEL
K, C = PenaltyKind, CashGround
# In fen. Penalty Law art. 51: 200 yuan on a citizen, 3,000 on an organisation; art. 68: 100.
MOST_PERSON_FEN, MOST_ORGANISATION_FEN, MOST_CASH_FEN = 200_00, 3_000_00, 100_00


class SpotPenaltyQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.CASE_VIEW) else self.none()


class SpotPenalty(CountyModel):
    """One penalty decided on the spot (D38): a warning, or a fine within the limits of art. 51.

    Handed over at once; a refusal to sign is noted. Reported to the bureau for record (备案).
    A fine that was taken in cash is handed in within two working days, and paid in by the
    bureau within two more (arts. 68 to 71). Never inside another case, never anything heavier.
    """

    state = models.CharField(max_length=10, choices=SpotState, default=SpotState.ISSUED)
    party = models.OneToOneField(Party, models.PROTECT, related_name="spot_penalty")
    party_kind = models.CharField(max_length=12, choices=PartyKind)
    violation = models.ForeignKey("policies.Violation", models.PROTECT, related_name="+")
    acted_on = models.DateField()
    place = models.CharField(max_length=300)
    facts = models.TextField()
    kind = models.CharField(max_length=3, choices=PenaltyKind)
    amount_fen = models.BigIntegerField(null=True, blank=True)
    decided_on = models.DateField()
    refusal_note = models.CharField(max_length=300, blank=True, help_text="party did not sign")
    cash_ground = models.CharField(max_length=12, choices=CashGround, blank=True, default=C.NONE)
    cash_receipt_no = models.CharField(max_length=60, blank=True, help_text="official receipt")
    cash_request = models.TextField(blank=True, help_text="the party's own words, remote area")
    handed_in_on = models.DateField(null=True, blank=True, help_text="to the bureau")
    banked_on = models.DateField(null=True, blank=True, help_text="to the bank")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, "+")
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(_PERSON, models.PROTECT, "+", null=True, blank=True)

    objects = SpotPenaltyQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "当场处罚"
        constraints = [
            models.CheckConstraint(
                name="on_the_spot_only_a_warning_or_a_small_fine",
                condition=Q(kind=K.P1, amount_fen__isnull=True)
                | Q(
                    kind=K.P3,
                    party_kind=PartyKind.PERSON,
                    amount_fen__gt=0,
                    amount_fen__lte=MOST_PERSON_FEN,
                )
                | Q(
                    kind=K.P3,
                    party_kind__in=(PartyKind.INSTITUTION, PartyKind.ORGANISATION),
                    amount_fen__gt=0,
                    amount_fen__lte=MOST_ORGANISATION_FEN,
                ),
            ),
            models.CheckConstraint(
                name="spot_penalty_says_facts_and_place", condition=~Q(facts="") & ~Q(place="")
            ),
            models.CheckConstraint(
                name="cash_is_taken_on_a_ground_against_a_receipt",
                condition=Q(cash_ground=C.NONE, cash_receipt_no="", handed_in_on__isnull=True)
                | (
                    Q(kind=K.P3)
                    & ~Q(cash_receipt_no="")
                    & (
                        Q(cash_ground=C.SMALL, amount_fen__lte=MOST_CASH_FEN)
                        | Q(cash_ground=C.HARD_LATER)
                        | (Q(cash_ground=C.REMOTE) & ~Q(cash_request=""))
                    )
                ),
            ),
            models.CheckConstraint(
                name="cash_goes_to_the_bureau_then_to_the_bank",
                condition=(Q(handed_in_on__isnull=True) | Q(handed_in_on__gte=F("decided_on")))
                & (Q(banked_on__isnull=True) | Q(banked_on__gte=F("handed_in_on"))),
            ),
            models.CheckConstraint(
                name="spot_penalty_reported_has_moment_and_person",
                condition=all_or_none("reported_at", "reported_by"),
            ),
            models.CheckConstraint(
                name="spot_penalty_reported_when_state_says_so",
                condition=Q(state=SpotState.REPORTED, reported_at__isnull=False)
                | Q(state=SpotState.ISSUED, reported_at__isnull=True),
            ),
            models.CheckConstraint(
                name="spot_penalty_is_decided_on_the_day_of_the_act",
                condition=Q(acted_on__lte=F("decided_on")),
            ),
        ]

    def __str__(self) -> str:
        money = f"{yuan(self.amount_fen)}元" if self.amount_fen else ""
        return f"当场处罚{self.pk}（{self.get_kind_display()}{money}）"


class SpotOfficer(CountyModel):
    """One of the two officers on the spot, certificate frozen. Written once."""

    penalty = models.ForeignKey(SpotPenalty, models.PROTECT, related_name="officers")
    user = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    certificate = models.ForeignKey("accounts.OfficerCertificate", models.PROTECT, "+")
    certificate_no = models.CharField(max_length=40)
    certificate_from = models.DateField()
    certificate_until = models.DateField()

    class Meta:
        ordering = ("pk",)
        verbose_name = "当场处罚执法人员"
        constraints = [
            models.UniqueConstraint(
                "penalty", "user", name="an_officer_stands_once_in_a_spot_penalty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}（{self.certificate_no}）"
