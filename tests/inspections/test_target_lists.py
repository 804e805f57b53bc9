"""Many targets at once: by keys, and from a pasted list."""

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from inspections import errors, services
from inspections.matching import match_lines
from inspections.models import CampaignTarget
from inspections.states import TargetGroup
from tests.factories.accounts import UserFactory
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory
from tests.times import NOON


@pytest.fixture
def campaign(county):
    return CampaignFactory()


def add(campaign, institutions, by):
    keys = [row.pk for row in institutions]
    return services.add_targets(campaign.pk, institution_ids=keys, by=by, at=NOON)


def test_each_comes_under_the_heading_that_counts_it(campaign, head):
    kinds = [{}, {"childcare": True}, {"unlicensed": True}, {"lead": True}]
    institutions = [InstitutionFactory(**kind) for kind in kinds]

    assert add(campaign, institutions, head) == services.Added(4, 0)
    groups = CampaignTarget.objects.order_by("pk").values_list("group", flat=True)
    black = TargetGroup.UNLICENSED
    assert list(groups) == [TargetGroup.SUBJECT, TargetGroup.CHILDCARE, black, black]


def test_those_that_stand_there_stay_as_they_are_and_twice_is_once(campaign, head):
    listed = CampaignTargetFactory(campaign=campaign, group=TargetGroup.UNLICENSED)
    new = InstitutionFactory()

    assert add(campaign, [listed.institution, new], head) == services.Added(1, 1)
    assert add(campaign, [listed.institution, new], head) == services.Added(0, 2)
    listed.refresh_from_db()
    assert listed.group == TargetGroup.UNLICENSED
    event = AuditEvent.objects.get(kind="campaign.add_targets")
    assert event.facts == {"count": 1, "institutions": [new.pk]}


def test_nothing_an_unknown_campaign_and_the_wrong_person_are_refused(campaign, head):
    with pytest.raises(errors.NothingToAdd):
        add(campaign, [], head)
    with pytest.raises(NotFound):
        services.add_targets(0, institution_ids=[1], by=head, at=NOON)
    with pytest.raises(NotAllowed):
        add(campaign, [InstitutionFactory()], UserFactory(inspector=True))


def test_a_line_is_a_name_a_code_or_a_licence_number(county):
    named = InstitutionFactory(name="博学轩辅导部")
    coded = InstitutionFactory(credit_code=BUSINESS_CODE)
    licensed = InstitutionFactory()

    text = f"博学轩辅导部\n\n {BUSINESS_CODE} \n{licensed.licence_no}\n"
    lines = match_lines(text)

    assert [line.institution for line in lines] == [named, coded, licensed]


def test_what_is_not_found_twice_found_or_named_again_is_a_question(county):
    InstitutionFactory.create_batch(2, name="青禾培训学校")
    once = InstitutionFactory(name="博学轩辅导部")

    lines = match_lines(f"青禾培训学校\n不知名\n博学轩辅导部\n{once.licence_no}")

    assert [line.institution for line in lines] == [None, None, once, None]
    problems = [line.problem for line in lines]
    assert "名录中有2家" in problems[0]
    assert "名录中没有" in problems[1]
    assert "同一家机构" in problems[3]


def test_a_long_list_costs_as_many_queries_as_a_short_one(county, django_assert_num_queries):
    names = [InstitutionFactory().name for _ in range(5)]

    with django_assert_num_queries(3):
        match_lines("\n".join(names))
