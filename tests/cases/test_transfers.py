"""A case and the police: no penalty in the place of a transfer."""

from __future__ import annotations

import pytest

from cases.models import Case, CaseTransfer
from cases.services import approve_decision, propose_case_transfer
from cases.services.closing import what_holds_back
from cases.transfer_errors import PoliceTransferOpen, TransferNeedsParty
from tests.cases.guarding import refused_by
from tests.factories import cases as scenes
from tests.factories import transfers
from tests.factories.transfers import Crew, TransferFactory
from transfers.models import Transfer
from transfers.services import refuse_transfer

pytestmark = pytest.mark.usefixtures("county")
LATE = scenes.days(30)


@pytest.fixture
def people(county):
    return scenes.People()


def _held(people):
    """A decision that waits for the head, and a transfer to the police from the same case."""
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    row = transfers.proposed(Crew(lead=people.lead, second=people.second), at=LATE, told=_facts())
    CaseTransfer.objects.create(case=case, transfer=row)
    return decision, row


def _facts():
    return transfers.facts(reply_by=LATE.date().replace(month=12, day=31))


def test_no_penalty_is_decided_while_the_police_have_the_matter(people):
    decision, row = _held(people)

    with pytest.raises(PoliceTransferOpen, match="不能以行政处罚代替移送"):
        approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)

    decision.refresh_from_db()
    assert (decision.state, row.state) == ("endorsed", "proposed")
    assert any("尚未答复" in why for why in what_holds_back(decision.case, "performed", at=LATE))


def test_once_the_head_refused_the_transfer_the_penalty_may_be_decided(people):
    decision, row = _held(people)
    refuse_transfer(row.pk, reason="未达立案标准", by=people.deputy, at=LATE)

    decided = approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)

    assert decided.state == "approved"


def test_the_database_says_no_as_well(people):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    row = transfers.proposed(Crew(lead=people.lead, second=people.second), at=LATE, told=_facts())

    with refused_by("no_penalty_in_place_of_a_transfer"):
        approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)
        CaseTransfer.objects.create(case=case, transfer=row)  # came between the look and the commit


def test_a_transfer_to_another_body_holds_nothing(people):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    CaseTransfer.objects.create(case=case, transfer=TransferFactory(sent=True))

    assert (
        approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE).state == "approved"
    )


def test_an_officer_proposes_from_the_case_when_its_party_is_registered(people):
    case = scenes.known_clue(people)
    with pytest.raises(TransferNeedsParty):
        propose_case_transfer(
            case.pk,
            transfers.facts(),
            [transfers.material()],
            second_officer=people.second,
            by=people.lead,
            at=scenes.NOON,
        )

    assert not Transfer.objects.exists()
    assert Case.objects.count() == 1
