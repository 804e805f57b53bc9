"""Steps that many tests need: short ways to a notice at some point of its life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from enforcement import services
from enforcement.models import Notice
from enforcement.states import NoticeForm
from inspections.models import Finding, Visit
from institutions.models import Institution
from policies.models import Violation
from tests.factories.accounts import UserFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.times import DAY, NOON

OFFICERS = (("王小明", "HN001"), ("李小红", "HN002"))


@dataclass(frozen=True)
class People:
    drafter: User
    section_head: User
    bureau_head: User
    clerk: User


def visit_to(institution: Institution, **changes: Any) -> Visit:
    """A confirmed visit of DAY by two inspectors of education."""
    officers = [
        UserFactory(
            inspector=True, full_name=name, certificate__number=f"{number}-{institution.pk}"
        )
        for name, number in OFFICERS
    ]
    return VisitFactory(
        institution=institution,
        confirmed=True,
        officers=officers,
        place_text="城关镇文化路8号",
        **changes,
    )


def found_at(visit: Visit, violation: Violation, text: str) -> Finding:
    return FindingFactory(visit=visit, violation=violation, text=text)


def submitted(visit: Visit, people: People, form: str = NoticeForm.RECTIFICATION) -> Notice:
    """Drafted and handed in."""
    notice = services.draft_notice(visit.pk, form=form, by=people.drafter, at=NOON)
    return services.submit_notice(notice.pk, by=people.drafter, at=NOON)


def approved(visit: Visit, people: People, form: str = NoticeForm.RECTIFICATION) -> Notice:
    """Numbered and frozen; not printed, since a test's transaction never commits."""
    notice = submitted(visit, people, form)
    if form == NoticeForm.STOP:
        services.endorse_notice(notice.pk, by=people.section_head, at=NOON)
        return services.approve_notice(notice.pk, by=people.bureau_head, at=NOON)
    return services.approve_notice(notice.pk, by=people.section_head, at=NOON)


def printed(visit: Visit, people: People, form: str = NoticeForm.RECTIFICATION) -> Notice:
    notice = approved(visit, people, form)
    services.print_paper(notice.pk, at=NOON)
    notice.refresh_from_db()
    return notice


def served(visit: Visit, people: People, form: str = NoticeForm.RECTIFICATION) -> Notice:
    """Handed over on DAY."""
    notice = printed(visit, people, form)
    return services.serve_notice(
        notice.pk,
        way="direct",
        delivered_on=DAY,
        evidence=services.DeliveryEvidence(recipient="王春梅"),
        by=people.clerk,
        at=NOON,
    )
