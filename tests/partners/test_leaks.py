"""No call answers with what a neighbour county has, nor without its scope."""

from __future__ import annotations

from copy import copy

import pytest

from clients.models import AccessToken, Client
from clients.scopes import SCOPES
from tests.partners.test_access import code_of
from tests.partners.things import BY_KEY, EVERYTHING, FAR, Things, apart, things_of

OURS, THEIRS = "6217000012345678", "6217999987654321"


@pytest.fixture
def things(county) -> Things:
    return things_of(county, number=OURS)


@pytest.fixture
def neighbours(next_door) -> Things:
    with next_door() as other:
        apart()
        return things_of(other, number=THEIRS, department="police")


def test_what_a_neighbour_has_is_not_found_and_what_is_here_is(things, neighbours):
    for one in BY_KEY:
        assert code_of(things.ask(one, of=neighbours)) == "not_found", one

    for one in EVERYTHING:
        assert things.ask(one).status_code in (200, 201), one


def test_lists_hold_what_is_here_alone(things, neighbours):
    lists = [one for one in EVERYTHING if one.method == "GET" and one not in BY_KEY]

    for one in lists:
        machine = things.machine(one.path)
        for asked in ({}, {"updated_since": "begin"}):
            told = machine.get(one.path, asked).json()
            rows = told.get("items", told.get("features"))
            assert [row for row in rows if row["id"] > FAR] == [] != rows, one


def test_token_of_a_neighbour_opens_nothing(things, neighbours):
    at_home = neighbours.partner.get("institutions").json()["items"]
    assert [row["id"] > FAR for row in at_home] == [True] * len(at_home) != []

    for one in EVERYTHING:
        stranger = copy(things.machine(one.path))
        stranger.bearer = neighbours.machine(one.path).bearer
        assert code_of(things.ask(one, by=stranger)) == "token_unknown", one


def test_call_needs_its_own_scope_and_no_other(things):
    for one in EVERYTHING:
        client = things.machine(one.path).client
        tokens = AccessToken.objects.filter(client=client)
        tokens.update(scopes=[scope for scope in SCOPES if scope != one.scope])
        without = things.ask(one)
        tokens.update(scopes=[one.scope])
        alone = things.ask(one)

        assert (without.status_code, code_of(without)) == (403, "scope_missing"), one
        assert alone.status_code in (200, 201), one


def test_scope_is_worth_nothing_once_the_client_has_lost_it(things):
    AccessToken.objects.update(scopes=list(SCOPES))
    for one in EVERYTHING:
        client = Client.objects.filter(pk=things.machine(one.path).client.pk)
        client.update(scopes=[scope for scope in SCOPES if scope != one.scope])

        assert code_of(things.ask(one)) == "scope_missing", one


def test_scope_is_worth_nothing_to_another_role(things):
    AccessToken.objects.update(scopes=list(SCOPES))
    Client.objects.update(scopes=list(SCOPES))
    machines = {things.partner: things.bank, things.bank: things.partner}

    for one in EVERYTHING:
        other = machines[things.machine(one.path)]
        if SCOPES[one.scope].permission not in other.client.user.permissions:
            assert code_of(things.ask(one, by=other)) == "not_allowed", one
