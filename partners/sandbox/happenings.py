"""What a partner can make happen, each with the address of what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from partners.sandbox import acts
from partners.sandbox.scene import Scene


@dataclass(frozen=True, slots=True)
class Happening:
    """``address``: under which the caller finds what it was about; empty: only its webhook tells."""

    code: str
    name: str
    english: str
    act: Callable[[Scene], models.Model]
    address: str


_ALL = (
    Happening(
        "institution.changed",
        "一家机构的电话变更",
        "the telephone of an institution changes",
        acts.change_telephone,
        "institutions",
    ),
    Happening(
        "institution.moved",
        "一家机构停业，再次指定它时恢复",
        "an institution is suspended; named again, it runs again",
        acts.suspend_or_resume,
        "institutions",
    ),
    Happening(
        "assignment.asked",
        "教育局请贵部门协助核实",
        "the bureau asks your department for help",
        acts.ask_for_help,
        "assignments",
    ),
    Happening(
        "assignment.withdrawn",
        "教育局撤回最近的一件",
        "the bureau takes the newest one back",
        acts.take_back,
        "assignments",
    ),
    Happening(
        "assignment.answered",
        "教育局答复贵部门最早的一件",
        "the bureau answers the oldest that you asked for",
        acts.answer_yours,
        "assignments",
    ),
    Happening(
        "assignment.declined",
        "教育局退回贵部门最早的一件",
        "the bureau gives the oldest that you asked for back",
        acts.decline_yours,
        "assignments",
    ),
    Happening(
        "visit.planned",
        "三天后与贵部门联合检查",
        "a joint visit with you in three days",
        acts.plan_together,
        "visits",
    ),
    Happening(
        "finding.routed",
        "一个检查发现的问题移交贵部门",
        "a finding of a visit is routed to you",
        acts.route_next,
        "findings",
    ),
    Happening(
        "transfer.sent",
        "教育局向贵部门移送（附移送函和材料）",
        "the bureau transfers a matter to you, with letter and material",
        acts.transfer,
        "transfers",
    ),
    Happening(
        "transfer.contested",
        "对公安机关不予立案提请复议",
        "the police are asked to reconsider what they returned",
        acts.contest,
        "transfers",
    ),
    Happening(
        "transfer.closed",
        "教育局办结贵部门已答复的移送",
        "the bureau closes a transfer that you answered",
        acts.close,
        "transfers",
    ),
    Happening(
        "registry_event.settled",
        "教育局处理贵系统报送的登记信息",
        "the county deals with the oldest event that you reported",
        acts.settle_yours,
        "registry-events",
    ),
    Happening(
        "notice.issued",
        "批准一份联合检查后的整改通知书",
        "a rectification notice after a joint visit is approved and printed",
        acts.issue_notice,
        "notices",
    ),
    Happening(
        "order.approved",
        "批准贵行账户的一笔一元退费",
        "a refund of one yuan from an account at your bank is approved",
        acts.order_refund,
        "",  # orders are a list
    ),
)
HAPPENINGS = {one.code: one for one in _ALL}
CHOICES = [(one.code, f"{one.name} / {one.english}") for one in _ALL]


@transaction.atomic
def make_happen(
    code: str, *, institution_id: int | None = None, by: User, at: datetime
) -> models.Model:
    """Let people of the county do what ``code`` says; what it was about.

    Raises NotAllowed, NotFound, NothingToHappen, and what the verbs of those people raise.
    """
    require(by, Permission.SANDBOX_PLAY)
    return HAPPENINGS[code].act(Scene(by, at, institution_id))
