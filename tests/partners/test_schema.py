"""The checked-in schema is what the views say, and the pages draw all of it."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from common.errors import every_refusal
from messaging.states import INTERNAL, EventKind
from partners.api.v1.reading import operations, schema, shapes
from partners.errors import english_of, title_of
from partners.webhooks import told_kinds
from tests.house.api_schema import PATH, document


def test_schema_that_is_checked_in_is_the_views():
    assert document() == PATH.read_text(encoding="utf-8"), (
        "run DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.house.api_schema --write"
    )


def test_schema_is_openapi_31_and_every_call_names_its_scope_and_its_problems():
    assert schema()["openapi"].startswith("3.1.")
    for one in operations():
        said = schema()["paths"][one.path][one.method.lower()]
        assert one.scope, one
        assert "" not in (one.summary, one.description), one
        assert {"401", "403", "429"} <= set(said["responses"]), one


def test_every_member_is_told_in_both_languages():
    silent = [
        f"{shape.name}.{field.name}"
        for shape in shapes()
        for field in shape.fields
        if shape.name.endswith(("Out", "Request")) and not (field.title or field.description)
    ]

    assert [name for name in silent if not name.startswith(("Point", "Feature"))] == []


def test_every_refusal_has_an_english_sentence():
    for one in every_refusal():
        assert english_of(one).endswith("."), one


def test_every_problem_has_a_title_with_words():
    titles = [title_of(one) for one in every_refusal()]

    assert [title for title in titles if not title.strip("…。")] == []


@pytest.mark.parametrize("part", ["", "reference", "webhooks", "tools", "problems", "changes"])
def test_documentation_is_open_to_all(county, part):
    answer = Browser(HTTP_HOST=f"{county.code}.test").get(f"/api/v1/docs/{part}")

    assert answer.status_code == 200


def test_every_webhook_of_partners_is_told():
    assert {one.code for one in told_kinds()} == set(EventKind) - INTERNAL


def test_type_of_a_problem_leads_to_its_explanation(county):
    text = Browser(HTTP_HOST=f"{county.code}.test").get("/api/v1/docs/problems").content.decode()

    for code in ("token_expired", "fields_wrong", "invalid_client", "not_found"):
        assert f'id="{code}"' in text
