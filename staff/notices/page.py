"""What the pages of one notice show, and the buttons on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from common.errors import Refusal
from documents.wording import paragraphs
from enforcement.models import Delivery, Extension, Notice
from enforcement.queries import (
    days_late,
    findings_of,
    inbox,
    latest_link,
    may_report,
    notice_history,
    paper_of,
)
from enforcement.states import NOTICE, NoticeForm
from staff.buttons import Button, may_move
from staff.institutions.story import Happening, detail_of
from staff.notices.pictures import page_count
from staff.words import say

DECIDED_IN = ("to_approve_stop", "to_endorse", "to_approve", "to_approve_withdrawal")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the way of a paper: done, current or still to come."""

    label: str
    day: date | None
    stage: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a head may decide here: ``url`` is the one clear button's, or empty."""

    url: str
    label: str
    next_step: str
    may_return: bool
    barred: str


def paper_facts(notice: Notice, as_of: date) -> dict[str, Any]:
    """The paper as pictures once it is printed, before that as text, or why there is none."""
    facts: dict[str, Any] = {"page_numbers": [], "paper": None, "words": [], "paper_refusal": None}
    try:
        if notice.document:
            facts["page_numbers"] = range(1, page_count(notice.document) + 1)
        else:
            facts["paper"] = paper_of(notice, as_of=as_of)
            facts["words"] = list(paragraphs(facts["paper"]))
    except Refusal as refusal:
        facts["paper_refusal"] = refusal
    return facts


def facts_of(notice: Notice, as_of: date) -> dict[str, Any]:
    """What happened with a notice and what it rests on."""
    return {
        "findings": findings_of(notice),
        "delivery": Delivery.objects.filter(notice=notice).select_related("proof").first(),
        "extension": Extension.objects.filter(notice=notice).first(),
        "answers": notice.answers.select_related("file", "entered_by").prefetch_related("photos"),
        "link": latest_link(notice),
        "takes_reports": may_report(notice) and notice.orders_something,
        "reinspections": notice.reinspections.select_related("visit__institution", "entered_by"),
        "withdrawals": notice.withdrawals.all(),
        "due_visit": notice.reinspection_plans.select_related("visit").order_by("due_on").last(),
        "hangs_out": notice.served_on is not None and notice.served_on > as_of,
        "late_days": _late_days(notice, as_of),
        "left_days": _left_days(notice, as_of),
        "steps": steps_of(notice),
        "story": story_of(notice),
        "is_printing": NOTICE.allows(notice, "print") and not notice.print_error,
    }


def story_of(notice: Notice) -> list[Happening]:
    """Everything that was done with the paper, newest first."""
    return [
        Happening(event.at, say(event.kind, event.after), detail_of(event), event.actor_name)
        for event in notice_history(notice)
    ]


def steps_of(notice: Notice) -> list[Step]:
    """The way from the desk to the end; an order to correct goes further than a withdrawal."""
    stages: list[tuple[str, date | None]] = [
        ("起草", notice.drafted_at),
        ("提交", notice.submitted_at),
    ]
    if notice.needs_bureau_head:
        stages.append(("审核", notice.endorsed_at))
    stages += [
        ("批准", notice.approved_at),
        ("印制", notice.printed_at),
        ("送达", notice.served_on),
    ]
    if notice.orders_something:
        stages.append(("办结", notice.closed_at))
    if notice.voided_at:  # nothing comes after it
        stages = [*(stage for stage in stages if stage[1]), ("作废", notice.voided_at)]
    current = next((place for place, stage in enumerate(stages) if not stage[1]), len(stages))
    return [
        Step(label, day, "done" if day else "current" if place == current else "to-come")
        for place, (label, day) in enumerate(stages)
    ]


def _late_days(notice: Notice, as_of: date) -> int:
    is_late = Notice.objects.orders().overdue(as_of).filter(pk=notice.pk).exists()
    return days_late(notice.due_on, as_of) if is_late else 0


def _left_days(notice: Notice, as_of: date) -> int | None:
    is_running = Notice.objects.orders().running().filter(pk=notice.pk).exists()
    return max(0, (notice.due_on - as_of).days) if is_running and notice.due_on else None


