"""A paper begins as a draft: facts on a form, changed as often as needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.clock import localdate
from papers.catalogue import INSIDE, Form, get_form
from papers.composition import REASON
from papers.errors import (
    PaperNeedsItsThing,
    PaperNotDraft,
    PaperNotSupersedable,
    PaperReasonMissing,
)
from papers.facts import require_shape
from papers.models import OfficialPaper
from papers.numbers import opened, sealed
from papers.queries import form_with_wording
from papers.services._locks import locked, require_drafter
from papers.states import BEFORE_APPROVAL, PAPER, STANDING, PaperState

_OF_THE_FORM = ("code", "edition", "title", "audience", "layout", "approver", "number_class")


@transaction.atomic
def draft_paper(
    code: str,
    facts: dict[str, Any],
    *,
    about: str,
    by: User,
    at: datetime,
    supersedes: OfficialPaper | None = None,
    inside: str = "",
) -> OfficialPaper:
    """Begin a paper. Facts may still be missing; those that are there have their shape.

    Numbers of persons are kept encrypted (``papers.numbers``), whatever way they come.

    Args:
        about: one Chinese phrase that names the thing it is about.
        supersedes: the approved paper whose mistake this one puts right; a fact
            ``replaces_because`` says why.
        inside: the kind of thing (``case``) whose verb makes the paper out and keeps it.

    Raises NotAllowed, FormMissing, PaperNeedsItsThing, PaperFactWrong, PaperNotSupersedable.
    """
    form = form_with_wording(code, localdate(at))
    _require_inside(form, inside)
    require_drafter(by, form.approver)
    require_shape(form, facts)
    if supersedes is not None:
        _require_supersedable(locked(supersedes.pk), code)
    paper = OfficialPaper.objects.create(
        **{name: getattr(form, name) for name in _OF_THE_FORM},
        about=about,
        facts=sealed(facts),
        supersedes=supersedes,
        drafted_at=at,
        drafted_by=by,
    )
    record("official_paper.draft", paper, by=by, at=at, code=code, about=about)
    return paper


def draft_replacement(
    old: OfficialPaper, *, reason: str, by: User, at: datetime, inside: str = ""
) -> OfficialPaper:
    """Begin the paper that puts a mistake of an approved one right; it names the old one.

    Raises PaperReasonMissing and what ``draft_paper`` raises.
    """
    if not reason.strip():
        raise PaperReasonMissing(action="替代")
    facts = {**old.facts, REASON: reason.strip()}
    return draft_paper(
        old.code, facts, about=old.about, by=by, at=at, supersedes=old, inside=inside
    )


@transaction.atomic
def change_draft(paper_id: int, facts: dict[str, Any], *, by: User, at: datetime) -> OfficialPaper:
    """Put other facts on a draft; the same again is no change.

    Raises NotAllowed, NotFound, PaperNotDraft, PaperFactWrong.
    """
    paper = locked(paper_id)
    require_drafter(by, paper.approver)
    if not paper.is_draft:
        raise PaperNotDraft(paper=paper, state=paper.get_state_display())
    require_shape(get_form(paper.code, localdate(at)), facts)
    facts = sealed(facts, like=paper.facts)
    if opened(paper.facts) == opened(facts):
        return paper
    changed = sorted(
        key for key in {*facts, *paper.facts} if facts.get(key) != paper.facts.get(key)
    )
    paper.facts = facts
    paper.save(update_fields=["facts"])
    record("official_paper.change_draft", paper, by=by, at=at, changed=changed)
    return paper


@transaction.atomic
def discard_draft(paper_id: int, *, by: User, at: datetime) -> OfficialPaper:
    """Give a draft up; it never had a number. Raises NotAllowed, NotFound, WrongState."""
    paper = locked(paper_id)
    require_drafter(by, paper.approver)
    PAPER.apply(paper, "discard", by=by, at=at)
    paper.save(update_fields=["state"])
    return paper


def _require_inside(form: Form, inside: str) -> None:
    if form.inside and form.inside != inside:
        raise PaperNeedsItsThing(form=form.title, thing=INSIDE[form.inside])


def _require_supersedable(old: OfficialPaper, code: str) -> None:
    if old.state not in STANDING:
        raise PaperNotSupersedable(paper=old, why=f"它现在是“{old.get_state_display()}”")
    if old.code != code:
        raise PaperNotSupersedable(paper=old, why="替代它的应当是同一种文书")
    ended = (*BEFORE_APPROVAL[1:], PaperState.VOIDED)
    if (other := old.superseding.exclude(state__in=ended).first()) is not None:
        raise PaperNotSupersedable(paper=old, why=f"已有{other}正在替代它")
