"""Red figures propose a visit; a person plans it by the rules on visits, or declines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import Department, User
from audit.services import record
from common.errors import NotFound
from draws.services import PlanWish, plan_or_merge
from funds.models import Alert, FundFinding
from funds.states import AlertLevel
from inspections.models import Campaign
from supervision.errors import SupervisionIncomplete
from supervision.models import FundVisit
from supervision.states import FUND_VISIT


def propose_visits(*, at: datetime) -> int:
    """Propose a visit for every red alert and finding that has no proposal. The system's verb.

    Of one alert or finding there is one proposal, however often this runs. Returns how many.
    """
    known = FundVisit.objects.all()
    alerts = Alert.objects.open().filter(level=AlertLevel.RED)
    findings = FundFinding.objects.open().filter(level=AlertLevel.RED)
    alerts = alerts.exclude(pk__in=known.filter(alert__isnull=False).values("alert"))
    findings = findings.exclude(pk__in=known.filter(finding__isnull=False).values("finding"))
    done = 0
    for alert in alerts.select_related("account__institution").order_by("pk"):
        done += _propose(alert, alert=alert, at=at)
    for finding in findings.with_subjects().order_by("pk"):
        done += _propose(finding, finding=finding, at=at)
    return done


@transaction.atomic
def accept_fund_visit(
    proposal_id: int,
    wish: PlanWish,
    *,
    planned_on: date,
    officer_ids: Sequence[int],
    campaign: Campaign | None = None,
    partner_departments: Sequence[Department] = (),
    merges: bool = True,
    by: User,
    at: datetime,
) -> FundVisit:
    """Plan the visit by the rules on visits; with ``merges``, join one that waits in these days.

    Raises NotFound, NotAllowed, WrongState, and everything that ``plan_or_merge`` refuses.
    """
    proposal = _locked(proposal_id)
    FUND_VISIT.apply(proposal, "accept", by=by, at=at)
    plan = plan_or_merge(
        proposal.institution_id,
        wish,
        merges=merges,
        planned_on=planned_on,
        officer_ids=officer_ids,
        campaign=campaign,
        partner_departments=partner_departments,
        by=by,
        at=at,
    )
    proposal.visit = plan.visit
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save(update_fields=["state", "visit", "decided_at", "decided_by"])
    return proposal


@transaction.atomic
def decline_fund_visit(proposal_id: int, *, reason: str, by: User, at: datetime) -> FundVisit:
    """No visit, with the reason.

    Raises NotFound, NotAllowed, WrongState, SupervisionIncomplete.
    """
    proposal = _locked(proposal_id)
    if not reason.strip():
        raise SupervisionIncomplete(thing=proposal, missing="不予安排的理由")
    FUND_VISIT.apply(proposal, "decline", by=by, at=at, reason=reason.strip())
    proposal.reason = reason.strip()
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    return proposal


@transaction.atomic
def _propose(
    thing: Alert | FundFinding,
    *,
    alert: Alert | None = None,
    finding: FundFinding | None = None,
    at: datetime,
) -> int:
    proposal, is_new = FundVisit.objects.get_or_create(
        alert=alert,
        finding=finding,
        defaults={
            "institution": thing.account.supervised,
            "sentence": thing.sentence,
            "proposed_at": at,
        },
    )
    if is_new:
        record("fund_visit.propose", proposal, by=None, at=at, rule=thing.rule)
    return int(is_new)


def _locked(proposal_id: int) -> FundVisit:
    rows = FundVisit.objects.select_for_update(of=("self",)).select_related("institution")
    proposal: FundVisit | None = rows.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound(what="资金检查建议")
    return proposal
