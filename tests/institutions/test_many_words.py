"""What lists bring is found by the same words as what a page enters."""

from __future__ import annotations

import pytest

from institutions.models import Institution
from institutions.services import (
    InstitutionData,
    NewInstitution,
    SiteData,
    register_institution,
    register_institutions,
)
from tests.factories.accounts import UserFactory
from tests.times import NOON

NAME, ADDRESS = "青禾托管中心", "城关镇文化路1号"


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True)


def words() -> list[tuple[str, str]]:
    return list(Institution.objects.order_by("pk").values_list("address_words", "search_text"))


def test_words_of_a_listed_institution_are_those_of_one_from_a_page(clerk):
    data, site = InstitutionData(name=NAME, kind="childcare"), SiteData(address=ADDRESS)

    register_institution(data, site=site, by=clerk, at=NOON)
    register_institutions([NewInstitution(data=data, site=site)], by=clerk, at=NOON)

    one, other = words()
    assert one == other
    assert "城关镇文化路1号" in other[1]


def test_the_database_would_say_the_same_words_itself(clerk):
    new = NewInstitution(
        data=InstitutionData(name=NAME, kind="childcare"), site=SiteData(address=ADDRESS)
    )
    register_institutions([new], by=clerk, at=NOON)
    before = words()

    Institution.objects.update(address_words=None)

    assert words() == before


def test_many_are_found_at_once_though_their_words_wait_for_the_index(clerk):
    data = InstitutionData(name=NAME, kind="childcare")
    entries = [NewInstitution(data=data, site=SiteData(address=f"东河路{n}号")) for n in range(30)]

    register_institutions(entries, by=clerk, at=NOON)

    assert Institution.objects.holding("东河路").count() == 30
    assert Institution.objects.holding("dhl29").count() == 1
