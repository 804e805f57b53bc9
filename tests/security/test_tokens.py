"""What we sign for ourselves: one-time links, upload tokens, codes of papers."""

from __future__ import annotations

import ast
from datetime import timedelta

import pytest
from django.core import signing

from common.errors import BadInput
from staff.visits import photos
from tenants.keys import county_key
from tests.factories.documents import StoredFileFactory
from tests.factories.inspections import VisitFactory
from tests.house.files import name_of
from tests.security.test_code import calls


@pytest.fixture
def visit(county):
    return VisitFactory(approved=True)


@pytest.fixture
def officer(visit):
    return visit.officers.get(role="lead").user


def token(visit, officer, *, salt: str = "staff.visit-photo") -> str:
    file = StoredFileFactory(photo=True)
    return signing.dumps([visit.pk, file.pk, officer.pk], salt=county_key(salt), compress=True)


def test_a_token_of_ours_is_read(visit, officer):
    assert photos.file_of(visit, token(visit, officer), officer) > 0


def test_a_token_of_another_purpose_opens_nothing(visit, officer):
    with pytest.raises(BadInput):
        photos.file_of(visit, token(visit, officer, salt="staff.something-else"), officer)


def test_an_old_token_opens_nothing(visit, officer, monkeypatch):
    made = token(visit, officer)
    monkeypatch.setattr(photos, "_HOLDS_S", timedelta(seconds=-1).total_seconds())

    with pytest.raises(BadInput):
        photos.file_of(visit, made, officer)


@pytest.mark.parametrize("forged", ["none", "another key", "unsigned"])
def test_a_token_cannot_choose_how_it_is_checked(visit, officer, forged):
    body, _, signature = token(visit, officer).rpartition(":")
    odd = {
        "none": f"{body}:",
        "another key": signing.dumps([visit.pk, 1, officer.pk], key="theirs" * 10),
        "unsigned": body,
    }
    assert signature
    with pytest.raises(BadInput):
        photos.file_of(visit, odd[forged], officer)


def test_codes_of_papers_have_enough_chance():
    """128 bits for whatever stands in an address or a cookie and opens something."""
    drawn = [
        (name_of(path), ast.unparse(call))
        for path, call, name in calls()
        if name.rpartition(".")[2] in ("token_urlsafe", "token_hex")
    ]
    asked = {place: int(text.partition("(")[2].rstrip(")") or 32) for place, text in drawn}

    assert asked["enforcement/services/approval.py"] >= 16
    assert {place for place, size in asked.items() if size < 16} <= ONLY_NAMES


# They name a request, a schema, a line of history; knowing them opens nothing.
ONLY_NAMES = {
    "operations/management/commands/load_funds_county.py",  # which month is made up
    "audit/services/recording.py",
    "tenants/request_lines.py",
    "tenants/spares.py",
}
