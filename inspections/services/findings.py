"""A routed finding is handed to the department whose matter it is."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.services import Within, ask
from assignments.states import AssignmentKind, AssignmentState
from audit.services import record
from common.errors import NotFound, WrongState
from inspections.errors import AlreadyRouted, DroppedNotRouted, OwnFindingNotRouted, RoutedToSelf
from inspections.models import Finding, FindingAssignment, Visit
from inspections.services._locks import locked_visit
from inspections.states import VISIT, VisitState
from policies.models import RoutedMatter

_GIVEN_BACK = (AssignmentState.DECLINED, AssignmentState.WITHDRAWN)


@transaction.atomic
def route_finding(
    finding_id: int,
    *,
    department: Department,
    due_on: date | None = None,
    within: Within | None = None,
    by: User,
    at: datetime,
) -> FindingAssignment:
    """Hand a routed finding of a confirmed visit to ``department``, to be answered ``within`` so
    long, which reminds and escalates, or by ``due_on``, which does not.

    Raises:
        NotAllowed, NotFound, WrongState: the visit is not confirmed.
        OwnFindingNotRouted, RoutedToSelf, DroppedNotRouted; DueInThePast; BadInput and what
        ``start_deadline`` raises.
        AlreadyRouted: a department has it and did not give it back.
    """
    require(by, Permission.ASSIGNMENT_ASK)
    finding, visit = _held(finding_id)
    matter = _require_routable(finding, department)
    asked = ask(
        department,
        kind=AssignmentKind.ROUTED_FINDING,
        title=f"处理在{visit.institution.name}发现的问题"[:200],
        text=f"{visit}发现：{finding.text}\n事项：{matter.title}（{matter.law_text}）",
        due_on=due_on,
        within=within,
        by=by,
        at=at,
    )
    link = FindingAssignment.objects.create(finding=finding, assignment=asked)
    record("finding.route", finding, by=by, at=at, department=department.name, visit=visit.pk)
    return link


def _held(finding_id: int) -> tuple[Finding, Visit]:
    """A finding that stands, its confirmed visit locked. Raises NotFound, WrongState …"""
    finding = Finding.objects.select_related("routed").filter(pk=finding_id).first()
    if finding is None:
        raise NotFound(what="这个问题")
    visit = locked_visit(finding.visit_id)  # one lock for all findings of the visit
    if visit.state != VisitState.CONFIRMED:
        raise WrongState(
            thing=visit,
            state=VISIT.label(visit.state),
            action="移交问题",
            wanted=VISIT.label(VisitState.CONFIRMED),
        )
    if not visit.findings.standing().filter(pk=finding.pk).exists():
        raise DroppedNotRouted(finding=finding)
    return finding, visit


def _require_routable(finding: Finding, department: Department) -> RoutedMatter:
    matter = finding.routed
    if matter is None:
        raise OwnFindingNotRouted(finding=finding)
    if department.is_lead:
        raise RoutedToSelf(finding=finding, department=department.name)
    link = (
        finding.assignment_links.exclude(assignment__state__in=_GIVEN_BACK)
        .select_related("assignment__asked_of")
        .first()
    )
    if link is not None:
        raise AlreadyRouted(
            finding=finding,
            department=link.assignment.asked_of.name,
            state=link.assignment.get_state_display(),
        )
    return matter
