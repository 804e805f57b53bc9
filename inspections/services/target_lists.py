"""Many institutions are put on a campaign's list at once: by a filter, or from a list of names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from inspections.errors import NothingToAdd
from inspections.models import Campaign, CampaignTarget
from inspections.states import TargetGroup
from institutions.models import Institution
from institutions.states import InstitutionState

_NO_LICENCE = (InstitutionState.LEAD, InstitutionState.UNLICENSED)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a list: how many are new on it, how many stood there already."""

    new: int
    already: int


def group_of(institution: Institution) -> str:
    """The heading that counts it: its kind, or unlicensed while it has no licence."""
    if institution.state in _NO_LICENCE:
        return TargetGroup.UNLICENSED
    return TargetGroup(institution.kind)


@transaction.atomic
def add_targets(
    campaign_id: int, *, institution_ids: Iterable[int], by: User, at: datetime
) -> Added:
    """Put all of these institutions on the list; those that stand there stay as they are.

    One line of history says how many; each row says since when by the campaign's history.
    Raises NotAllowed, NotFound, NothingToAdd.
    """
    require(by, Permission.CAMPAIGN_MANAGE)
    campaign = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound(what="这个专项行动")
    wanted = list(Institution.objects.filter(pk__in=list(institution_ids)).order_by("pk"))
    if not wanted:
        raise NothingToAdd(why="没有符合条件的机构")
    listed = set(campaign.targets.values_list("institution_id", flat=True))
    new = [row for row in wanted if row.pk not in listed]
    CampaignTarget.objects.bulk_create(
        CampaignTarget(campaign=campaign, institution=row, group=group_of(row)) for row in new
    )
    if new:
        keys = [row.pk for row in new]
        record("campaign.add_targets", campaign, by=by, at=at, count=len(new), institutions=keys)
    return Added(len(new), len(wanted) - len(new))
