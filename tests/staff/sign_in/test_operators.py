"""Operators sign in on a console host, in the public schema, by the same pages and verbs."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from accounts import services
from accounts.errors import OperatorsLiveInPublic
from accounts.models import SecondFactor, SignIn, User
from tests.factories.accounts import SecondFactorFactory, UserFactory, code_at
from tests.times import NOON

NEW = "copper-kettle-42"


@pytest.fixture
def console(counties, settings) -> Client:
    settings.YUJIAN_CONSOLE_HOSTS = ["console.test"]
    return Client(HTTP_HOST="console.test")


def _link() -> str:
    said = StringIO()
    call_command("add_operator", "ops", name="运维一", stdout=said)
    return re.search(r"https://console.test(/welcome/\S+)", said.getvalue()).group(1)


def test_operator_comes_in_by_the_link_with_a_second_factor(console):
    assert console.post(_link(), {"password": NEW, "again": NEW}).url == "/login/enrol/"
    page = console.get("/login/enrol/")
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page.text).group(1).replace(" ", "")

    done = console.post("/login/enrol/", {"code": code_at(timezone.now(), secret)})

    assert done.text.count("<li><code>") == 10
    connection.set_schema_to_public()
    operator = User.objects.get(username="ops")
    assert (operator.roles, operator.role_names) == (["operator"], "平台运维")
    assert SignIn.objects.get().user == operator
    assert console.get("/session/").json()["seconds_left"] > 1700


def test_operator_is_nobody_in_a_county(console, counties):
    console.post(_link(), {"password": NEW, "again": NEW})

    there = Client(HTTP_HOST="999901.test")
    answer = there.post("/login/", {"username": "ops", "password": NEW})

    assert answer.status_code == 422


def test_person_of_a_county_is_nobody_on_the_console(console, counties):
    with tenant_context(counties[0]):
        UserFactory(inspector=True, username="li", password=NEW)

    assert console.post("/login/", {"username": "li", "password": NEW}).status_code == 422


def test_operator_is_made_once_and_never_in_a_county(counties):
    services.add_operator("ops", full_name="运维一", at=NOON)
    services.add_operator("ops", full_name="运维一", at=NOON)
    assert User.objects.filter(username="ops").count() == 1

    with tenant_context(counties[0]), pytest.raises(OperatorsLiveInPublic):
        services.add_operator("ops", full_name="运维一", at=NOON)


def test_operators_command_resets_a_lost_authenticator(counties):
    with tenant_context(counties[0]):
        SecondFactorFactory(user=UserFactory(section_head=True, username="wang"))

    call_command("reset_second_factor", "wang", county="999901", stdout=StringIO())

    with tenant_context(counties[0]):
        assert not SecondFactor.objects.exists()
    with pytest.raises(CommandError, match="not_found"):
        call_command("reset_second_factor", "nobody", county="999901", stdout=StringIO())
