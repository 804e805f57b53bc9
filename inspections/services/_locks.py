"""The rows that verbs hold while they decide."""

from __future__ import annotations

from common.errors import NotFound
from inspections.models import CampaignTarget, Visit


def locked_visit(visit_id: int) -> Visit:
    """The visit, held until the transaction ends. Raises NotFound."""
    visit = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution", "checklist", "campaign")
        .filter(pk=visit_id)
        .first()
    )
    if visit is None:
        raise NotFound(what="这次检查")
    return visit


def locked_target(target_id: int) -> CampaignTarget:
    """The campaign's target, held until the transaction ends. Raises NotFound."""
    target = (
        CampaignTarget.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution", "campaign")
        .filter(pk=target_id)
        .first()
    )
    if target is None:
        raise NotFound(what="名单上的这家机构")
    return target
