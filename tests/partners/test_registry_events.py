"""What market regulation reports waits for the registry's clerks, once."""

from __future__ import annotations

import pytest

from exchange.models import RegistryEvent
from tests.factories.accounts import UserFactory
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory
from tests.partners.test_access import code_of

EVENT = {
    "reference": "SJ-1",
    "kind": "abnormal_listed",
    "happened_on": "2021-11-09",
    "credit_code": BUSINESS_CODE,
    "name": "桤木县新苗文化工作室",
    "reason": "通过登记的住所无法联系",
}


def test_event_raises_work_for_the_registry(caller, browser_of):
    known = InstitutionFactory(credit_code=BUSINESS_CODE, name="新苗培训")
    clerk = browser_of(UserFactory(registry_clerk=True))

    told = caller.post("registry-events", EVENT)

    assert (told.status_code, told.json()["institution"]) == (201, known.pk)
    assert "列入经营异常名录" in clerk.get("/").content.decode()
    key = told.json()["id"]
    clerk.post(f"/registry-events/{key}/handle/", {"how": "已列入重点监督名单"})
    after = caller.get(f"registry-events/{key}").json()
    assert (after["state"], after["handled_how"]) == ("handled", "已列入重点监督名单")


def test_same_number_is_taken_once_and_other_contents_are_refused(caller):
    first = caller.post("registry-events", EVENT)
    again = caller.post("registry-events", EVENT)
    other = caller.post("registry-events", {**EVENT, "kind": "revoked"})

    assert first.json()["id"] == again.json()["id"]
    assert code_of(other) == "registry_event_differs"
    assert RegistryEvent.objects.get().kind == "abnormal_listed"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"credit_code": "9" * 18}, "credit_code_wrong"),
        ({"happened_on": "2999-01-01"}, "registry_event_in_future"),
        ({"kind": "moved"}, "fields_wrong"),
        ({"name": " "}, "fields_wrong"),
    ],
)
def test_event_that_cannot_be_is_refused(caller, wrong, code):
    assert code_of(caller.post("registry-events", {**EVENT, **wrong})) == code
    assert not RegistryEvent.objects.exists()


def test_system_sees_what_it_reported_itself(caller, caller_of):
    caller.post("registry-events", EVENT)

    assert len(caller.get("registry-events").json()["items"]) == 1
    assert caller_of().get("registry-events").json()["items"] == []


def test_bureau_system_may_not_report(caller_of):
    bureau = caller_of(bureau=True)

    assert code_of(bureau.post("registry-events", EVENT)) == "scope_missing"
