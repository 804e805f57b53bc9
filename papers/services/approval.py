"""From a draft to a numbered paper that never changes again."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from common.clock import chinese_date, localdate
from documents.rendering import TAGGED, render_pdf
from papers.catalogue import freeze
from papers.composition import NUMBER_TO_COME, ON_THE_GRID, Setting, compose
from papers.errors import PaperDayWrong, PaperNotSupersedable, WordingWrong
from papers.facts import faults_in, issuer_words, policy_versions, require_whole
from papers.models import OfficialPaper
from papers.numbers import masked
from papers.queries import form_with_wording
from papers.services._locks import locked
from papers.services._numbers import next_number
from papers.services.drafting import draft_paper
from papers.services.printing import queue_print
from papers.services.wording import sound_form
from papers.states import APPROVER_PERMISSION, PAPER, STANDING
from signing.seals import is_drawn, seal_of_county
from tenants.current import county

DRAFT_MARK = "草稿"


@transaction.atomic
def approve_paper(paper_id: int, *, by: User, at: datetime, prints: bool = True) -> OfficialPaper:
    """Approve one paper: it takes its number, everything it says is frozen, it goes to print.

    Safe against two clicks: the second finds it approved and is refused; a rollback takes no
    number. ``prints``: False when the caller prints it itself, as a replay does.

    Raises NotAllowed, NotFound, WrongState, PaperFactsMissing, PaperFactWrong, PenaltyInPaper,
    BasisNotQuotable, ArticleNotConfirmed, LawNotInForce, PaperNumberWrong, PaperDayWrong,
    PaperNotSupersedable, ParameterMissing, WordingWrong; then nothing has changed.
    """
    paper = locked(paper_id)
    action = f"approve_{paper.approver}"
    require(by, APPROVER_PERMISSION[paper.approver])
    if PAPER.allows(paper, action):
        _freeze(paper, by=by, at=at)
    PAPER.apply(paper, action, by=by, at=at, number=paper.number, form=paper.code)
    paper.save()
    if paper.supersedes_id is not None:
        _supersede(paper.supersedes_id, because=paper, by=by, at=at)
    if prints:
        queue_print(paper.pk)
    return paper


@transaction.atomic
def issue_paper(
    code: str,
    facts: dict[str, Any],
    *,
    about: str,
    by: User,
    at: datetime,
    supersedes: OfficialPaper | None = None,
    inside: str = "",
    prints: bool = True,
) -> OfficialPaper:
    """Draft and approve in one, where the caller is the form's approver.

    Raises what ``draft_paper`` and ``approve_paper`` raise; then nothing is left behind.
    """
    paper = draft_paper(
        code, facts, about=about, by=by, at=at, supersedes=supersedes, inside=inside
    )
    return approve_paper(paper.pk, by=by, at=at, prints=prints)


def preview(paper: OfficialPaper, *, on: date) -> dict[str, Any]:
    """What a draft would say if it were approved on that day; nothing is taken or checked.

    The numbers of persons are stars: they stand on the printed paper alone.
    """
    form = form_with_wording(paper.code, on)
    view = compose(form, paper.facts, _setting(paper, on, NUMBER_TO_COME, token=""))
    return dict(masked(view))


def draft_faults(paper: OfficialPaper, *, on: date) -> list[str]:
    """What beside missing facts would stop the approval of a draft on that day, as sentences.

    Raises FormMissing.
    """
    try:
        form = sound_form(paper.code, on)
    except WordingWrong as refusal:
        return [str(refusal)]
    return faults_in(form, paper.facts, on)


def draft_pdf(paper: OfficialPaper, *, on: date) -> bytes:
    """A draft as it would be printed on that day, marked as a draft; it is not kept.

    Raises FormMissing, ParameterMissing, GlyphMissing.
    """
    view = {**preview(paper, on=on), "mark": DRAFT_MARK}
    return render_pdf(view["template"], view, variant=TAGGED)


def _freeze(paper: OfficialPaper, *, by: User, at: datetime) -> None:
    """Number and text, from here on for good."""
    day = localdate(at)
    if at < paper.drafted_at:
        drafted = chinese_date(localdate(paper.drafted_at))
        raise PaperDayWrong(day=chinese_date(day), why=f"起草时间是{drafted}，晚于批准时间")
    form = sound_form(paper.code, day)
    require_whole(form, paper.facts, day)
    paper.edition, paper.title = form.edition, form.title
    paper.number_class, paper.layout = form.number_class, form.layout
    number = ""
    if form.is_numbered:
        paper.year = day.year
        paper.serial, number = next_number(form.number_class, day)
        paper.number = number
    paper.token = secrets.token_urlsafe(16)
    setting = _setting(paper, day, number, token=paper.token)
    view = compose(form, paper.facts, setting)
    if view["layout"] in ON_THE_GRID and view["signature"] and is_drawn(day):
        view["seal"] = seal_of_county(view["signature"])
    paper.payload = {
        "view": view,
        "facts": paper.facts,
        "form": freeze(form),
        "words": setting.words,
        "old": setting.old,
        "policy_versions": policy_versions(form, paper.facts),
    }
    paper.approved_at, paper.approved_by, paper.dated_on = at, by, day


def _setting(paper: OfficialPaper, day: date, number: str, *, token: str) -> Setting:
    home = county()
    return Setting(
        words=issuer_words(day),
        number=number,
        date=chinese_date(day),
        verify_url=f"{home.base_url}/v/{token}/" if token else "",
        is_demonstration=home.is_demonstration,
        old=_old(paper.supersedes) if paper.supersedes else None,
    )


def _old(paper: OfficialPaper) -> dict[str, str]:
    return {
        "title": paper.title,
        "number": paper.number or "",
        "date": chinese_date(paper.issued_on),
    }


def _supersede(old_id: int, *, because: OfficialPaper, by: User, at: datetime) -> None:
    """The paper that the approved one names ends here."""
    old = locked(old_id)
    if old.state not in STANDING:
        raise PaperNotSupersedable(paper=old, why=f"它现在是“{old.get_state_display()}”")
    PAPER.apply(old, "supersede", by=by, at=at, superseded_by=str(because))
    old.superseded_at = at
    old.save(update_fields=["state", "superseded_at"])
