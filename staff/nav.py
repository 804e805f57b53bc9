"""The menu: which rooms there are, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import Permission as P
from cases.queries import WATCHES


@dataclass(frozen=True, slots=True)
class Room:
    """One line of the menu. ``folder`` is the first part of its pages' addresses."""

    url_name: str
    title: str
    icon: str
    folder: str
    permissions: tuple[P, ...] = ()
    is_on_phone_bar: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """A room as one person sees it on one page."""

    room: Room
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Rooms under one heading."""

    title: str
    items: list[NavItem]


ROOMS: dict[str, tuple[Room, ...]] = {
    "": (
        Room("inbox", "待办", "inbox", "", is_on_phone_bar=True),
        Room("messages", "消息", "bell", "messages"),
        Room("overview", "工作总览", "chart-bar", "overview", (P.REPORT_VIEW,)),
    ),
    "执法工作": (
        Room(
            "visits", "现场检查", "clipboard-check", "visits", (P.VISIT_VIEW, P.VISIT_RECORD), True
        ),
        Room("field", "手机检查", "device-mobile", "field", (P.VISIT_RECORD,)),
        Room(
            "field-desk",
            "手机记录",
            "device-mobile",
            "field-desk",
            (P.VISIT_RECORD, P.VISIT_CONFIRM, P.VISIT_APPROVE, P.ACCOUNT_SECURE),
        ),
        Room("evidence", "证据", "camera", "evidence", (P.EVIDENCE_VIEW,)),
        Room("draws", "随机抽查", "list-check", "draws", (P.VISIT_VIEW, P.DRAW_WITNESS)),
        Room("notices", "文书", "file-text", "notices", (P.NOTICE_VIEW,), True),
        Room("papers", "执法文书", "file-certificate", "papers", (P.CASE_VIEW,)),
        Room("order-releases", "当场文书", "signature", "orders", (P.NOTICE_VIEW, P.ORDER_RELEASE)),
        Room("cases", "案件", "gavel", "cases", (P.CASE_VIEW,)),
        Room("deadlines", "期限", "calendar-due", "deadlines", (P.CASE_VIEW,)),
        Room("case-figures", "案件统计", "report-analytics", "case-figures", WATCHES),
        Room("file-reviews", "案卷评查", "clipboard-list", "file-reviews", WATCHES),
        Room(
            "supervision",
            "约谈督办",
            "message-report",
            "supervision",
            (P.CASE_VIEW, P.ASSIGNMENT_ANSWER),
        ),
        Room("transfers", "移送", "transfer", "transfers", (P.CASE_VIEW, P.ASSIGNMENT_ANSWER)),
        Room("campaigns", "专项行动", "flag", "campaigns", (P.CAMPAIGN_VIEW,)),
        Room(
            "assignments",
            "协办事项",
            "arrows-exchange",
            "assignments",
            (P.ASSIGNMENT_ASK, P.ASSIGNMENT_ANSWER),
        ),
    ),
    "机构登记": (
        Room(
            "institutions",
            "机构名录",
            "building-community",
            "institutions",
            (P.INSTITUTION_VIEW,),
            True,
        ),
        Room("imports", "导入名单", "upload", "imports", (P.INSTITUTION_EDIT,)),
        Room(
            "registry-events",
            "登记信息",
            "building-store",
            "registry-events",
            (P.INSTITUTION_EDIT,),
        ),
        Room("map", "机构地图", "map-2", "map", (P.INSTITUTION_VIEW,)),
    ),
    "预收费监管": (
        Room("funds", "监管账户", "building-bank", "funds", (P.FUND_VIEW,)),
        Room("prepaid", "合同与退费", "files", "prepaid", (P.FUND_VIEW,)),
        Room("schoolcare", "课后服务经费", "school", "schoolcare", (P.FUND_VIEW,)),
        Room("fund-findings", "收费问题", "alert-triangle", "fund-findings", (P.FUND_VIEW,)),
    ),
    "管理": (
        Room("history", "操作历史", "history", "history", (P.HISTORY_VIEW,)),
        Room("people", "人员与权限", "users", "people", (P.USER_VIEW,)),
        Room("clients", "接口客户端", "plug-connected", "clients", (P.CLIENT_MANAGE,)),
        Room("seals", "印章证书", "certificate", "seals", (P.SEAL_MANAGE,)),
        Room(
            "endpoints",
            "推送地址",
            "plug-connected",
            "endpoints",
            (P.ENDPOINT_MANAGE, P.ENDPOINT_VIEW),
        ),
        Room("articles", "规则", "scale", "rules", (P.POLICY_CONFIRM, P.POLICY_EDIT)),
    ),
}


def nav_for(request: HttpRequest) -> list[NavGroup]:
    """The menu of the signed-in person, without headings that would stand empty."""
    here = request.path.strip("/").partition("/")[0]
    groups = []
    for title, rooms in ROOMS.items():
        items = [
            NavItem(room, reverse(f"staff:{room.url_name}"), room.folder == here)
            for room in rooms
            if _may_enter(request, room)
        ]
        if items:
            groups.append(NavGroup(title, items))
    return groups


def _may_enter(request: HttpRequest, room: Room) -> bool:
    return not room.permissions or any(request.user.has(wanted) for wanted in room.permissions)
