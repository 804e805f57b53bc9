"""The collection holds every call of the schema, and each of its requests is understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client as Browser

from partners.api.v1.collection import collection_of
from partners.api.v1.reading import operations
from tests.factories.clients import Caller, ClientFactory, secret_of

BASE = "http://999901.test"
# What a call says whose form is right and whose thing is not there, or whose facts do not fit.
UNDERSTOOD = {200, 201, 404, 409, 422}


def requests() -> Iterator[dict[str, Any]]:
    for folder in collection_of(BASE)["item"]:
        yield from (one["request"] for one in folder.get("item", []))


def test_every_call_is_there_once():
    found = [
        (one["method"], "/" + "/".join(one["url"]["path"]).replace(":", "")) for one in requests()
    ]
    wanted = [(one.method, one.path.replace("{", "").replace("}", "")) for one in operations()]

    assert sorted(found) == sorted(wanted)


def test_its_form_is_the_one_that_it_names():
    made = collection_of(BASE)

    assert set(made) == {"info", "auth", "variable", "item"}
    assert "collection/v2.1.0" in made["info"]["schema"]
    assert {"key": "base", "value": BASE} in made["variable"]
    for one in requests():
        assert one["url"]["raw"].removeprefix("{{base}}/").split("/") == one["url"]["path"]


@pytest.mark.parametrize("traits", [{}, {"bank": True}])
def test_each_request_is_understood(county, traits):
    machine = Caller(county, ClientFactory(**traits))

    for one in requests():
        path = "/" + "/".join("1" if part.startswith(":") else part for part in one["url"]["path"])
        if one["method"] == "GET":
            answer = machine.get(path)
        elif one["method"] == "PATCH":
            answer = machine.send_part(path, b"part")
        else:
            said = json.loads(one["body"]["raw"]) if "body" in one else {}
            answer = machine.post(path, said)
        code = answer.json().get("code") if answer.status_code >= 400 else ""
        of_other_role = code == "scope_missing"
        assert of_other_role or answer.status_code in UNDERSTOOD, (path, answer.content.decode())
        assert code != "fields_wrong", (path, answer.content.decode())


def test_its_token_opens_the_rest(county):
    secret = secret_of(ClientFactory(code="quick"))
    token = collection_of(BASE)["item"][0]["request"]
    form = {one["key"]: one["value"] for one in token["body"]["urlencoded"]}
    path = "/" + "/".join(token["url"]["path"])

    answer = Browser(HTTP_HOST=f"{county.code}.test").post(
        path,
        "&".join(f"{name}={value}" for name, value in form.items())
        + f"&client_id=quick&client_secret={secret}",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert answer.json()["access_token"]


def test_it_is_given_to_whoever_asks(county):
    answer = Browser(HTTP_HOST=f"{county.code}.test").get("/api/v1/collection.json")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == collection_of(f"http://{county.code}.test")
