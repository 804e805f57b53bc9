"""The campaign of November 2021, played once for all tests of a file that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from common.clock import at_noon
from inspections.models import Campaign
from operations.furnishing import first_administrators, furnish
from operations.replay.play import replay_campaign
from tests.cases.conftest import people  # noqa: F401 -- a fixture
from tests.operations.conftest import CAMPAIGN
from tests.scenes import kept_for_a_file
from tests.times import DAY, NOON


@pytest.fixture(scope="module")
def papers_kept_in(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("campaign")


@pytest.fixture(scope="module")
def replayed(django_db_setup, django_db_blocker, papers_kept_in) -> Iterator[Campaign]:
    """The real file in the first county, taken back at the end."""
    with kept_for_a_file(django_db_blocker, papers_kept_in):
        furnish(at=NOON)
        first_administrators(at=NOON)
        later = at_noon(DAY.replace(year=2022))
        yield replay_campaign(CAMPAIGN, seed="1", at=later, tell=lambda *_: None).campaign


@pytest.fixture
def in_the_county(replayed, db, settings, papers_kept_in, files_of_their_own) -> None:
    """The connection looks at the county in which it was played."""
    settings.YUJIAN_FILES_DIR = papers_kept_in
    connection.set_tenant(replayed_county())


def replayed_county():
    from tenants.models import County  # noqa: PLC0415 -- apps are ready only now

    return County.objects.get(code="999901")
