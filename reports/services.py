"""Verbs: figures are declared, problems are left open, a replay is noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import BadInput, NotFound
from inspections.models import Campaign
from reports.errors import FigureDeclaredBefore
from reports.models import CampaignReplay, DeclaredFigure, OpenProblem, ReplayStage


@dataclass(frozen=True, slots=True)
class FigureIn:
    """One declared figure: a value, or only words, or both."""

    key: str
    value: Decimal | None = None
    printed_as: str = ""


@transaction.atomic
def declare_figures(
    campaign_id: int, figures: Iterable[FigureIn], *, by: User, at: datetime
) -> list[DeclaredFigure]:
    """Store what was declared. The same figure again is no change; another value is refused.

    Raises NotAllowed, NotFound, BadInput, FigureDeclaredBefore; then nothing was stored.
    """
    require(by, Permission.REPORT_DECLARE)
    campaign = _locked(campaign_id)
    known = {figure.key: figure for figure in campaign.declared_figures.all()}
    new = []
    for figure in figures:
        before = known.get(figure.key)
        if figure.value is None and not figure.printed_as:
            raise BadInput(sentence=f"“{figure.key}”没有数值也没有原文，请至少填写一项。")
        if before is None:
            new.append(
                DeclaredFigure(
                    campaign=campaign,
                    key=figure.key,
                    value=figure.value,
                    printed_as=figure.printed_as,
                    declared_at=at,
                    declared_by=by,
                )
            )
        elif (before.value, before.printed_as) != (figure.value, figure.printed_as):
            raise FigureDeclaredBefore(key=figure.key, value=before.printed_as or before.value)
    made = DeclaredFigure.objects.bulk_create(new)
    if made:
        record("figures.declare", campaign, by=by, at=at, keys=[figure.key for figure in made])
    return made


@transaction.atomic
def leave_open(campaign_id: int, text: str, *, by: User, at: datetime) -> OpenProblem:
    """Note a problem that the campaign leaves open. The same words again are no change.

    Raises NotAllowed, NotFound.
    """
    require(by, Permission.REPORT_DECLARE)
    campaign = _locked(campaign_id)
    problem, is_new = OpenProblem.objects.get_or_create(
        campaign=campaign, text=text, defaults={"noted_at": at, "noted_by": by}
    )
    if is_new:
        record("problem.leave_open", campaign, by=by, at=at, text=text)
    return problem


def _locked(campaign_id: int) -> Campaign:
    """The campaign, locked: one declaration at a time. Raises NotFound."""
    held = Campaign.objects.select_for_update(of=("self",), no_key=True)
    campaign: Campaign | None = held.filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound(what="这个专项行动")
    return campaign


@transaction.atomic
def note_replay(campaign: Campaign, *, file_sha256: str, at: datetime) -> CampaignReplay:
    """The system's own: this file was played as far as its approved notices."""
    return CampaignReplay.objects.create(
        campaign=campaign, file_sha256=file_sha256, stage=ReplayStage.APPROVED, played_at=at
    )


@transaction.atomic
def finish_replay(replay_id: int, *, at: datetime) -> CampaignReplay:
    """The system's own: the replay's notices are served. Safe to repeat."""
    replay = CampaignReplay.objects.select_for_update().get(pk=replay_id)
    if replay.stage != ReplayStage.FINISHED:
        replay.stage = ReplayStage.FINISHED
        replay.save(update_fields=["stage"])
        record("campaign.replayed", replay.campaign, by=None, at=at, file=replay.file_sha256)
    return replay
