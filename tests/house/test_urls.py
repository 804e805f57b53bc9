"""2. Every address says who may use it, and keeps everybody else out."""

from __future__ import annotations

import pytest

from accounts.roles import ROLES
from clients.scopes import SCOPES
from tests.factories.accounts import WORKING_ROLES, UserFactory
from tests.house.addresses import every_address

ADDRESSES = every_address()

# Open to everybody: no login, no county's data beyond what a paper in hand already says.
PUBLIC = {"staff:login", "staff:welcome", "portal:landing", "portal:verify", "portal:verify-file"}
# The party of an order, by link and PIN.
PUBLIC |= {"rectification:enter", "rectification:report", "rectification:receipt"}
PUBLIC |= {"transfers:enter", "transfers:answer", "transfers:letter"}
# The steps between a right password and the first page, and "am I still signed in?".
PUBLIC |= {f"public-draws:{name}" for name in ("draws", "draw", "list", "result", "verifier")}
PUBLIC |= {"staff:sign-in-code", "staff:sign-in-enrol", "staff:sign-in-password", "staff:session"}
# The shell of the field app, which opens without signal: it holds no data.
PUBLIC |= {"staff:field", "staff:field-worker", "staff:field-manifest"}
# Documentation of the partner API, and where machines get their tokens.
MANUAL = ("docs", "reference", "webhooks", "tools", "problems", "changes")
PUBLIC |= {f"partners:{name}" for name in (*MANUAL, "schema", "client", "collection")}
PUBLIC |= {"partners:token", "partners:revoke"}
# Open to all who are signed in, whatever their roles.
ANY_ROLE = {
    "staff:account",
    "staff:account-factor",
    "staff:account-factor-off",
    "staff:account-recovery-codes",
    "staff:account-sessions",
    "staff:inbox",
    "staff:logout",
    "staff:message",
    "staff:message-contact",
    "staff:message-forget",
    "staff:message-hours",
    "staff:messages",
    "staff:messages-read",
    "staff:password",
    "staff:search",
}

# Called by a phone's own script: the answer is JSON, never a page to sign in on.
CALLED = [address for address in ADDRESSES if hasattr(address.view, "device_permission")]
# Called by partners' machines: the token decides, and every answer is for machines.
OF_MACHINES = [address for address in ADDRESSES if address.is_for_machines]
_APART = PUBLIC | {address.name for address in (*CALLED, *OF_MACHINES)}
GUARDED = [address for address in ADDRESSES if address.name not in _APART]
WITH_PERMISSION = [address for address in GUARDED if address.name not in ANY_ROLE]


def test_every_address_says_who_may_use_it():
    silent = [
        address.name
        for address in ADDRESSES
        if not hasattr(address.view, "staff_permissions")
        and not hasattr(address.view, "public_reason")
        and not hasattr(address.view, "device_permission")
        and address not in OF_MACHINES
    ]

    assert silent == []


def test_public_addresses_are_the_listed_ones():
    public = {address.name for address in ADDRESSES if hasattr(address.view, "public_reason")}
    any_role = {a.name for a in GUARDED if getattr(a.view, "staff_permissions", None) == ()}

    assert public == PUBLIC
    assert any_role == ANY_ROLE
    assert [a.name for a in ADDRESSES if a.name in PUBLIC and not a.view.public_reason] == []


@pytest.mark.parametrize("address", WITH_PERMISSION, ids=str)
def test_every_page_is_open_to_some_role(address):
    held = {permission for role in ROLES.values() for permission in role.permissions}

    assert set(address.view.staff_permissions) <= held


def test_nobody_comes_in_without_signing_in(fillings, browser_of):
    anonymous = browser_of()

    let_in = []
    for address in GUARDED:
        path = address.path(fillings[address.blanks][0])
        for answer in (anonymous.get(path), anonymous.post(path)):
            if answer.status_code != 302 or not answer.url.startswith("/login/"):
                let_in.append(f"{address} answers {answer.status_code}")

    assert let_in == []


def test_calls_of_phones_are_the_listed_ones_and_answer_nobody(county, browser_of):
    """Signed in or not: the token of a device opens them, and only registering asks a person."""
    signed_in = browser_of(UserFactory(roles=list(WORKING_ROLES)))
    keys = {"checksum": "0" * 64}

    answers = {}
    for address in CALLED:
        path = address.path({blank: keys[blank] for blank in address.blanks})
        posts = [browser.post(path) for browser in (browser_of(), signed_in)]
        answers[address.name] = [answer.json()["code"] for answer in posts]

    assert answers.pop("staff:field-devices") == ["signed_out", "bad_input"]
    assert set(answers) == {f"staff:field-{part}" for part in ("blob", "pack", "section", "sync")}
    assert {code for codes in answers.values() for code in codes} == {"device_unknown"}


def test_machines_need_a_token_whose_scope_exists(county, browser_of):
    """Signed in or not: a session opens nothing there."""
    signed_in = browser_of(UserFactory(roles=list(WORKING_ROLES)))

    for address in OF_MACHINES:
        path = address.path(dict.fromkeys(address.blanks, 1))
        assert address.view.cls.scopes, address
        for method, scope in address.view.cls.scopes.items():
            assert scope in SCOPES
            answer = getattr(signed_in, method.lower())(path, headers={"Idempotency-Key": "k"})
            assert (answer.status_code, answer.json()["code"]) == (401, "token_missing"), address


def test_nobody_comes_in_without_a_role(fillings, browser_of):
    browser = browser_of(UserFactory())

    let_in = []
    for address in WITH_PERMISSION:
        path = address.path(fillings[address.blanks][0])
        for answer in (browser.get(path), browser.post(path)):
            if answer.status_code != 403:
                let_in.append(f"{address} answers {answer.status_code}")

    assert let_in == []


def test_a_person_who_left_comes_in_nowhere(county, browser_of):
    person = UserFactory(roles=list(WORKING_ROLES))
    browser = browser_of(person)
    person.is_active = False
    person.save()

    assert browser.get("/").status_code == 302
    assert browser.get("/institutions/").status_code == 302
