"""3. What one county writes, the other does not see: every model, every address."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from accounts.models import User
from documents.models import StoredFile
from inspections.models import Visit
from tests.factories.accounts import EVERY_KIND, WORKING_ROLES, UserFactory
from tests.factories.inspections import VisitFactory
from tests.house.addresses import Address, every_address
from tests.house.recipes import RECIPES, SAME_EVERYWHERE, county_models

MODELS = county_models()
# Calls of phones have keys by content and are asked in tests/field/test_neighbours.py; those of
# partners' machines bear a token of one county and are asked in tests/partners/.
WITH_KEYS = [
    address
    for address in every_address()
    if address.blanks
    and not hasattr(address.view, "device_permission")
    and not address.is_for_machines
]
# Addresses whose blank is no key of a row but a name that the package gives to every county.
SAME_NAMES_EVERYWHERE = {
    *("staff:parameter", "staff:parameter-preview"),
    *("staff:wording", "staff:wording-specimen", "staff:word", "staff:word-preview"),
}
# Keys of the neighbour's own person: far from any that the other county can have.
FAR_AWAY = 900_000_000


def test_every_model_of_a_county_has_a_recipe():
    assert set(MODELS) - set(SAME_EVERYWHERE) == set(RECIPES)


@pytest.mark.parametrize("label", RECIPES)
def test_row_of_one_county_is_not_in_the_other(county, next_door, label):
    model = MODELS[label]
    row = RECIPES[label]()
    assert model.objects.filter(pk=row.pk).exists()

    with next_door(), connection.cursor() as cursor:
        assert model.objects.count() == 0
        assert not model.objects.filter(pk=row.pk).exists()
        cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608 -- our table
        assert cursor.fetchone() == (0,)


def test_tables_of_a_county_do_not_stand_in_public_too(counties):
    """A table there would be read by mistake wherever a county lacks it."""
    shared = {"audit", "accounts", "contenttypes", "auth", "sessions"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        public = {name for (name,) in cursor.fetchall()}

    in_both = {m._meta.db_table for m in MODELS.values() if m._meta.db_table in public}

    assert in_both == {
        model._meta.db_table for model in MODELS.values() if model._meta.app_label in shared
    }


def _names() -> list[str]:
    """What people would recognise: names, titles and numbers of the current county."""
    fields = (
        "institutions.Institution.name",
        "accounts.User.full_name",
        "enforcement.Notice.number",
    )
    fields += (
        "inspections.Campaign.name",
        "assignments.Assignment.title",
        "institutions.Site.address",
    )
    found = []
    for path in fields:
        model, _, field = path.rpartition(".")
        found += apps.get_model(model).objects.values_list(field, flat=True)
    return [name for name in found if name]


def test_keys_of_one_county_lead_nowhere_in_the_other(fillings, next_door, browser_of):
    names = _names()

    leaks = []
    with next_door() as there:
        browsers = {one: browser_of(one, at=there) for one in _strangers()}
        for address in WITH_KEYS:
            browser = browsers[_one_who_may(address, list(browsers))]
            for keys in fillings[address.blanks][:2]:
                path = address.path(keys)
                answers = [browser.get(path), browser.post(path)]
                leaks += [f"{path} says {name}" for name in _said(answers, names)]
                if address.name in SAME_NAMES_EVERYWHERE:
                    continue
                codes = sorted(answer.status_code for answer in answers)
                if codes not in ([404, 404], [404, 405]):
                    leaks.append(f"{address.name} {path} answers {codes}")

    assert leaks == []


def _strangers() -> list[User]:
    """People of the county next door who between them may open every page."""
    return [
        UserFactory(pk=FAR_AWAY + place, full_name="邻县来人", roles=roles)
        for place, roles in enumerate(EVERY_KIND)
    ]


def _one_who_may(address: Address, people: list[User]) -> User:
    wanted = getattr(address.view, "staff_permissions", ())
    return next(one for one in people if not wanted or one.permissions & set(wanted))


def _said(answers: list, names: list[str]) -> list[str]:
    text = "".join(answer.content.decode(errors="replace") for answer in answers)
    return [name for name in names if name in text]


def test_pages_of_one_county_show_nothing_of_the_other(fillings, next_door, browser_of):
    names = _names()
    pages = [address.path({}) for address in every_address() if not address.blanks]

    with next_door() as there:
        browsers = [browser_of(stranger, at=there) for stranger in _strangers()]
        answers = [(path, browser.get(path)) for browser in browsers for path in pages]

    assert [path for path, answer in answers if _said([answer], names)] == []


def test_signed_in_here_is_not_signed_in_next_door(county, next_door, browser_of):
    here = browser_of(UserFactory(roles=list(WORKING_ROLES)))
    assert here.get("/").status_code == 200

    with next_door() as there:
        UserFactory(pk=FAR_AWAY)
        browser = Client(HTTP_HOST=f"{there.code}.test")
        browser.cookies = here.cookies
        answer = browser.get("/")

    assert (answer.status_code, answer.url) == (302, "/login/?next=/")


def test_a_person_of_one_county_cannot_sign_in_next_door(county, other_county):
    UserFactory(username="lihua", password="bamboo-lantern-7", roles=list(WORKING_ROLES))

    browser = Client(HTTP_HOST=f"{other_county.code}.test")
    answer = browser.post("/login/", {"username": "lihua", "password": "bamboo-lantern-7"})

    assert answer.status_code == 422
    assert "sessionid" not in browser.cookies


def test_upload_token_of_one_county_is_refused_next_door(fillings, next_door, browser_of):
    """Keys begin at 1 in each county, so the same numbers may stand for other people's things."""
    keys = fillings["visit_id", "token"][0]
    visit = Visit.objects.get(pk=keys["visit_id"])
    leader = visit.officers.get(role="lead").user
    photo = StoredFile.objects.photos().latest("pk")

    with next_door() as there:
        StoredFile.objects.create(pk=photo.pk, **_facts_of(photo))
        namesake = UserFactory(pk=leader.pk, roles=list(WORKING_ROLES), certificate=True)
        theirs = VisitFactory(pk=visit.pk, approved=True, officers=[namesake, _officer()])
        answer = browser_of(namesake, at=there).get(f"/visits/{theirs.pk}/uploads/{keys['token']}/")

    assert answer.status_code == 422


def _facts_of(file: StoredFile) -> dict[str, object]:
    return {
        name: getattr(file, name) for name in ("sha256", "size_bytes", "media_type", "stored_at")
    }


def _officer() -> User:
    return UserFactory(inspector=True, certificate=True)
