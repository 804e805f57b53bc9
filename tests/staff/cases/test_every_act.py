"""Every act of the register, by whoever has no right to it, and from the county next door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.models import AuditEvent
from cases.models import Case, CaseStep
from staff.cases.register import ACTS
from tests.factories.accounts import WORKING_ROLES, UserFactory
from tests.house.world import Fillings
from tests.house.world_of_cases import cases_of_all_kinds
from tests.scenes import kept_for_a_file

KINDS = (("case_id", "slug"), ("case_id", "slug", "row_id"))


@pytest.fixture(scope="module")
def _cases(django_db_setup, django_db_blocker, folders) -> Iterator[tuple[Path, Fillings]]:
    """A case for each act: half a minute's work, so once for all three."""
    files = next(folders)
    with kept_for_a_file(django_db_blocker, files):
        yield files, cases_of_all_kinds()


@pytest.fixture
def acts(_cases, county, settings, files_of_their_own) -> dict[str, str]:
    """The address of each act on a case, or on a row, on which it can be done."""
    settings.YUJIAN_FILES_DIR, fillings = _cases
    rows = [keys for kind in KINDS for keys in fillings[kind]]
    return {keys["slug"]: "/".join(_parts(keys)) for keys in rows}


def _parts(keys) -> list[str]:
    row = [str(keys["row_id"])] if "row_id" in keys else []
    return ["/cases", str(keys["case_id"]), "do", keys["slug"], *row, ""]


def _footprint() -> tuple:
    states = Case.objects.order_by("pk").values_list("state", flat=True)
    return list(states), CaseStep.objects.count(), AuditEvent.objects.count()


def test_every_act_has_a_case_or_row_to_be_tried_on(acts):
    assert {act.slug for act in ACTS} - set(acts) == set()


def test_who_only_looks_does_nothing(acts, browser_of):
    browser, before = browser_of(UserFactory(funds_supervisor=True)), _footprint()

    answers = {slug: browser.post(path, {}).status_code for slug, path in acts.items()}

    assert {slug: code for slug, code in answers.items() if code != 403} == {}
    assert _footprint() == before


def test_acts_of_one_county_are_not_found_in_the_other(acts, browser_of, next_door):
    with next_door() as there:
        stranger = UserFactory(roles=list(WORKING_ROLES), certificate=True)
        browser = browser_of(stranger, at=there)
        codes = {
            slug: {browser.get(path).status_code, browser.post(path, {}).status_code}
            for slug, path in acts.items()
        }

    assert {slug: code for slug, code in codes.items() if code != {404}} == {}
