"""Which papers should have reached their party by now."""

from datetime import timedelta

import pytest

from policies.services import set_parameter
from serving.queries import lead_days, papers_unserved
from tests.factories.accounts import UserFactory
from tests.factories.papers import OfficialPaperFactory
from tests.factories.serving import DeliveryFactory
from tests.times import DAY, NOON

LATE = DAY + timedelta(days=4)
_UNNUMBERED = {"number_class": "", "number": None, "year": None, "serial": None}


@pytest.fixture
def officer(county):
    return UserFactory(inspector=True)


def test_a_paper_is_waited_for_after_the_lead_time(officer):
    paper = OfficialPaperFactory(printed=True)

    assert lead_days(DAY) == 3
    assert list(papers_unserved(officer, LATE)) == [paper]
    assert list(papers_unserved(officer, LATE - timedelta(days=1))) == []


@pytest.mark.parametrize(
    "facts", [{"audience": "internal"}, {"audience": "other_body"}, _UNNUMBERED]
)
def test_what_nobody_serves_is_not_waited_for(officer, facts):
    OfficialPaperFactory(printed=True, **facts)

    assert list(papers_unserved(officer, LATE)) == []


def test_served_voided_and_unprinted_papers_are_not_waited_for(officer):
    DeliveryFactory(paper__printed=True)
    OfficialPaperFactory(voided=True)
    OfficialPaperFactory(approved=True)
    OfficialPaperFactory(superseded=True)

    assert list(papers_unserved(officer, LATE)) == []


def test_a_county_sets_its_own_lead_time(officer):
    paper = OfficialPaperFactory(printed=True)
    editor = UserFactory(system_administrator=True)
    told = {"source": "本县通知", "by": editor, "at": NOON}
    set_parameter("serving.lead_days", 7, DAY, **told)

    assert list(papers_unserved(officer, LATE)) == []
    assert list(papers_unserved(officer, DAY + timedelta(days=8))) == [paper]


def test_who_may_not_see_cases_is_told_of_no_paper(county):
    OfficialPaperFactory(printed=True)

    assert list(papers_unserved(UserFactory(partner_officer=True), LATE)) == []
