"""The commands of the quick start work as they stand on the page."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape

import pytest
from django.test import Client as Browser

from tests.committed import committed_county
from tests.factories.clients import ClientFactory, secret_of
from tests.factories.institutions import InstitutionFactory
from tests.served import served

pytestmark = pytest.mark.slow


def commands(host: str) -> str:
    """Word for word, with what the page asks for put into the first three lines."""
    page = Browser(HTTP_HOST=host).get("/api/v1/docs/").content.decode()
    return unescape(re.search(r'<pre[^>]*id="quick-start">(.*?)</pre>', page, re.S)[1])


def test_quick_start_works_word_for_word(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_county("999908", domain="127.0.0.1"):
        secret = secret_of(ClientFactory(code="quick"))
        names = [row.name for row in InstitutionFactory.create_batch(3)]
        with served() as port:
            text = commands(f"127.0.0.1:{port}")
            assert text.startswith(f"export BASE=http://127.0.0.1:{port}\n")
            text = text.replace("your-client", "quick").replace("your-secret", secret)
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", text], capture_output=True, text=True, timeout=60
            )

    assert done.returncode == 0, done.stderr + done.stdout
    first, rest = (json.loads(part) for part in done.stdout.replace("}{", "}\n{").splitlines())
    assert [item["name"] for item in first["items"]] == names[:2]
    assert [item["name"] for item in rest["items"]] == names[2:]
