"""The rows of a campaign's workbook that come from its progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from accounts.models import User
from common.clock import chinese_date
from inspections.models import Campaign
from inspections.queries import listed_for
from reports.progress import by_day, by_department, by_town, targets_with_steps

Rows = Iterable[Sequence[Any]]

DAY_HEAD = ("日期", "检查", "首次检查", "发现问题", "下达文书", "办结", "挂单", "销号")
DEPARTMENT_HEAD = ("部门", "检查（次）", "机构（家）", "出动人员（人）", "督办中", "已销号")
TOWN_HEAD = ("乡镇街道", "列入", "已检查", "有问题", "已办结", "检查进度（%）")
LISTED_HEAD = ("单号", "机构", "问题", "责任部门", "责任人", "督战领导", "期限", "状态", "依据")


def day_rows(campaign: Campaign, as_of: date) -> Rows:
    """The first day first, as a table is read."""
    for row in reversed(by_day(campaign, as_of)):
        figures = (row.visits, row.first_visits, row.findings, row.notices, row.settled)
        yield (chinese_date(row.day), *figures, row.listed, row.struck_off)


def department_rows(campaign: Campaign, as_of: date) -> Rows:
    for row in by_department(campaign, as_of):
        figures = (row.visits, row.institutions, row.people)
        yield (row.name, *figures, row.listed_open, row.listed_struck_off)


def town_rows(campaign: Campaign) -> Rows:
    for row in by_town(targets_with_steps(campaign)):
        figures = (row.targets, row.visited, row.with_findings, row.settled)
        yield (row.town, *figures, row.percent)


def listed_rows(campaign: Campaign, by: User) -> Rows:
    """As far as this person may see them."""
    for row in listed_for(by).filter(campaign=campaign).order_by("no"):
        who = (row.department.name, row.owner.full_name, row.leader.full_name)
        what = (row.no, row.target.institution.name, row.problem)
        yield (*what, *who, chinese_date(row.due_on), row.get_state_display(), row.result)
