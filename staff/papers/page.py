"""What the page of one paper shows, and the buttons on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from audit.queries import history_of
from cases.services import FromCase
from common.errors import Refusal
from papers.models import OfficialPaper
from papers.services import draft_faults, missing_facts, preview
from papers.states import APPROVER_PERMISSION, PAPER
from staff.buttons import Button, may_move
from staff.institutions.story import Happening, detail_of
from staff.notices.pictures import page_count
from staff.words import say


def facts_of(paper: OfficialPaper, on: date) -> dict[str, Any]:
    """What the paper says, as pictures once it is printed, before that as words.

    A paper that bears numbers of a person stays words, with stars for them.
    """
    facts: dict[str, Any] = {"page_numbers": [], "view": None, "missing": [], "refusal": None}
    facts["faults"] = []
    try:
        if paper.document and not paper.has_numbers:
            facts["page_numbers"] = range(1, page_count(paper.document) + 1)
        facts["view"] = paper.view if paper.is_approved else preview(paper, on=on)
        if not paper.is_approved:
            facts["missing"] = missing_facts(paper.code, paper.facts, on)
            facts["faults"] = draft_faults(paper, on=on)
    except Refusal as refusal:
        facts["refusal"] = refusal
    facts["story"] = story_of(paper)
    facts["is_printing"] = PAPER.allows(paper, "print") and not paper.print_error
    facts["replaced_by"] = paper.superseding.exclude(state__in=("discarded", "voided")).first()
    return facts


def story_of(paper: OfficialPaper) -> list[Happening]:
    """Everything that was done with the paper, newest first."""
    return [
        Happening(event.at, say(event.kind, event.after), detail_of(event), event.actor_name)
        for event in history_of(paper)
    ]


def may_draft(paper: OfficialPaper, user: User) -> bool:
    """Whoever handles cases, and whoever may approve the form; the verb asks again."""
    return user.has(P.CASE_HANDLE) or user.has(APPROVER_PERMISSION[paper.approver])


def buttons_of(paper: OfficialPaper, user: User, held: FromCase | None) -> list[Button]:
    """What this person may do with this paper now, the most likely first.

    A paper of a notice or decision is approved and replaced with that, on the case's page; a slip
    on the paper of a made decision is put right here.
    """
    drafts = paper.is_draft and may_draft(paper, user)
    is_alone = held is None or not held.has_its_step
    corrects = held is not None and held.may_be_corrected
    is_approved_here = is_alone or (held is not None and held.is_correction)
    replaces = PAPER.allows(paper, "supersede") and may_draft(paper, user)
    wanted = (
        (
            may_move(PAPER, paper, f"approve_{paper.approver}", user) and is_approved_here,
            _to("paper-approve", paper, "审阅批准", "gavel", "primary"),
        ),
        (drafts, _to("paper-edit", paper, "修改", "pencil")),
        (paper.is_draft, _to("paper-draft-file", paper, "预览PDF", "printer")),
        (
            paper.is_approved and user.has(P.CASE_VIEW),
            _to("paper-public", paper, "公开文本", "eye"),
        ),
        (replaces and is_alone, _to("paper-supersede", paper, "制作替代文书", "arrows-exchange")),
        (replaces and corrects, _to("paper-supersede", paper, "补正", "arrows-exchange")),
        (drafts, _discard(paper)),
        (
            may_move(PAPER, paper, f"void_{paper.approver}", user),
            _to("paper-void", paper, "作废", "ban", "bad"),
        ),
    )
    return [button for may, button in wanted if may]


def _discard(paper: OfficialPaper) -> Button:
    url = reverse("staff:paper-discard", args=[paper.pk])
    return Button(url, "弃用", "trash", "bad", is_post=True, ask="弃用这份草稿？")


def _to(name: str, paper: OfficialPaper, label: str, icon: str, look: str = "plain") -> Button:
    return Button(reverse(f"staff:{name}", args=[paper.pk]), label, icon, look)
