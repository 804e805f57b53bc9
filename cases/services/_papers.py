"""The seam to papers: what a case says on any form, drafted here, approved with its step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cases.errors import PaperDisagrees, PaperMissing
from cases.models import Case, CasePaper, Decision, Party, PriorNotice, SpotPenalty
from cases.roles import PaperRole
from cases.states import EvidenceKind, PenaltyKind
from common.clock import chinese_date, localdate
from common.money import yuan
from papers.catalogue import Field, Form, get_form
from papers.models import OfficialPaper
from papers.numbers import opened
from papers.services import approve_paper, change_draft, discard_draft, draft_paper, issue_paper
from papers.states import BEFORE_APPROVAL, PaperState

# Where a row knows one of these, its paper says the same: who drafts may add, never contradict.
# Otherwise a paper could impose more than was announced, or name a second day (3.6).
BINDING = (
    *("party", "facts", "penalties", "fine_fen", "gains_fen", "filed_on", "correction"),
    *("notice", "notice_served_on", "ground", "law"),
)
AMOUNTS = ("fine_fen", "gains_fen", "law")  # nobody writes what no row decided
# What a decision says to its party beside that; who puts a slip on its paper right leaves it alone.
DECIDED = (
    *("cause", "basis", "rules_broken", "discretion", "reason", "defence", "hearing", "gains"),
    *("performance", "pay_period", "decision", "decision_content"),
    *("publicity_class", "minimum", "longest"),
)
HERE = "case"  # forms that exist only inside a case are made out here


def draft(
    case: Case,
    code: str,
    facts: dict[str, Any],
    role: str,
    *,
    by: User,
    at: datetime,
    notice: PriorNotice | None = None,
    decision: Decision | None = None,
    supersedes: OfficialPaper | None = None,
) -> OfficialPaper:
    """A draft on a form, filled with what the case knows; ``facts`` say the rest or otherwise.

    Raises what ``papers.services.draft_paper`` raises.
    """
    said = {**known_of_case(get_form(code, localdate(at)), case), **facts}
    paper = draft_paper(
        code, said, about=f"案件 {case}", by=by, at=at, supersedes=supersedes, inside=HERE
    )
    CasePaper.objects.create(case=case, paper=paper, role=role, notice=notice, decision=decision)
    return paper


def issue(
    case: Case, code: str, facts: dict[str, Any], role: str, *, by: User, at: datetime
) -> OfficialPaper:
    """Draft and approve in one, where the step's own person is the approver of the form."""
    paper = begin(case, code, facts, role, by=by, at=at)
    return approve_paper(paper.pk, by=by, at=at)


def begin(
    case: Case, code: str, facts: dict[str, Any], role: str, *, by: User, at: datetime
) -> OfficialPaper:
    """The draft on a form that a step puts into words.

    One that somebody began before is completed: it may say what no row knows, such as who led
    a discussion, and says what the rows know as they know it.
    """
    told = {**known_of_case(get_form(code, localdate(at)), case), **facts}
    if (begun := waiting(case, code).first()) is not None:
        return change_draft(begun.pk, {**begun.facts, **told}, by=by, at=at)
    paper = draft_paper(code, told, about=f"案件 {case}", by=by, at=at, inside=HERE)
    CasePaper.objects.create(case=case, paper=paper, role=role)
    return paper


def waiting(case: Case, code: str) -> QuerySet[OfficialPaper]:
    """Drafts of a case on one form that belong to no notice and no decision."""
    links = CasePaper.objects.filter(case=case, notice__isnull=True, decision__isnull=True)
    drafts = OfficialPaper.objects.filter(code=code, state=PaperState.DRAFT)
    return drafts.filter(pk__in=links.values("paper_id")).order_by("pk")


def issue_of_spot(
    spot: SpotPenalty, facts: dict[str, Any], *, by: User, at: datetime
) -> OfficialPaper:
    """D38, handed over on the spot."""
    paper = issue_paper("D38", facts, about=str(spot), by=by, at=at, inside=HERE)
    CasePaper.objects.create(spot=spot, paper=paper, role=PaperRole.DECISION)
    return paper


def approve_drafts(
    codes: tuple[str, ...],
    known: dict[str, Any] | None = None,
    *,
    by: User,
    at: datetime,
    **of: Case | PriorNotice | Decision,
) -> list[OfficialPaper]:
    """Approve the drafts of these forms that belong to a case, a notice or a decision, all of them.

    ``known`` is what the rows of a notice or decision say. Raises PaperMissing for a form without a
    draft, PaperDisagrees, and what ``approve_paper`` raises.
    """
    links = CasePaper.objects.filter(**of, paper__state__in=BEFORE_APPROVAL).values("paper_id")
    waiting = OfficialPaper.objects.select_for_update(of=("self",), no_key=True)
    waiting = waiting.filter(pk__in=links).order_by("pk")
    drafts = {paper.code: paper for paper in waiting if paper.is_draft}
    day = localdate(at)
    (thing,) = of.values()
    case = thing if isinstance(thing, Case) else thing.case
    for code in codes:
        if code not in drafts:
            raise PaperMissing(form=get_form(code, day).title)
        if known is not None:
            form = get_form(code, day)
            _require_agreeing(drafts[code], form, {**known_of_case(form, case), **known})
    approved: list[OfficialPaper] = []
    for code in codes:
        if approved:
            _name_decision(drafts[code], approved[0], by=by, at=at)
        approved.append(approve_paper(drafts[code].pk, by=by, at=at))
    return approved


