"""What the lists of visits, campaigns and campaign targets are narrowed by."""

from __future__ import annotations

from typing import Any

from common.filters import Asker, Filters, Key, OneOf, OneRow, Pick, Words
from common.searching import stands_in
from inspections.queries import campaigns_for
from inspections.states import (
    FindingKind,
    ListedState,
    TargetGroup,
    TargetOutcome,
    VisitPurpose,
    VisitState,
)
from institutions.queries import search

_INSTITUTION = "every word stands in the institution's names, numbers, people, address or initials"


class VisitFilters(Filters):
    title = "visits"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "today": ("今天的", lambda rows, asker: rows.filter(planned_on=asker.today)),
                "mine": ("我参加的", lambda rows, asker: rows.filter(officers__user=asker.user)),
                "unconfirmed": ("待确认的", lambda rows, asker: rows.awaiting_confirmation()),
                "unapproved": ("待批准的", lambda rows, asker: rows.awaiting_approval()),
            },
        ),
        OneOf(name="state", label="状态", says="its state now", choices=VisitState),
        OneRow(
            name="campaign",
            label="专项行动",
            says="the campaign it belongs to",
            column="campaign_id",
            rows_of=lambda asker: campaigns_for(asker.user),
        ),
        OneOf(name="purpose", label="类型", says="what it was for", choices=VisitPurpose),
        Key(
            name="institution",
            label="机构",
            says="the institution that was visited",
            column="institution_id",
            is_hidden=True,
        ),
        Words(name="text", label="机构", says=_INSTITUTION, hint="名称、地址或拼音首字母"),
    )


def _by_name(campaigns: Any, text: str) -> Any:
    """Campaigns are few: all names are read."""
    named = campaigns.values_list("pk", "name")
    return campaigns.filter(pk__in=[key for key, name in named if stands_in(text, [name])])


def _running(campaigns: Any, asker: Asker) -> Any:
    return campaigns.running_on(asker.today)


class CampaignFilters(Filters):
    title = "campaigns"
    filters = (
        Words(
            name="text",
            label="查找",
            says="every word stands in the title or its initials",
            hint="名称或拼音首字母",
            by=_by_name,
        ),
        Pick(
            name="running",
            label="时间",
            says="running today",
            picks={"yes": ("正在进行", _running)},
        ),
    )


def _of_institution(targets: Any, text: str) -> Any:
    return targets.filter(institution__in=search(text).rows.order_by().values("pk"))


class ListedFilters(Filters):
    title = "problems watched by leaders"
    filters = (
        OneOf(name="state", label="状态", says="its state now", choices=ListedState),
        Pick(
            name="overdue",
            label="逾期",
            says="the deadline ran out before today",
            picks={"yes": ("已逾期", lambda rows, asker: rows.overdue(asker.today))},
        ),
        Pick(
            name="mine",
            label="与我有关",
            says="owned or watched over by the person who asks",
            picks={
                "own": ("我负责的", lambda rows, asker: rows.filter(owner=asker.user)),
                "watched": ("我督战的", lambda rows, asker: rows.filter(leader=asker.user)),
            },
        ),
    )


class TargetFilters(Filters):
    title = "targets of a campaign"
    filters = (
        OneOf(name="group", label="类别", says="the heading that counts it", choices=TargetGroup),
        Pick(
            name="visited",
            label="检查",
            says="whether a visit of the campaign took place there",
            picks={
                "yes": ("已检查", lambda rows, asker: rows.filter(is_visited=True)),
                "no": ("未检查", lambda rows, asker: rows.filter(is_visited=False)),
            },
        ),
        OneOf(name="outcome", label="处理结果", says="what was noted down", choices=TargetOutcome),
        Words(
            name="text",
            label="机构",
            says=_INSTITUTION,
            hint="名称、地址或拼音首字母",
            by=_of_institution,
        ),
    )


class FindingFilters(Filters):
    title = "findings"
    filters = (
        OneOf(name="kind", label="处理方式", says="whose it is", choices=FindingKind),
        Key(name="visit", label="检查", says="the visit that found it", column="visit_id"),
        Key(
            name="institution",
            label="机构",
            says="the institution where it was found",
            column="visit__institution_id",
        ),
    )
