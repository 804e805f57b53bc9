"""What a finding leads to beside an order: a recorded clue, a proposed transfer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from common.db import all_or_none
from enforcement.states import OutcomeState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class OutcomeQuerySet(CountyQuerySet):
    def standing(self) -> Self:
        return self.exclude(state=OutcomeState.WITHDRAWN)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.NOTICE_VIEW) else self.none()


class _Outcome(CountyModel):
    """What both kinds share: from which finding, in which words, taken back with a reason."""

    text = models.TextField(help_text="the facts, in the words of whoever recorded it")
    state = models.CharField(max_length=10, choices=OutcomeState, default=OutcomeState.RECORDED)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    withdraw_reason = models.CharField(max_length=200, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        abstract = True


def _rules(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(name=f"{name}_says_something", condition=~Q(text="")),
        models.CheckConstraint(
            name=f"{name}_withdrawn_has_moment_and_person",
            condition=all_or_none("withdrawn_at", "withdrawn_by"),
        ),
        models.CheckConstraint(
            name=f"{name}_withdrawn_only_when_so_and_why",
            condition=(
                Q(state=OutcomeState.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdraw_reason="")
            )
            | (~Q(state=OutcomeState.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdraw_reason="")),
        ),
    ]


class Clue(_Outcome):
    """A clue (线索) that a finding gave: whether a case is filed is decided by later work.

    Source: case sources are registered on receipt (form D10, 案件来源登记表).
    """

    finding = models.ForeignKey("inspections.Finding", models.PROTECT, related_name="clues")

    class Meta(_Outcome.Meta):
        abstract = False
        ordering = ("-pk",)
        verbose_name = "线索"
        constraints = [
            *_rules("clue"),
            models.UniqueConstraint(
                "finding",
                name="one_standing_clue_per_finding",
                condition=~Q(state=OutcomeState.WITHDRAWN),
            ),
        ]

    def __str__(self) -> str:
        return f"线索{self.pk}：{self.text[:30]}"


class TransferProposal(_Outcome):
    """That a finding be transferred (移送) to the body whose case it is; decided by later work.

    Not the handing of a routed matter to a partner (inspections.route_finding): that asks for
    help with a visit, this gives a case away (form D24, 案件移送函).
    """

    finding = models.ForeignKey(
        "inspections.Finding", models.PROTECT, related_name="transfer_proposals"
    )
    receiver = models.CharField(max_length=100, help_text="the body it should go to")
    grounds = models.TextField(help_text="why it is not ours: power or jurisdiction")

    class Meta(_Outcome.Meta):
        abstract = False
        ordering = ("-pk",)
        verbose_name = "拟移送"
        constraints = [
            *_rules("transfer_proposal"),
            models.CheckConstraint(
                name="transfer_proposal_says_to_whom_and_why",
                condition=~Q(receiver="") & ~Q(grounds=""),
            ),
            models.UniqueConstraint(
                "finding",
                "receiver",
                name="one_standing_proposal_per_finding_and_receiver",
                condition=~Q(state=OutcomeState.WITHDRAWN),
            ),
        ]

    def __str__(self) -> str:
        return f"拟移送{self.receiver}：{self.text[:30]}"
