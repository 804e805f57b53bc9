"""What the page of one visit shows, and the buttons on it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from draws.models import VisitPlan
from enforcement.models import Clue, TransferProposal
from enforcement.queries import notices_for
from enforcement.states import NoticeForm
from inspections.models import Answer, FindingAssignment, Visit
from inspections.queries import findings_for, is_far, photos_for, took_part
from inspections.states import TAKES_PHOTOS, VISIT, AnswerValue
from staff.buttons import Button, may_move
from transfers.models import TransferFinding


def facts_of(visit: Visit, user: User) -> dict[str, Any]:
    """Answers in groups, findings, photos, partners, notices and the steps so far."""
    answers = list(visit.answers.select_related("item"))
    counts = Counter(answer.value for answer in answers)
    routes = Prefetch(
        "assignment_links",
        FindingAssignment.objects.standing().select_related("assignment__asked_of"),
        to_attr="routes",
    )
    return {
        "groups": _in_groups(answers),
        "counts": [
            (AnswerValue(value).label, value, counts[value]) for value in AnswerValue.values
        ],
        "findings": findings_for(user).filter(visit=visit).prefetch_related(routes, *_outcomes()),
        "may_follow": visit.confirmed_at is not None and user.has(P.NOTICE_DRAFT),
        "may_file": user.has(P.CASE_HANDLE),
        "may_transfer": visit.confirmed_at is not None and user.has(P.CASE_HANDLE),
        "photos": photos_for(visit, user),
        "partners": visit.assignment_links.standing().select_related("assignment__asked_of"),
        "notices": notices_for(user).filter(visit=visit),
        "plan": VisitPlan.objects.filter(visit=visit).first(),
        "is_far": is_far(visit),
        "took_part": took_part(visit, user),
        "may_route": visit.confirmed_at is not None and user.has(P.ASSIGNMENT_ASK),
        "may_add_photo": visit.state in TAKES_PHOTOS and user.has(P.VISIT_RECORD),
        "may_open_institution": user.has(P.INSTITUTION_VIEW),
        "site": visit.institution.current_site,
        "steps": steps_of(visit),
    }


def _outcomes() -> tuple[Prefetch, ...]:
    """What findings led to beside an order."""
    return (
        Prefetch("clues", Clue.objects.standing(), to_attr="standing_clues"),
        Prefetch(
            "transfer_proposals",
            TransferProposal.objects.standing(),
            to_attr="standing_proposals",
        ),
        Prefetch(
            "transfers",
            TransferFinding.objects.select_related("transfer"),
            to_attr="sent_on",
        ),
    )


def _in_groups(answers: list[Answer]) -> list[tuple[str, list[Answer], int]]:
    """Each group with its answers and how many of them are "not ok"."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.item.group, []).append(answer)
    return [
        (name, rows, sum(row.value == AnswerValue.NOT_OK for row in rows))
        for name, rows in groups.items()
    ]


def steps_of(visit: Visit) -> list[dict[str, Any]]:
    """What was done with the visit, in order; what has not happened is left out."""
    steps = [
        ("安排", visit.planned_at, visit.planned_by or "系统", "calendar-event", "info"),
        ("批准", visit.approved_at, visit.approved_by, "check", "busy"),
        ("记录", visit.recorded_at, visit.recorded_by, "clipboard-check", "busy"),
        ("确认", visit.confirmed_at, visit.confirmed_by, "circle-check", "good"),
        ("取消", visit.cancelled_at, visit.cancelled_by, "ban", "bad"),
    ]
    names = ("title", "at", "by", "icon", "tone")
    return [dict(zip(names, step, strict=True)) for step in steps if step[1]]


def buttons_of(visit: Visit, user: User) -> list[Button]:
    """What this person may do with this visit now, the most likely first."""
    outside = not took_part(visit, user)
    going = user.pk in [officer.user_id for officer in visit.officers.all()]
    can = {action: may_move(VISIT, visit, action, user) for action in VISIT.moves}
    wanted = (
        (
            can["record"] and going,
            _to("visit-record", visit, "记录检查", "clipboard-check", "primary"),
        ),
        (can["approve"] and outside, _approve(visit)),
        (
            can["confirm"] and outside,
            _to("visit-confirm", visit, "核对确认", "circle-check", "primary"),
        ),
        (_drafts(visit, user), _draft(visit)),
        (_drafts(visit, user) and not _was_told(visit), _tell(visit)),
        (_has_evidence(visit, user), _to("visit-evidence", visit, "证据与笔录", "camera")),
        (can["cancel"], _to("visit-exchange", visit, "更换人员", "arrows-exchange")),
        (can["cancel"], _to("visit-cancel", visit, "取消检查", "ban", "bad")),
        (can["void"] and outside, _to("visit-void", visit, "作废记录", "trash", "bad")),
    )
    return [button for may, button in wanted if may]


def _drafts(visit: Visit, user: User) -> bool:
    return visit.confirmed_at is not None and user.has(P.NOTICE_DRAFT)


def _has_evidence(visit: Visit, user: User) -> bool:
    return visit.recorded_at is not None and (user.has(P.EVIDENCE_VIEW) or user.has(P.VISIT_RECORD))


def _draft(visit: Visit) -> Button:
    url = reverse("staff:notice-draft", args=[visit.pk])
    return Button(url, "起草文书", "writing", "primary")


def _was_told(visit: Visit) -> bool:
    return visit.notices.filter(form=NoticeForm.RESULT).live().exists()


def _tell(visit: Visit) -> Button:
    url = reverse("staff:notice-result", args=[visit.pk])
    return Button(url, "起草结果告知书", "file-certificate", is_post=True)


def _approve(visit: Visit) -> Button:
    url = reverse("staff:visit-approve", args=[visit.pk])
    return Button(url, "批准检查", "check", "primary", is_post=True)


def _to(name: str, visit: Visit, label: str, icon: str, look: str = "plain") -> Button:
    return Button(reverse(f"staff:{name}", args=[visit.pk]), label, icon, look)
