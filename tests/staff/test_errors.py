"""The pages that Django answers by itself say what docs/errors.md says."""

from pathlib import Path

import pytest

from staff.errors import BadRequest, PageExpired, ServerError

TEMPLATES = Path(__file__).parents[2] / "staff" / "templates"


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("400.html", BadRequest), ("403_csrf.html", PageExpired), ("500.html", ServerError)],
)
def test_the_page_has_sentence_and_code_of_its_class(name, refusal):
    page = (TEMPLATES / name).read_text(encoding="utf-8")

    assert refusal.message in page
    assert f"<code>{refusal.code}</code>" in page
