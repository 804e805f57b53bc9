"""Each verb after the decision tried by two at the same moment: one wins, one gets a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common.errors import Refusal
from policies.services import load_calendar
from tenants.models import County
from tests.cases.racing import NIGHTS, RACES, Race
from tests.committed import at_once, committed_county
from tests.factories import cases as scenes
from tests.factories.cases import People
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture(scope="module")
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    """One for all races: each has a case of its own."""
    with django_db_blocker.unblock(), committed_county("999914") as county:
        scenes.law()
        load_calendar((2026,), at=NOON)
        yield county


def run(county: County, race: Race) -> tuple[list[object], int]:
    """What both got, and how often the effect stands."""
    one, other, effects = race
    return at_once(county, one, other), effects()


@pytest.mark.parametrize("scene", RACES, ids=lambda scene: scene.__name__)
def test_of_two_at_once_one_wins_and_one_gets_a_sentence(lone_county, scene):
    results, effects = run(lone_county, scene(People()))

    refused = [one for one in results if isinstance(one, Refusal)]
    assert len(refused) == 1
    assert str(refused[0]).endswith("。")
    assert effects == 1


@pytest.mark.parametrize("scene", NIGHTS, ids=lambda scene: scene.__name__)
def test_two_nights_at_once_do_the_work_once(lone_county, scene):
    results, effects = run(lone_county, scene(People()))

    assert all(isinstance(one, int) for one in results)
    assert sum(results) >= 1  # other cases may wait in the same county
    assert effects == 1
