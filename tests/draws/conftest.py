"""The scene: a county with institutions, officers of two departments, parameters, and witnesses."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from draws.models import Draw
from draws.queries import frozen_text, result_text
from draws.rules import digest
from draws.services import DrawWish, commit_secret, freeze_list, prepare_draw, reveal_secret
from draws.states import SeedKind
from policies.services import seed_parameters
from tests.factories import package_law
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

SECRETS = ("甲方写在信封里的一段话", "乙方写在信封里的一段话")


@pytest.fixture
def parameters(county):
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)
    package_law.calendar()


@pytest.fixture
def people(county, parameters) -> SimpleNamespace:
    """Who organises, who witnesses, and five officers of education."""
    return SimpleNamespace(
        head=UserFactory(section_head=True, full_name="陈股长"),
        clerk=UserFactory(registry_clerk=True, full_name="赵登记"),
        market=UserFactory(
            roles=["partner_officer"], department=DepartmentFactory(market=True), full_name="钱监管"
        ),
        boss=UserFactory(bureau_head=True, full_name="孙局长"),
        officers=UserFactory.create_batch(5, inspector=True, certificate=True),
    )


@pytest.fixture
def pool(county):
    return InstitutionFactory.create_batch(12)


def wish(**changes) -> DrawWish:
    """What is drawn unless a test says otherwise: four of the subject institutions."""
    usual = {
        "title": "2021年第四季度校外培训随机抽查",
        "kinds": ["subject"],
        "wanted": 4,
        "own_officers": 2,
        "visits_from": DAY + timedelta(days=3),
        "visits_until": DAY + timedelta(days=20),
        "seed_kind": SeedKind.COMMITMENTS,
    }
    return DrawWish(**usual | changes)


def frozen(people, **changes) -> Draw:
    """A draw with two commitments whose list is frozen."""
    draw = prepare_draw(wish(**changes), by=people.head, at=NOON)
    for who, secret in zip((people.clerk, people.market), SECRETS, strict=True):
        commit_secret(draw.pk, digest=digest(secret), by=who, at=NOON)
    return freeze_list(draw.pk, by=people.head, at=NOON + timedelta(hours=1))


def drawn(people, **changes) -> Draw:
    """The same, drawn."""
    draw = frozen(people, **changes)
    for who, secret in zip((people.clerk, people.market), SECRETS, strict=True):
        reveal_secret(draw.pk, secret=secret, by=who, at=NOON + timedelta(hours=2))
    return Draw.objects.get(pk=draw.pk)


def published(draw: Draw) -> tuple[str, str]:
    """The two files that everybody gets."""
    return frozen_text(draw), result_text(draw)


def tampered(text: str, change) -> str:
    """The JSON text after ``change`` was done to it."""
    value = json.loads(text)
    change(value)
    return json.dumps(value, ensure_ascii=False)
