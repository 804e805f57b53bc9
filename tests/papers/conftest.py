"""The catalogue of law, and the county's parameters, as at a real opening."""

from __future__ import annotations

import pytest
from django.db import connection

from policies.services import seed_parameters
from tests.factories import package_law
from tests.times import NOON

CONTACT = {"address": "桤木县文化路1号", "phone": "0746-2320000"}


@pytest.fixture
def law(county):
    package_law.catalogue()
    package_law.calendar((2021,))
    seed_parameters({"organ.name": "桤木县教育局", "organ.contact": CONTACT}, at=NOON)


@pytest.fixture
def without_cases(county):
    """Papers are tried in their own room, without the case in which some of them must lie.

    That they must is tried where cases are: tests/cases/test_papers_inside.py.
    """
    with connection.cursor() as cursor:
        for guard in ("paper_of_a_case_lies_in_one", "paper_says_what_its_rows_say"):
            cursor.execute(f"ALTER TABLE papers_officialpaper DISABLE TRIGGER {guard}")
