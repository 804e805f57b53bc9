"""The end report of a campaign (情况报告) as a paper: every figure is counted when it is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from common.clock import chinese_date
from inspections.models import Campaign, ListedProblem
from inspections.states import ListedState
from policies.queries import parameter
from reports.followup import follow_ups, rate_of
from reports.progress import by_department, by_town, targets_with_steps
from reports.sheet import sheet_of
from tenants.current import county

TEMPLATE = "documents/campaign_report.html"


def end_report(campaign: Campaign, *, as_of: date) -> dict[str, Any]:
    """What the report says on ``as_of``, in plain words and numbers. Raises ParameterMissing."""
    sheet = sheet_of(campaign)
    end = min(as_of, campaign.ends_on)
    return {
        "organ": parameter("organ.name", as_of),
        "title": f"“{campaign.name}”情况报告",
        "demonstration": county().is_demonstration,
        "period": f"{chinese_date(campaign.starts_on)}至{chinese_date(campaign.ends_on)}",
        "is_interim": as_of <= campaign.ends_on,
        "date": chinese_date(as_of),
        "lead": campaign.lead_department.name,
        "departments": [department.name for department in campaign.departments.all()],
        "plan": [line for line in campaign.plan_text.splitlines() if line.strip()],
        "totals": [[line.label, line.value, line.formula] for line in sheet.totals],
        "outcomes": [[line.label, line.value] for line in sheet.outcomes if line.value != "0"],
        "by_department": [
            [row.name, row.visits, row.institutions, row.people]
            for row in by_department(campaign, end)
        ],
        "by_town": [
            [row.town, row.targets, row.visited, row.with_findings, row.settled]
            for row in by_town(targets_with_steps(campaign))
        ],
        "follow_up": _follow_up(campaign, as_of),
        "listed": _listed(campaign, as_of),
        "open_problems": sheet.open_problems,
        "anomalies": sheet.anomalies,
    }


def _follow_up(campaign: Campaign, as_of: date) -> dict[str, Any]:
    rate = rate_of(follow_ups(campaign.starts_on, as_of, campaign_id=campaign.pk))
    percent = "" if rate.timely_pct is None else str(rate.timely_pct)
    return {"total": rate.total, "late": rate.late, "percent": percent}


def _listed(campaign: Campaign, as_of: date) -> dict[str, Any]:
    every = ListedProblem.objects.filter(campaign=campaign).exclude(state=ListedState.TAKEN_DOWN)
    waiting = every.open().select_related("target__institution", "owner", "leader")
    return {
        "total": every.count(),
        "struck_off": every.filter(state=ListedState.STRUCK_OFF).count(),
        "overdue": every.overdue(as_of).count(),
        "open": [
            [
                row.no,
                row.target.institution.name,
                row.problem,
                row.owner.full_name,
                row.leader.full_name,
                chinese_date(row.due_on),
            ]
            for row in waiting.order_by("due_on", "no")
        ],
    }
