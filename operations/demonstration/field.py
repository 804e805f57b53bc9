"""One visit of the demonstration from plan to confirmation, as the people on duty do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from accounts.models import Department, User
from common.clock import at_time
from inspections.models import Campaign, Visit
from inspections.services import (
    VisitRecord,
    approve_visit,
    confirm_visit,
    plan_visit,
    record_visit,
)
from institutions.models import Institution
from operations.replay.invention import Inventor
from operations.replay.scenarios import Law, Scenario, found_at

ON_SITE = timedelta(minutes=35)
VISITS_A_DAY = 12


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes, who decides."""

    inspectors: list[User]
    section_head: User
    bureau_head: User
    clerk: User
    partners: list[User]
    inventor: Inventor

    @classmethod
    def of(cls, people: list[User], inventor: Inventor) -> Crew:
        def having(role: str) -> list[User]:
            return [person for person in people if role in person.roles]

        return cls(
            inspectors=having("inspector"),
            section_head=having("section_head")[0],
            bureau_head=having("bureau_head")[0],
            clerk=having("registry_clerk")[0],
            partners=having("partner_officer"),
            inventor=inventor,
        )

    def plan(
        self,
        institution: Institution,
        day: date,
        *,
        purpose: str,
        campaign: Campaign | None = None,
        partners: tuple[Department, ...] = (),
    ) -> Visit:
        lead, second = self.inspectors[:2]
        return plan_visit(
            institution.pk,
            campaign=campaign,
            planned_on=day,
            purpose=purpose,
            officer_ids=[lead.pk, second.pk],
            partner_departments=partners,
            by=lead,
            at=at_time(day, 8),
        )

    def allow(self, visit: Visit) -> Visit:
        return approve_visit(visit.pk, by=self.section_head, at=at_time(visit.planned_on, 8, 20))

    def record(self, visit: Visit, scenario: Scenario) -> Visit:
        """Go there and write down what the scenario finds."""
        visit = self.allow(visit)
        found = found_at(scenario, visit.checklist, Law.on(visit.planned_on), self.inventor)
        starts_at = self._next_start(visit.planned_on)
        site = visit.institution.current_site
        return record_visit(
            visit.pk,
            VisitRecord(
                starts_at=starts_at,
                ends_at=starts_at + ON_SITE,
                point=self.inventor.near(site.point, metres=25),
                place_text=site.address,
                person_present=visit.institution.principal,
                person_role="负责人",
                answers=found.answers,
                findings=found.findings,
            ),
            request_id=uuid5(NAMESPACE_URL, f"demonstration:{visit.pk}"),
            by=self.inspectors[0],
            at=starts_at + ON_SITE + timedelta(minutes=5),
        )

    def _next_start(self, day: date) -> datetime:
        """The same two people go everywhere, one place after the other."""
        gone = Visit.objects.filter(planned_on=day, ends_at__isnull=False).count()
        return at_time(day, 9) + gone % VISITS_A_DAY * timedelta(minutes=45)

    def confirm(self, visit: Visit, scenario: Scenario) -> Visit:
        visit = self.record(visit, scenario)
        assert visit.recorded_at is not None  # a constraint: it was just recorded
        moment = visit.recorded_at + timedelta(minutes=5)
        return confirm_visit(visit.pk, by=self.section_head, at=moment)
