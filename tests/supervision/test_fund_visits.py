"""Red figures propose a visit; a person plans it or declines, and nothing happens by itself."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from draws.services import PlanWish
from funds.models import FundFinding
from inspections.models import Visit
from inspections.states import VisitPurpose
from policies.services import seed_parameters
from supervision.errors import SupervisionIncomplete
from supervision.models import FundVisit
from supervision.services import accept_fund_visit, decline_fund_visit, propose_visits
from supervision.states import ProposalState
from supervision.tasks import propose_visits as task
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.factories.draws import MatterFactory
from tests.factories.inspections import ChecklistFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(law, county):
    seed_parameters({}, at=NOON)
    clerk = funds.supervisor()
    ChecklistFactory()
    account = funds.account(clerk)
    funds.contract(account, clerk, lessons=61)
    funds.contract(account, clerk, pupil="李四", lessons=None, course="次卡")
    assert propose_visits(at=NOON) == 1
    return FundVisit.objects.get()


@pytest.fixture
def officers(county):
    return [UserFactory(inspector=True, certificate=True) for _ in range(2)]


def test_only_red_ones_propose_and_each_once(proposal):
    found = FundFinding.objects.get(rule="lesson_cap")

    task()

    assert FundVisit.objects.get() == proposal
    assert (proposal.finding, proposal.sentence) == (found, found.sentence)
    assert not Visit.objects.exists()
    assert AuditEvent.objects.filter(kind="fund_visit.propose").count() == 1


def test_a_person_plans_the_visit_by_the_rules_on_visits(proposal, officers):
    matter = MatterFactory()
    wish = PlanWish(purpose=VisitPurpose.ROUTINE, matter_ids=[matter.pk], cause=proposal.sentence)
    said = {"planned_on": DAY, "officer_ids": [one.pk for one in officers], "at": NOON}

    with pytest.raises(NotAllowed):
        accept_fund_visit(proposal.pk, wish, **said, by=UserFactory(registry_clerk=True))
    done = accept_fund_visit(proposal.pk, wish, **said, by=officers[0])

    assert (done.state, done.visit.institution) == (ProposalState.ACCEPTED, proposal.institution)
    with pytest.raises(WrongState):
        decline_fund_visit(proposal.pk, reason="晚了", by=UserFactory(section_head=True), at=NOON)


def test_declining_needs_the_right_and_a_reason(proposal):
    head = UserFactory(section_head=True)
    with pytest.raises(NotAllowed):
        decline_fund_visit(proposal.pk, reason="不去", by=funds.supervisor(), at=NOON)
    with pytest.raises(SupervisionIncomplete):
        decline_fund_visit(proposal.pk, reason=" ", by=head, at=NOON)
    assert FundVisit.objects.get().state == ProposalState.PROPOSED

    decline_fund_visit(proposal.pk, reason="本周已经检查过", by=head, at=NOON)

    assert propose_visits(at=NOON) == 0
    assert FundVisit.objects.get().reason == "本周已经检查过"
