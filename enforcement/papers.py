"""From rows to what a paper says: gathers the facts, asks whether the law may be cited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from common.clock import chinese_date
from enforcement import composition as c
from enforcement import rules
from enforcement.errors import NothingToStop, PenaltyInOrder
from enforcement.limits import due_from
from enforcement.models import Notice
from enforcement.states import TAKEN_BACK, NoticeForm
from inspections.models import Finding, Visit
from inspections.states import OfficerRole
from institutions.models import Institution
from policies.errors import ParameterMissing
from policies.models import Violation
from policies.queries import basis_on, parameter_values, require_quotable
from tenants.current import county

ORDER_BASIS = "PL28"  # Penalty Law art. 28: order to correct, at once or within a limit
_ISSUER_KEYS = (
    "organ.name",
    "organ.contact",
    "organ.government",
    "organ.court",
    "deadline.t13",
    "deadline.t14",
)
NUMBER_TO_COME = "（批准时编号）"


def check_words(notice: Notice, payload: dict[str, Any]) -> None:
    """No word of penalty on an order to correct. Raises PenaltyInOrder.

    In a rectification notice the story of a finding may tell of an earlier penalty; a stop
    notice is so close to the penalty of closing that not even this is let in.
    """
    for where, text in c.spoken(payload):
        is_story = where.startswith("问题") and where[2:].isdigit()
        if is_story and notice.form == NoticeForm.RECTIFICATION:
            continue
        if words := rules.penalty_words_in(text):
            raise PenaltyInOrder(
                form=notice.get_form_display(), words="”“".join(words), where=where
            )


def compose_paper(
    notice: Notice, *, issued_on: date, number: str = NUMBER_TO_COME, token: str = ""
) -> dict[str, Any]:
    """What the paper would say if it were issued on this day; checks law and words.

    Raises LawNotInForce, ArticleNotConfirmed, NothingToStop, PenaltyInOrder, ParameterMissing.
    """
    payload = c.compose(_facts_of(notice, issued_on=issued_on, number=number, token=token))
    check_words(notice, payload)
    return payload


def paper_of(notice: Notice, *, as_of: date) -> dict[str, Any]:
    """The frozen paper of an approved notice; of a draft what it would say today."""
    return notice.payload if notice.payload else compose_paper(notice, issued_on=as_of)


def _facts_of(notice: Notice, *, issued_on: date, number: str, token: str) -> c.PaperFacts:
    home = county()
    findings = _findings_of(notice)
    return c.PaperFacts(
        form=notice.form,
        issuer=issuer_on(issued_on, home.name),
        party=_party(notice.institution, notice.acted_on),
        scene=_scene(notice.visit),
        issued_on=issued_on,
        number=number,
        verify_url=f"{home.base_url}/v/{token}/" if token else "",
        is_demonstration=home.is_demonstration,
        facts=tuple(_fact(finding) for finding in findings),
        bases=order_basis(notice.acted_on, issued_on) if notice.orders_something else (),
        limit_count=notice.limit_count or 0,
        limit_unit=notice.limit_unit,
        due_if_served_today=_due_if_served_on(issued_on, notice),
        added_order=notice.added_order,
        withdrawn=_withdrawn(notice),
        **(_beside(notice) if notice.form == NoticeForm.RESULT else {}),
    )


def _beside(notice: Notice) -> dict[str, tuple[str, ...]]:
    """What a result tells beside the findings: other departments' matters, orders given."""
    routed = notice.visit.findings.routed().standing().select_related("routed")
    standing = Notice.objects.orders().filter(visit=notice.visit, number__isnull=False)
    orders = standing.exclude(state__in=TAKEN_BACK).order_by("pk")
    return {
        "routed": tuple(dict.fromkeys(str(row.routed.title) for row in routed if row.routed)),
        "ordered_by": tuple(f"《{row.get_form_display()}》（{row.number}）" for row in orders),
    }


def _findings_of(notice: Notice) -> list[Finding]:
    """The findings in the order of the paper, each with law that may be cited."""
    links = notice.notice_findings.select_related(
        "finding__violation__law", "finding__violation__also_law", "finding__review"
    ).order_by("no")
    findings = [link.finding for link in links]
    for finding in findings:
        require_quotable(_violation(finding), notice.acted_on)
    codes = [_violation(finding).code for finding in findings]
    if notice.form == NoticeForm.STOP and not rules.may_be_stopped_for(codes):
        raise NothingToStop()
    return findings


def _violation(finding: Finding) -> Violation:
    assert finding.violation is not None, "a notice orders own findings only"
    return finding.violation


def _fact(finding: Finding) -> c.Fact:
    fact = fact_of(_violation(finding), finding.text)
    return replace(fact, correction=finding.reviewed.correction if finding.reviewed else "")


def fact_of(violation: Violation, text: str) -> c.Fact:
    """One violation as a paper tells it, with the words of the record."""
    return c.Fact(
        code=violation.code,
        text=text,
        law=violation.law.title,
        article=violation.citation.removeprefix(violation.law.title),
        requirement=violation.requirement,
        remedy=violation.remedy,
        version=violation.version,
    )


def order_basis(acted_on: date, issued_on: date) -> tuple[c.Cited, ...]:
    """The power to order, in force when the act was done and when the order is given."""
    row = basis_on(ORDER_BASIS, acted_on)
    require_quotable(row, acted_on)
    require_quotable(row, issued_on)
    return (c.Cited(citation=row.citation, version=row.version),)


def issuer_on(on: date, county_name: str) -> c.Issuer:
    held = parameter_values(on, *_ISSUER_KEYS)
    if not held["organ.name"]:
        raise ParameterMissing(key="organ.name", on=chinese_date(on))
    contact = held["organ.contact"]
    return c.Issuer(
        organ=held["organ.name"],
        government=held["organ.government"] or f"{county_name}人民政府",
        court=held["organ.court"],
        reconsideration_days=held["deadline.t13"]["count"],
        litigation_months=held["deadline.t14"]["count"],
        address=contact.get("address", ""),
        phone=contact.get("phone", ""),
        person=contact.get("person", ""),
    )


def _due_if_served_on(day: date, notice: Notice) -> date | None:
    """The last day of the limit if the paper is served that very day; None if not yet certain."""
    if notice.limit_count is None:
        return None
    due = due_from(day, notice.limit_count, notice.limit_unit)
    return None if due.is_provisional else due.due_on


def _party(institution: Institution, on: date) -> c.Party:
    site = institution.sites.on(on).first() or institution.current_site
    return c.Party(
        name=institution.name,
        credit_code=institution.credit_code or "",
        licence_no=institution.licence_no or "",
        person=institution.legal_person or institution.principal,
        address=site.address if site else "",
    )


def _scene(visit: Visit) -> c.Scene:
    officers = list(visit.officers.select_related("user", "department"))
    signing = [o for o in officers if o.role != OfficerRole.AUXILIARY]
    own = [o for o in signing if o.department.is_lead]
    named = own if len(own) >= rules.OFFICERS_LEAST else signing
    partners = {o.department.name: None for o in officers if not o.department.is_lead}
    return c.Scene(
        visited_on=visit.visited_on,
        place=visit.place_text,
        officers=tuple(f"{o.user.full_name}（执法证号：{o.certificate_no}）" for o in named),
        partners=tuple(partners),
        photos=visit.photos.count(),
    )


def _withdrawn(notice: Notice) -> c.Withdrawn | None:
    old = notice.withdraws
    if old is None:
        return None
    return c.Withdrawn(
        title=old.get_form_display(),
        number=old.number or "",
        issued_on=old.approved_on,
        reason=notice.withdrawal_reason,
    )