def decision_of(notice: Notice, user: User) -> Decision:
    """The one thing this person may decide about this paper now."""
    can = {name: may_move(NOTICE, notice, name, user) for name in NOTICE.moves}
    may_return = can["return"] or can["return_endorsed"]
    barred = _barred(notice, user)
    if can[_approving(notice)]:
        url = reverse("staff:notice-approve", args=[notice.pk])
        return Decision(url, "批准", "批准后编号、定稿并印制", may_return, barred)
    if notice.needs_bureau_head and can["endorse"]:
        url = reverse("staff:notice-endorse", args=[notice.pk])
        label = "审核同意，报局领导批准"
        return Decision(url, label, "这类文书须由局领导逐件批准", may_return, barred)
    return Decision("", "", "", may_return, barred)


def _approving(notice: Notice) -> str:
    """The move that approves this paper."""
    if notice.needs_bureau_head:
        return "approve_stop"
    return "approve_withdrawal" if notice.is_withdrawal else "approve"


def _barred(notice: Notice, user: User) -> str:
    """Why this person's hands are bound; the verb would refuse with the same reason."""
    if notice.visit.officers.filter(user=user).exists():
        return "您是这次检查的执法人员，须由未参加检查的负责人决定。"
    if user.pk in (notice.drafted_by_id, notice.endorsed_by_id):
        return "这份文书由您起草或审核，须由其他负责人决定。"
    return ""


def queue_of(user: User, as_of: date) -> list[int]:
    """Keys of the papers that wait for this person's decision, the longest waiting first."""
    keys: list[int] = []
    for group in inbox(user, as_of):
        if group.code in DECIDED_IN:
            keys += group.rows.order_by("submitted_at", "pk").values_list("pk", flat=True)
    return keys


def buttons_of(notice: Notice, user: User) -> list[Button]:
    """What this person may do with this notice now, the most likely first."""
    can = {name: may_move(NOTICE, notice, name, user) for name in NOTICE.moves}
    decision = decision_of(notice, user)
    submits = can["submit"] or (notice.is_withdrawal and can["submit_withdrawal"])
    discards = can["discard"] or (notice.is_withdrawal and can["discard_withdrawal"])
    extends = any(can[name] for name in ("extend", "extend_answered", "extend_unmet"))
    extends = extends and notice.form == NoticeForm.RECTIFICATION
    running = notice.orders_something
    voids = not notice.is_withdrawal and can["void_stop" if notice.needs_bureau_head else "void"]
    wanted = (
        (bool(decision.url), _to("notice-approve", notice, "审批", "gavel", "primary")),
        (submits, _submit(notice)),
        (can["serve"], _to("notice-serve", notice, "登记送达", "truck-delivery", "primary")),
        (
            running and can["record_answer"],
            _to("notice-answer", notice, "登记整改报告", "message-report", "primary"),
        ),
        (
            running and can["close"],
            _to("notice-reinspect", notice, "登记复查结果", "list-check", "primary"),
        ),
        (extends, _to("notice-extend", notice, "延长期限", "calendar-time")),
        (submits, _to("notice-edit", notice, "修改", "pencil")),
        (discards, _to("notice-discard", notice, "弃用", "trash", "bad")),
        (
            may_withdraw(notice, user),
            _to("notice-withdraw", notice, "撤回", "arrow-back-up", "bad"),
        ),
        (voids, _to("notice-void", notice, "作废", "ban", "bad")),
    )
    return [button for may, button in wanted if may]


def may_withdraw(notice: Notice, user: User) -> bool:
    """Taking back is the system's move; who may begin it holds one of two permissions."""
    begin = NOTICE.moves["submit_withdrawal"].permission, NOTICE.moves["submit"].permission
    may_begin = any(user.has(permission) for permission in begin if permission)
    return may_begin and not notice.is_withdrawal and NOTICE.allows(notice, "withdraw")


def _submit(notice: Notice) -> Button:
    url = reverse("staff:notice-submit", args=[notice.pk])
    return Button(url, "提交审批", "send", "primary", is_post=True)


def _to(name: str, notice: Notice, label: str, icon: str, look: str = "plain") -> Button:
    return Button(reverse(f"staff:{name}", args=[notice.pk]), label, icon, look)
