"""The commands of the quick start work as they stand on the page."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape

import pytest
from django.test import Client as Browser
from django_tenants.utils import tenant_context

from tests.committed import committed_county
from tests.factories.clients import ClientFactory, secret_of
from tests.factories.institutions import InstitutionFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=False)]


def commands(host: str) -> str:
    """Word for word, with what the page asks for put into the first three lines."""
    page = Browser(HTTP_HOST=host).get("/api/v1/docs/").content.decode()
    return unescape(re.search(r'<pre[^>]*id="quick-start">(.*?)</pre>', page, re.S)[1])


def test_quick_start_works_word_for_word(django_db_setup, django_db_blocker, live_server):
    host = live_server.url.removeprefix("http://")
    with (
        django_db_blocker.unblock(),
        committed_county("999908", domain=host.partition(":")[0]) as county,
        tenant_context(county),
    ):
        client = ClientFactory(code="quick")
        secret = secret_of(client)
        names = [row.name for row in InstitutionFactory.create_batch(3)]
        text = commands(host)
        assert text.startswith(f"export BASE={live_server.url}\n")
        text = text.replace("your-client", "quick").replace("your-secret", secret)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text], capture_output=True, text=True, timeout=60
        )

    assert done.returncode == 0, done.stderr + done.stdout
    first, rest = (json.loads(part) for part in done.stdout.replace("}{", "}\n{").splitlines())
    assert [item["name"] for item in first["items"]] == names[:2]
    assert [item["name"] for item in rest["items"]] == names[2:]
