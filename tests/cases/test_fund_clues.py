"""A finding on prepaid money is registered as a clue once, with the institution as its party."""

from __future__ import annotations

import pytest

from cases.errors import FundClueKnown
from cases.models import Case, FundClue
from cases.services import clue_from_finding
from cases.states import CaseState
from common.errors import NotAllowed, NotFound
from funds.models import FundFinding
from policies.services import seed_parameters
from tests.factories import funds
from tests.times import NOON

pytestmark = pytest.mark.django_db
CAUSE = "涉嫌一次性收费超过课时上限"


@pytest.fixture
def finding(people):
    seed_parameters({}, at=NOON)
    clerk = funds.supervisor()
    funds.contract(funds.account(clerk), clerk, lessons=61)
    return FundFinding.objects.get()


def test_a_clue_says_what_was_found_and_of_whom(finding, people):
    case = clue_from_finding(finding.pk, people.officer_ids, cause=CAUSE, by=people.lead, at=NOON)

    assert (case.state, case.cause, case.found_on) == (CaseState.CLUE, CAUSE, finding.opened_on)
    case.refresh_from_db()
    assert case.party.institution == finding.account.institution
    assert finding.sentence in case.source_text
    assert FundClue.objects.get().finding == finding


def test_of_one_finding_there_is_one_clue(finding, people):
    said = {"cause": CAUSE, "by": people.lead, "at": NOON}
    clue_from_finding(finding.pk, people.officer_ids, **said)

    with pytest.raises(FundClueKnown, match="没有重复登记"):
        clue_from_finding(finding.pk, people.officer_ids, **said)
    assert Case.objects.count() == 1


def test_without_the_right_or_the_finding_nothing_is_registered(finding, people):
    said = {"cause": CAUSE, "at": NOON}
    with pytest.raises(NotAllowed):
        clue_from_finding(finding.pk, people.officer_ids, **said, by=funds.supervisor())
    with pytest.raises(NotFound):
        clue_from_finding(0, people.officer_ids, **said, by=people.lead)

    assert not Case.objects.exists()
