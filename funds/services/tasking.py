"""Alerts and findings become work of a department with a due date: by themselves, or by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from accounts.queries import departments_by_kind, lead_department
from assignments.services import ask
from assignments.states import OPEN_STATES, AssignmentKind
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from funds.errors import TaskKnown
from funds.models import Alert, FundFinding, FundTask
from funds.services.finding import locked_finding
from funds.states import AlertLevel, AlertState
from funds.terms import last_day
from institutions.models import Institution

TITLE_SIGNS = 200
Thing = Alert | FundFinding


def hand_out(*, at: datetime) -> int:
    """Ask a department about every open alert and finding that nobody was asked about. Nightly.

    The system's own verb; each is a transaction of its own, and once asked is not asked again.
    """
    done = 0
    for pk in list(_unasked(Alert.objects.open(), "alert").values_list("pk", flat=True)):
        done += _hand_out_alert(pk, at=at)
    for pk in list(_unasked(FundFinding.objects.open(), "finding").values_list("pk", flat=True)):
        done += _hand_out_finding(pk, at=at)
    return done


@transaction.atomic
def ask_about_alert(alert_id: int, department_id: int, *, by: User, at: datetime) -> FundTask:
    """A person asks a department. Raises NotFound, NotAllowed, TaskKnown."""
    require(by, Permission.FUND_BOOK)
    return _ask(_locked_alert(alert_id), _department(department_id), by=by, at=at)


@transaction.atomic
def ask_about_finding(finding_id: int, department_id: int, *, by: User, at: datetime) -> FundTask:
    """A person asks a department. Raises NotFound, NotAllowed, TaskKnown."""
    require(by, Permission.FUND_BOOK)
    return _ask(locked_finding(finding_id), _department(department_id), by=by, at=at)


def responsible_for(institution: Institution) -> Department:
    """The department that supervises the institution, else the county's lead."""
    found = departments_by_kind(institution.supervisor) if institution.supervisor else []
    return found[0] if found else lead_department()


@transaction.atomic
def _hand_out_alert(alert_id: int, *, at: datetime) -> int:
    alert = _locked_alert(alert_id)
    return _hand_out(alert, at=at)


@transaction.atomic
def _hand_out_finding(finding_id: int, *, at: datetime) -> int:
    return _hand_out(locked_finding(finding_id), at=at)


def _hand_out(thing: Thing, *, at: datetime) -> int:
    if thing.state == AlertState.CLOSED or thing.tasks.exists():  # somebody was quicker
        return 0
    _ask(thing, responsible_for(thing.account.supervised), by=None, at=at)
    return 1


def _ask(thing: Thing, department: Department, *, by: User | None, at: datetime) -> FundTask:
    if thing.tasks.filter(
        assignment__asked_of=department, assignment__state__in=OPEN_STATES
    ).exists():
        raise TaskKnown(thing=thing, department=department.name)
    key = "task_red_days" if thing.level == AlertLevel.RED else "task_yellow_days"
    name = thing.account.supervised.name
    assignment = ask(
        department,
        kind=AssignmentKind.FUND,
        title=f"{name}：{thing.get_rule_display()}"[:TITLE_SIGNS],
        text=f"{thing.sentence}\n依据：{thing.basis}",
        due_on=last_day(key, localdate(at)),
        by=by,
        at=at,
    )
    task = FundTask.objects.create(
        alert=thing if isinstance(thing, Alert) else None,
        finding=thing if isinstance(thing, FundFinding) else None,
        assignment=assignment,
    )
    kind = "fund_alert.ask" if isinstance(thing, Alert) else "fund_finding.ask"
    record(kind, thing, by=by, at=at, department=department.name, assignment=assignment.pk)
    return task


def _unasked(rows: QuerySet, name: str) -> QuerySet:
    asked = FundTask.objects.filter(**{name: OuterRef("pk")})
    return rows.filter(~Exists(asked)).order_by("pk")


def _locked_alert(alert_id: int) -> Alert:
    rows = Alert.objects.select_for_update(of=("self",), no_key=True)
    alert: Alert | None = rows.select_related("account__institution").filter(pk=alert_id).first()
    if alert is None:
        raise NotFound(what="资金预警")
    return alert


def _department(department_id: int) -> Department:
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise NotFound(what="部门")
    return department
