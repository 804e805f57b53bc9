"""The Python client that partners make of the schema, by the commands of the page."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from importlib.metadata import version
from pathlib import Path

import pytest
from django.test import Client as Browser

from partners.api.v1 import reading
from partners.docs import CLIENT, GENERATOR
from tests.house.files import ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, str]:
    """Where the client lies, and what its maker said."""
    folder = tmp_path_factory.mktemp("client") / "client"
    return folder, make_client(folder)


def make_client(folder: Path) -> str:
    """The page's last command; what it said."""
    tool = Path(sys.executable).with_name("openapi-python-client")
    words = ("--path", reading.SCHEMA, "--config", CLIENT, "--output-path", folder)
    done = subprocess.run([tool, "generate", *words], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_its_maker_understands_all_of_the_schema(made):
    folder, said = made

    assert "WARNING" not in said.upper()
    calls = [path for path in folder.glob("*/api/*/*.py") if path.name != "__init__.py"]
    assert len(calls) == len(reading.operations())


def test_every_call_and_object_of_it_can_be_imported(made):
    """Names in Python; what is no Python name would have become some other."""
    folder, _ = made
    names = [
        ".".join(path.relative_to(folder).with_suffix("").parts) for path in folder.rglob("*.py")
    ]
    assert not [name for name in names if not name.isascii()]

    words = [sys.executable, "-c", "import " + ", ".join(names)]
    subprocess.run(words, cwd=folder, check=True)


def test_page_names_the_maker_that_was_tried(county):
    assert version("openapi-python-client") == GENERATOR
    page = Browser(HTTP_HOST=f"{county.code}.test").get("/api/v1/docs/tools").content.decode()
    commands = unescape(re.search(r'<pre[^>]*id="make-client">(.*?)</pre>', page, re.S)[1])
    assert f"openapi-python-client=={GENERATOR} " in commands
    words = "generate --path schema.yml --config client.yml --output-path client"
    assert words in commands


def test_the_files_that_the_page_names_are_given(county):
    browser = Browser(HTTP_HOST=f"{county.code}.test")
    for path, kept in (("client.yml", CLIENT), ("schema.yml", reading.SCHEMA)):
        assert browser.get(f"/api/v1/{path}").content == (ROOT / kept).read_bytes()
