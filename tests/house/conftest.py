"""A county in which something of everything has happened, furnished once for each file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from tests.house.world import Fillings, furnish
from tests.scenes import kept_for_a_file

UNKNOWN = "UNKNOWN<%s>"


@contextmanager
def _unknown_words_show() -> Iterator[None]:
    (engine,) = django_settings.TEMPLATES
    options = {**engine["OPTIONS"], "string_if_invalid": UNKNOWN}
    with override_settings(TEMPLATES=[{**engine, "OPTIONS": options}]):
        yield


@pytest.fixture
def unknown_words_show(settings) -> Iterator[None]:
    """A variable that nobody gave prints itself instead of nothing."""
    with _unknown_words_show():
        yield


@pytest.fixture(scope="module")
def _furnished(django_db_setup, django_db_blocker, folders) -> Iterator[tuple[Path, Fillings]]:
    """The county and its files. Papers that are printed meanwhile show the words that nobody
    gave, for who reads them later.
    """
    files = next(folders)
    with kept_for_a_file(django_db_blocker, files) as county:
        with _unknown_words_show():
            fillings = furnish(county)
        yield files, fillings


@pytest.fixture
def fillings(_furnished, county, settings, files_of_their_own) -> Fillings:
    """For each set of blanks in an address, what may stand there in the furnished county."""
    settings.YUJIAN_FILES_DIR, found = _furnished
    return found