def discard_drafts(*, by: User, at: datetime, **of: PriorNotice | Decision) -> None:
    """Give up the drafts of a notice or decision that was given up itself."""
    links = CasePaper.objects.filter(**of, paper__state=PaperState.DRAFT)
    for paper_id in links.order_by("pk").values_list("paper_id", flat=True):
        discard_draft(paper_id, by=by, at=at)


def _require_agreeing(paper: OfficialPaper, form: Form, known: dict[str, Any]) -> None:
    """Go on only if the paper says what the rows say (guard 4). Raises PaperDisagrees."""
    wrong, facts = [], opened(paper.facts)
    for key in BINDING:
        field, said = form.by_key.get(key), facts.get(key)
        if field is None or (key not in known and key not in AMOUNTS):
            continue
        is_left_out = key == "correction" and said is None
        if said != known.get(key) and not is_left_out:
            wrong.append(field.label)
    if wrong:
        raise PaperDisagrees(form=form.title, fields="、".join(wrong))


def _name_decision(paper: OfficialPaper, first: OfficialPaper, *, by: User, at: datetime) -> None:
    """A paper that goes with a decision names its number, which nobody knew before."""
    fields = {field.key: field.kind for field in get_form(paper.code, localdate(at)).fields}
    if fields.get("decision") == "paper_ref":
        change_draft(paper.pk, {**paper.facts, "decision": ref(first)}, by=by, at=at)


def ref(paper: OfficialPaper) -> dict[str, Any]:
    """Another paper as a fact of kind ``paper_ref``: title, number and its one date."""
    return {
        "title": paper.title,
        "number": paper.number or "",
        "date": paper.issued_on.isoformat(),
    }


def fitting(code: str, known: dict[str, Any], day: date) -> dict[str, Any]:
    """Of what a step knows, what this form has a field for."""
    has = {field.key for field in get_form(code, day).fields}
    return {key: value for key, value in known.items() if key in has}


def party_facts(party: Party) -> dict[str, Any]:
    """Field set F0 as papers take it; what is not known is left out."""
    told = {
        "kind": "person" if party.is_person else "organisation",
        "name": party.name,
        "credit_code": party.credit_code,
        "licence": party.licence,
        "person": party.representative,
        "sex": party.sex,
        "id_number": party.id_number,
        "occupation": party.occupation,
        "address": party.address,
        "phone": party.phone,
    }
    return {key: value for key, value in told.items() if value}


def penalty_rows(penalties: Any) -> list[dict[str, Any]]:
    """The table 处罚种类和内容."""
    return [
        {
            "no": str(no),
            "kind": PenaltyKind(one.kind).label,
            "content": _content(one),
        }
        for no, one in enumerate(penalties, start=1)
    ]


def _content(one: Any) -> str:
    said = []
    if one.amount_fen is not None:
        said.append(f"人民币{yuan(one.amount_fen)}元")
    if one.months is not None:
        said.append(f"{one.months}个月")
    if one.text:
        said.append(one.text)
    return "，".join(said) or PenaltyKind(one.kind).label


def known_of_case(form: Form, case: Case) -> dict[str, Any]:
    """What the case can say for the fields that this form has."""
    has = {field.key: field.kind for field in form.fields}
    known: dict[str, Any] = {}
    if "party" in has and case.party:
        is_block = has["party"] == "party"
        known["party"] = party_facts(case.party) if is_block else case.party.name
    if "case_no" in has:
        known["case_no"] = case.number or f"线索{case.pk}"
    if "cause" in has:
        known["cause"] = case.cause
    if has.get("officers") == "officers":
        known["officers"] = [
            {"name": one.user.full_name, "certificate_no": one.certificate_no}
            for one in case.officers.standing().select_related("user")
        ]
    if has.get("evidence") == "table":
        known["evidence"] = evidence_rows(case, form.by_key["evidence"])
    if "filed_on" in has and case.filed_on:
        known["filed_on"] = case.filed_on.isoformat()
    if has.get("source") == "text":
        known["source"] = case.get_source_display()
    order = case.corrections.select_related("notice").first()
    if has.get("correction") == "paper_ref" and order:
        known["correction"] = {
            "title": order.notice.get_form_display(),
            "number": order.notice.number,
            "date": order.ordered_on.isoformat(),
        }
    return known


def evidence_rows(case: Case, table: Field) -> list[dict[str, Any]]:
    """The list of evidence F11 in the columns of a form's table, without what was excluded."""
    kinds = {column.key: column.kind for column in table.columns}
    rows = []
    for one in case.evidence.standing().select_related("added_by"):
        shape = "复制件" if one.is_copy else "原件"
        known = {
            "no": str(one.no),
            "name": f"{one.name}（{EvidenceKind(one.kind).label}）",
            "source": one.obtained_from,
            "original": shape,
            "shape": shape,
            "pages": one.page_count if kinds.get("pages") == "number" else str(one.page_count),
            "collected": f"{one.added_by.full_name}，{chinese_date(one.obtained_on)}",
            "proves": one.proves,
        }
        rows.append({key: value for key, value in known.items() if key in kinds})
    return rows


def paper_of_notice(notice: PriorNotice) -> OfficialPaper:
    """D29 of an approved notice."""
    links = CasePaper.objects.filter(notice=notice).select_related("paper")
    link = links.get(paper__code="D29", paper__approved_at__isnull=False)
    return link.paper
