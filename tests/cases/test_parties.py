"""The party: what belongs to its kind; what lies encrypted."""

from datetime import date

import pytest
from django.db import connection

from cases import services
from cases.errors import PartyWrong
from cases.models import Party
from cases.rules import age_on
from cases.services import PartyFacts
from tests.factories import cases as scenes
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON


def test_identity_number_and_telephone_do_not_lie_in_clear(people):
    case = scenes.clue(people)
    facts = scenes.person(phone="13900001111")

    party = services.name_party(case.pk, facts, by=people.lead, at=NOON)

    assert (party.id_number, party.phone) == (facts.id_number, "13900001111")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM cases_party p")
        stored = cursor.fetchone()[0]
    assert facts.id_number not in stored
    assert "13900001111" not in stored


def test_a_name_with_a_rare_character_is_kept(people):
    case = scenes.clue(people)

    services.name_party(case.pk, scenes.person(name="李𬭎㛃"), by=people.lead, at=NOON)

    assert Party.objects.get().name == "李𬭎㛃"


def test_a_registered_institution_lends_its_name(people):
    place = InstitutionFactory()
    case = scenes.clue(people)

    facts = PartyFacts(kind="institution", institution_id=place.pk, name="别的名字")
    party = services.name_party(case.pk, facts, by=people.lead, at=NOON)

    assert party.name == place.name


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (PartyFacts(kind="nobody"), "类型"),
        (PartyFacts(kind="organisation"), "名称"),
        (PartyFacts(kind="person", name="李大山"), "出生日期"),
        (scenes.person(id_number="123"), "18位"),
        (scenes.person(id_number="430321199001010011"), "不一致"),
        (scenes.person(credit_code="91430321MA4L000000"), "自然人没有"),
        (PartyFacts(kind="organisation", name="某中心", born_on=DAY), "只有自然人"),
    ],
)
def test_facts_that_do_not_fit_are_refused(people, facts, why):
    case = scenes.clue(people)

    with pytest.raises(PartyWrong, match=why):
        services.name_party(case.pk, facts, by=people.lead, at=NOON)

    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2007, 11, 10), date(2021, 11, 10), 13),
        (date(2007, 11, 10), date(2021, 11, 11), 14),
        (date(2008, 2, 29), date(2022, 2, 28), 13),
        (date(2008, 2, 29), date(2022, 3, 1), 14),
    ],
)
def test_a_year_is_full_on_the_day_after_the_birthday(born, day, age):
    assert age_on(born, day) == age
