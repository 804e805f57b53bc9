"""The papers of a planned visit: approval form (D01) and notice of inspection (D02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from common.clock import chinese_date, localdate
from common.numbers import notice_number
from draws.models import PlanCounter, PlanPaper, VisitPlan
from draws.states import PaperForm
from draws.tasks import print_plan_paper
from inspections.models import Visit
from inspections.states import OfficerRole
from policies.errors import ParameterMissing
from policies.queries import parameter_values
from tenants.current import county

_PATTERN = {
    PaperForm.APPROVAL: "visit.approval_pattern",
    PaperForm.NOTICE: "visit.notice_pattern",
}
TEMPLATES = {
    PaperForm.APPROVAL: "documents/inspection_approval.html",
    PaperForm.NOTICE: "documents/notice.html",
}


def freeze_papers(plan: VisitPlan, *, by: User, at: datetime) -> list[PlanPaper]:
    """The papers of an approved visit, numbered and frozen; printed after the commit.

    The notice is made for unannounced visits too: they are told nothing beforehand, and get it
    on arrival. Raises ParameterMissing.
    """
    papers = [_freeze(plan, form, by=by, at=at) for form in PaperForm]
    for paper in papers:
        print_plan_paper.delay_on_commit(paper_id=paper.pk)  # type: ignore[attr-defined]  # Django's
    return papers


def _freeze(plan: VisitPlan, form: PaperForm, *, by: User, at: datetime) -> PlanPaper:
    day = localdate(at)
    held = parameter_values(day, _PATTERN[form], "organ.code", "organ.name", "organ.contact")
    if not held["organ.name"]:
        raise ParameterMissing(key="organ.name", on=chinese_date(day))
    serial = _next_serial(form, day.year)
    pattern = held[_PATTERN[form]]
    number = notice_number(pattern, organ=held["organ.code"], year=day.year, serial=serial)
    compose = _approval if form == PaperForm.APPROVAL else _notice
    payload = {
        "organ": held["organ.name"],
        "number": number,
        "date": chinese_date(day),
        "demonstration": county().is_demonstration,
        **compose(plan, held, by),
    }
    return PlanPaper.objects.create(
        plan=plan,
        form=form,
        year=day.year,
        serial=serial,
        number=number,
        payload=payload,
        frozen_at=at,
    )


def _next_serial(form: str, year: int) -> int:
    """Holds the counter until the transaction ends: numbers have no gaps."""
    PlanCounter.objects.get_or_create(form=form, year=year)
    counter = PlanCounter.objects.select_for_update().get(form=form, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _facts(plan: VisitPlan) -> dict[str, Any]:
    visit = plan.visit
    matters = list(plan.matters.order_by("code"))
    site = visit.institution.sites.on(visit.planned_on).first() or visit.institution.current_site
    return {
        "matters": "；".join(matter.title for matter in matters),
        "basis": "；".join(dict.fromkeys(matter.basis for matter in matters)),
        "address": site.address if site else "",
        "officers": officers_in_words(visit),
        "partners": "、".join(_partners(visit)),
        "causes": "；".join(cause.text for cause in plan.causes.all()),
    }


def officers_in_words(visit: Visit) -> str:
    """Who goes, with certificate numbers; auxiliaries are no officers."""
    rows = visit.officers.exclude(role=OfficerRole.AUXILIARY).select_related("user")
    return "、".join(f"{one.user.full_name}（执法证号：{one.certificate_no}）" for one in rows)


def _partners(visit: Visit) -> list[str]:
    links = visit.assignment_links.standing().select_related("assignment__asked_of")
    return [link.assignment.asked_of.name for link in links]


def _approval(plan: VisitPlan, held: dict[str, Any], by: User) -> dict[str, Any]:
    visit, institution = plan.visit, plan.visit.institution
    count = f"本年度已安排和进行{plan.counted_before}次，年度上限{plan.cap}次"
    if plan.over_cap_reason:
        count += f"；超过上限的理由：{plan.over_cap_reason}"
    announced = "事先通知" if plan.is_announced else f"不事先通知：{plan.unannounced_reason}"
    return {
        **_facts(plan),
        "title": PaperForm.APPROVAL.label,
        "party": institution.name,
        "credit_code": institution.credit_code or "",
        "visit_class": plan.get_visit_class_display(),
        "planned_on": chinese_date(visit.planned_on),
        "announced": announced,
        "frequency": count,
        "drafted_by": str(visit.planned_by),
        "drafted_on": chinese_date(localdate(visit.planned_at)),
        "approved_by": by.full_name,
    }


def _notice(plan: VisitPlan, held: dict[str, Any], by: User) -> dict[str, Any]:
    """A notice on the grid of GB/T 9704, as all papers that leave the house."""
    visit, institution = plan.visit, plan.visit.institution
    facts = _facts(plan)
    joint = f"会同{facts['partners']}" if facts["partners"] else ""
    contact = held["organ.contact"]
    return {
        "form": "inspection",
        "title": PaperForm.NOTICE.label,
        "party": {
            "name": institution.name,
            "credit_code": institution.credit_code or "",
            "licence_no": institution.licence_no or "",
            "person": institution.legal_person or institution.principal,
            "address": facts["address"],
        },
        "paragraphs": [
            f"根据{facts['basis']}，本机关定于{chinese_date(visit.planned_on)}{joint}"
            f"对你单位进行{plan.get_visit_class_display()}。现将有关事项通知如下："
        ],
        "findings": [],
        "basis": [],
        "orders": [
            f"一、检查事项：{facts['matters']}。",
            f"二、检查人员：{facts['officers']}。检查人员不少于两人，应当主动出示执法证件；"
            "未出示的，你单位有权拒绝接受检查。",
            "三、你单位认为检查人员与本次检查有利害关系的，有权申请回避；"
            "对检查情况有权陈述、申辩。",
            "四、你单位应当如实提供有关资料，不得拒绝、阻碍检查或者隐匿、伪造、毁灭证据。",
            "五、检查不收取任何费用；检查人员不得索取、收受财物，不得干扰正常教学经营。",
        ],
        "deadline_text": f"本年度对你单位的检查，连同本次计{_count(plan)}次。",
        "after": _contact(contact),
        "signature": held["organ.name"],
        "verify_url": "",
        "template_version": 1,
        "policy_versions": {},
    }


def _count(plan: VisitPlan) -> int:
    return plan.counted_before + 1


def _contact(contact: dict[str, str]) -> list[str]:
    known = (("联系电话", contact.get("phone", "")), ("地址", contact.get("address", "")))
    words = "；".join(f"{label}：{value}" for label, value in known if value)
    return [f"{words}。"] if words else []
