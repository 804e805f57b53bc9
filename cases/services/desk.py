"""Papers at their own page: what a draft takes from its case, how it is changed, approved, replaced.

The page of a paper serves papers of cases and all others; these verbs look which it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import PaperDisagrees, PaperWithItsStep, SamePerson
from cases.models import CasePaper
from cases.services import _papers
from cases.services._locks import locked
from cases.services._steps import note, require_not_archived, require_officer, require_stranger
from cases.services.deciding import known_of_decision
from cases.services.noticing import known_of_notice
from cases.states import DecisionState
from common.clock import localdate
from common.errors import NotFound
from papers.catalogue import Form, get_form
from papers.models import OfficialPaper
from papers.numbers import opened
from papers.services import approve_paper, change_draft, draft_replacement

# What any paper of a case says as the case does; with its row a paper says more so (_papers.BINDING).
_OF_ANY_PAPER = ("party", "cause", "filed_on", "correction")
CORRECTED = ("D36", "D37", "D39")  # papers of a decision whose slips another paper puts right
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

    @property
    def may_be_corrected(self) -> bool:
        """A slip on the paper of a made decision is put right by another paper that names it."""
        made = self.link.decision
        is_made = made is not None and made.state == DecisionState.APPROVED
        return is_made and self.link.paper.code in CORRECTED

    @property
    def is_correction(self) -> bool:
        """It puts a slip on the paper of a decision right."""
        return bool(self.link.decision_id) and self.link.paper.supersedes_id is not None

    def filled(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts as they must stand on the draft."""
        said = {**facts, **self.facts}
        return {key: value for key, value in said.items() if value is not None}


def facts_from_case(paper: OfficialPaper, on: date) -> FromCase | None:
    """What a draft takes from its case on that day; None for a paper that belongs to no case."""
    links = CasePaper.objects.filter(paper=paper).select_related(
        *("case__party", "spot", "notice", "decision__notice", "paper__supersedes")
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
    if link.decision is not None and paper.supersedes is not None:
        kept = [key for key in (*_papers.BINDING, *_papers.DECIDED) if key in form.by_key]
        taken |= {key: paper.supersedes.facts.get(key) for key in kept}
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
        _require_taken(held, get_form(paper.code, localdate(at)), facts)
    return change_draft(paper_id, facts, by=by, at=at)


@transaction.atomic
def approve_any_paper(paper_id: int, *, by: User, at: datetime) -> OfficialPaper:
    """Approve a paper; one of a notice or decision is approved with that, in the case.

    One that puts a slip on the paper of a decision right is approved here, by a head who is a
    stranger to the case and did not draft it. Raises PaperWithItsStep, OwnCase, SamePerson,
    PaperDisagrees and what ``papers.services.approve_paper`` raises.
    """
    paper = _held(paper_id)
    held = facts_from_case(paper, localdate(at))
    if held is not None and held.is_correction and paper.is_draft:
        return _approved_correction(paper, held, by=by, at=at)
    if held is not None and held.has_its_step and paper.is_draft:
        raise PaperWithItsStep(paper=paper, action="批准", case=held.link.case)
    return approve_paper(paper_id, by=by, at=at)


@transaction.atomic
def replace_any_paper(paper_id: int, *, reason: str, by: User, at: datetime) -> OfficialPaper:
    """Begin the paper that names this one and takes its place; it belongs where this one does.

    A notice is replaced by another notice, and its paper with it; a slip on D36, D37 or D39 is
    put right by its officers (补正), and nothing is decided anew. Raises PaperWithItsStep,
    NotYourCase, WrongState and what ``papers.services.draft_replacement`` raises.
    """
    paper = _held(paper_id)
    held = facts_from_case(paper, localdate(at))
    if held is not None and held.has_its_step:
        if held.link.case is None or not held.may_be_corrected:
            raise PaperWithItsStep(paper=paper, action="替代", case=held.link.case)
        require_officer(held.link.case, by, "补正决定文书")
        require_not_archived(held.link.case, "补正决定文书")
    inside = _papers.HERE if held is not None else ""
    new = draft_replacement(paper, reason=reason, by=by, at=at, inside=inside)
    if held is not None:
        link = held.link
        CasePaper.objects.create(
            case=link.case, spot=link.spot, paper=new, role=link.role, decision=link.decision
        )
    return new


def _approved_correction(
    paper: OfficialPaper, held: FromCase, *, by: User, at: datetime
) -> OfficialPaper:
    case, form = held.link.case, get_form(paper.code, localdate(at))
    assert case is not None, "a decision is one of a case"
    require_stranger(case, by, Permission.CASE_DECIDE, "批准补正")
    if paper.drafted_by_id == by.pk:
        raise SamePerson(thing=str(paper), earlier="起草", action="批准")
    require_not_archived(case, "批准补正")
    _require_taken(held, form, paper.facts)
    approved = approve_paper(paper.pk, by=by, at=at)
    told = f"《{approved.title}》{approved.number}：{approved.view['replaces']}"
    note(case, "note", text=told, by=by, at=at)
    return approved


def _require_taken(held: FromCase, form: Form, facts: dict[str, Any]) -> None:
    """Go on only if what the case says is said so. Raises PaperDisagrees."""
    said = opened(facts)
    wrong = [key for key, value in opened(held.facts).items() if said.get(key) != value]
    if wrong:
        labels = "、".join(form.by_key[key].label for key in wrong)
        raise PaperDisagrees(form=form.title, fields=labels)


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
