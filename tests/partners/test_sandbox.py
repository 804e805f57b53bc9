"""A sandbox: opened for a partner, where what the partner names happens by the county's own verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Event
from operations.errors import SandboxThere
from operations.furnishing import first_administrators, furnish
from operations.sandbox import Partner, furnish_sandbox
from partners.sandbox.happenings import HAPPENINGS
from tenants.models import County
from tests.factories.clients import Caller, ClientFactory
from tests.factories.institutions import BUSINESS_CODE

pytestmark = pytest.mark.usefixtures("county")
BANK = {"order.approved"}
# What has to be there first: what the partner's own program does before.
ASKED_BY_US = {"department": "edu", "kind": "assistance", "title": "请协助核实"}
EVENT = {
    "reference": "SJ-1",
    "kind": "revoked",
    "credit_code": BUSINESS_CODE,
    "name": "某培训中心",
}


@pytest.fixture
def opened(county, monkeypatch) -> Callable[..., Caller]:
    """``opened(department="police")``: the sandbox of a partner, and its program with a token."""
    monkeypatch.setattr(county, "is_demonstration", True)
    County.objects.filter(pk=county.pk).update(is_demonstration=True)
    at = timezone.now() - timedelta(minutes=5)
    furnish(at=at)
    first_administrators(at=at)

    def made(role="partner_system", department="samr") -> Caller:
        partner = Partner("sandbox", role, department, ["127.0.0.0/8"])
        return Caller(county, furnish_sandbox(partner, at=at).client)

    return made


def happen(machine: Caller, kind: str, **more):
    answer = machine.post("sandbox/events", {"kind": kind, **more})
    assert answer.status_code == 201, (kind, answer.content.decode())
    return answer.json()


def ours(machine: Caller) -> int:
    return machine.post("assignments", ASKED_BY_US).json()["id"]


def taken(machine: Caller, told: dict, *words: str) -> dict:
    today = timezone.localdate().isoformat()
    said = {
        "receive": {"signer": "赵所长", "on": today},
        "accept": {"number": "8号", "on": today},
        "report": {"result": "已立案处理", "on": today},
        "return": {"reason": "没有犯罪事实", "on": today},
    }
    for word in words:
        answer = machine.post(f"{told['address']}/{word}", said[word])
        assert answer.status_code == 200, answer.content.decode()
    return told


def test_everything_that_a_partner_may_make_happen_does(opened):
    machine = opened()
    machine.post("registry-events", {**EVENT, "happened_on": timezone.localdate().isoformat()})

    for kind in HAPPENINGS.keys() - BANK - {"transfer.closed", "transfer.contested"}:
        if kind in ("assignment.answered", "assignment.declined"):
            ours(machine)
        if kind == "assignment.withdrawn":
            happen(machine, "assignment.asked")
        told = happen(machine, kind)
        found = machine.get(told["address"])
        assert found.status_code == 200, (kind, found.content.decode())
        if kind in Event.kind.field.flatchoices:
            assert Event.objects.filter(kind=kind, subject=told["subject"]).exists(), kind


def test_a_transfer_is_answered_and_closed(opened):
    machine = opened()

    told = taken(machine, happen(machine, "transfer.sent"), "receive", "accept", "report")

    assert happen(machine, "transfer.closed")["subject"] == told["subject"]
    assert machine.get(told["address"]).json()["state"] == "closed"


def test_the_police_are_asked_to_think_again(opened):
    machine = opened(department="police")

    told = taken(machine, happen(machine, "transfer.sent"), "receive", "return")

    assert happen(machine, "transfer.contested")["subject"] == told["subject"]
    assert machine.get(told["address"]).json()["state"] == "reconsidering"


def test_a_bank_has_something_to_pay(opened):
    machine = opened(role="bank_system")

    assert happen(machine, "order.approved")["address"] is None

    (order,) = machine.get("orders").json()["items"]
    assert (order["amount_fen"], order["state"]) == (100, "approved")


def test_the_named_institution_stops_and_runs_again(opened):
    machine = opened()
    place = machine.get("institutions", {"limit": 1}).json()["items"][0]["id"]

    states = []
    for _ in range(2):
        told = happen(machine, "institution.moved", institution=place)
        states.append(machine.get(told["address"]).json()["state"])

    assert states == ["suspended", "licensed"]


def test_what_needs_something_first_says_so_and_the_same_call_twice_is_one(opened):
    machine = opened()

    nothing = machine.post("sandbox/events", {"kind": "transfer.closed"})
    same = [
        machine.post("sandbox/events", {"kind": "visit.planned"}, key="once").json()["subject"]
        for _ in range(2)
    ]

    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_happen")
    assert same[0] == same[1]
    assert len(machine.get("visits").json()["items"]) == 9


def test_a_county_with_real_data_has_no_such_address(county):
    answer = Caller(county, ClientFactory()).post("sandbox/events", {"kind": "assignment.asked"})

    assert answer.status_code == 404
    assert not Event.objects.exists()


def test_a_sandbox_is_filled_once(opened):
    opened()

    with pytest.raises(SandboxThere):
        furnish_sandbox(
            Partner("other", "partner_system", "fire", ["127.0.0.1"]), at=timezone.now()
        )
