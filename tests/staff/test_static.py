"""The kit in the repository: licensed, local, and complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STAFF = Path(__file__).resolve().parents[2] / "staff"
VENDOR = STAFF / "static" / "vendor"
TEMPLATES = [*STAFF.rglob("*.html"), *(STAFF.parent / "portal").rglob("*.html")]


@pytest.mark.parametrize("folder", sorted(VENDOR.iterdir()), ids=lambda folder: folder.name)
def test_vendored_package_says_what_it_is(folder):
    name, _, version = folder.name.rpartition("-")

    words = (folder / "README").read_text()

    assert words.startswith(f"{name} {version}, ")
    assert (folder / "LICENSE").stat().st_size > 100


def test_every_icon_that_is_drawn_is_in_the_sprite():
    sprite = (VENDOR / "tabler-icons-3.51.0" / "sprite.svg").read_text()
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    drawn = {
        name
        for template in TEMPLATES
        for name in re.findall(r'{% icon "([\w-]+)"', template.read_text())
    }

    assert drawn - known == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_inline_script_or_style(template):
    text = template.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_style_sheets_load_nothing_from_elsewhere():
    sheets = "".join(path.read_text() for path in STAFF.rglob("*.css"))

    assert not re.search(r"url\([\"']?https?:|@import", sheets)
