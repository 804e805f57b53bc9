"""Papers at their own page: what a draft takes from its case, how it is changed, approved, replaced.

The page of a paper serves papers of cases and all others; these verbs look which it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.errors import PaperDisagrees, PaperWithItsStep
from cases.models import CasePaper
from cases.services import _papers
from cases.services._locks import locked
from cases.services.deciding import known_of_decision
from cases.services.noticing import known_of_notice
from common.clock import localdate
from common.errors import NotFound
from papers.catalogue import Form, get_form
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft, draft_replacement

# What any paper of a case says as the case does; with its row a paper says more so (_papers.BINDING).
_OF_ANY_PAPER = ("party", "cause", "filed_on", "correction")
# What a replacement of a penalty on the spot takes from the paper that was handed over.
_OF_A_SPOT = ("party", "acted_at", "rules_broken", "basis", "kind", "fine_fen")


@dataclass(frozen=True, slots=True)
class FromCase:
    """To what a paper belongs, and which of its facts are not its own.

    ``facts`` holds None where the rows say that there is nothing, such as a fine nobody decided.
    """

    link: CasePaper
    facts: dict[str, Any]

    @property
    def has_its_step(self) -> bool:
        """It puts a notice or decision into words and lives with that row."""
        return bool(self.link.notice_id or self.link.decision_id)

    def filled(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts as they must stand on the draft."""
        said = {**facts, **self.facts}
        return {key: value for key, value in said.items() if value is not None}


def facts_from_case(paper: OfficialPaper, on: date) -> FromCase | None:
    """What a draft takes from its case on that day; None for a paper that belongs to no case."""
    links = CasePaper.objects.filter(paper=paper).select_related(
        *("case__party", "spot", "notice", "decision__notice")
    )
    link = links.first()
    if link is None:
        return None
    form = get_form(paper.code, on)
    if link.case is None:
        old = paper.supersedes.facts if paper.supersedes else paper.facts
        return FromCase(link, {key: old.get(key) for key in _OF_A_SPOT if key in form.by_key})
    known, keys = _known(link, form)
    taken = {key: known.get(key) for key in keys if key in form.by_key}
    if paper.facts.get("correction") is None:  # a case has an order, the paper need not name it
        taken.pop("correction", None)
    return FromCase(link, taken)


@transaction.atomic
def change_any_paper(
    paper_id: int, facts: dict[str, Any], *, by: User, at: datetime
) -> OfficialPaper:
    """Change a draft. What its case says cannot be said otherwise.

    Raises PaperDisagrees and what ``papers.services.change_draft`` raises.
    """
    paper = _held(paper_id)
    held = facts_from_case(paper, localdate(at))
    if held is not None:
        form = get_form(paper.code, localdate(at))
        wrong = [key for key, value in held.facts.items() if facts.get(key) != value]
        if wrong:
            labels = "、".join(form.by_key[key].label for key in wrong)
            raise PaperDisagrees(form=form.title, fields=labels)
    return change_draft(paper_id, facts, by=by, at=at)


@transaction.atomic
def approve_any_paper(paper_id: int, *, by: User, at: datetime) -> OfficialPaper:
    """Approve a paper; one of a notice or decision is approved with that, in the case.

    Raises PaperWithItsStep and what ``papers.services.approve_paper`` raises.
    """
    paper = _held(paper_id)
    held = facts_from_case(paper, localdate(at))
    if held is not None and held.has_its_step and paper.is_draft:
        raise PaperWithItsStep(paper=paper, action="批准", case=held.link.case)
    return approve_paper(paper_id, by=by, at=at)


@transaction.atomic
def replace_any_paper(paper_id: int, *, reason: str, by: User, at: datetime) -> OfficialPaper:
    """Begin the paper that names this one and takes its place; it belongs where this one does.

    A notice is replaced by another notice, and its paper with it. Raises PaperWithItsStep and
    what ``papers.services.draft_replacement`` raises.
    """
    paper = _held(paper_id)
    held = facts_from_case(paper, localdate(at))
    if held is not None and held.has_its_step:
        raise PaperWithItsStep(paper=paper, action="替代", case=held.link.case)
    inside = _papers.HERE if held is not None else ""
    new = draft_replacement(paper, reason=reason, by=by, at=at, inside=inside)
    if held is not None:
        link = held.link
        CasePaper.objects.create(case=link.case, spot=link.spot, paper=new, role=link.role)
    return new


def _held(paper_id: int) -> OfficialPaper:
    """The paper, its case held first as every verb of a case does. Raises NotFound."""
    link = CasePaper.objects.filter(paper=paper_id, case__isnull=False).first()
    if link is not None and link.case_id is not None:
        locked(link.case_id)
    found = OfficialPaper.objects.select_related("supersedes").filter(pk=paper_id).first()
    paper: OfficialPaper | None = found
    if paper is None:
        raise NotFound(what="这份文书")
    return paper


def _known(link: CasePaper, form: Form) -> tuple[dict[str, Any], list[str]]:
    """What the rows say, and which fields they speak for."""
    assert link.case is not None, "the caller has looked"
    known = _papers.known_of_case(form, link.case)
    if link.notice is not None:
        known |= known_of_notice(link.notice)
    elif link.decision is not None:
        known |= known_of_decision(link.decision)
    else:
        return known, [key for key in _OF_ANY_PAPER if key in known]
    told = [key for key in (*_papers.BINDING, "cause") if key in known]
    return known, [*told, *(key for key in _papers.AMOUNTS if key not in known)]
