"""What a head reads before the approval is what the paper says."""

import re

import pytest

from documents.rendering import render_pdf, text_of
from documents.wording import ADDRESSEE, HEADING, paragraphs
from tests.factories.documents import notice_payload


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("findings", [1, 3])
def test_the_paper_prints_every_paragraph_in_order(findings):
    payload = notice_payload(findings)

    said = _squeezed(text_of(render_pdf("documents/notice.html", payload)))

    assert "".join(_squeezed(one.text) for one in paragraphs(payload)) in said


def test_the_addressee_comes_first_and_findings_are_headings():
    words = list(paragraphs(notice_payload(2)))

    assert words[0].kind == ADDRESSEE
    assert [one.text[:3] for one in words if one.kind == HEADING] == ["（一）", "（二）"]
