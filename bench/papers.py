"""A paper from its frozen payload, beside WeasyPrint alone on the same page."""

from __future__ import annotations

from collections.abc import Iterator

import weasyprint
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration

from bench.harness import Sides, at_least, row
from documents.faces import faces
from documents.rendering import render_pdf
from tests.factories.documents import notice_payload

NOTICE = "documents/notice.html"


@row("a notice from its payload", reach=at_least(0.85))
def printed_notice() -> Iterator[Sides]:
    payload = notice_payload(1)
    html = render_to_string(NOTICE, {**payload, "paper": payload, "paper_day": ""})
    configuration = FontConfiguration()
    sheet = weasyprint.CSS(string=faces().css, font_config=configuration)

    def bare() -> None:
        page = weasyprint.HTML(string=html)
        page.write_pdf(font_config=configuration, stylesheets=[sheet], pdf_variant="pdf/a-3u")

    yield Sides(ours=lambda: render_pdf(NOTICE, payload), against=bare)
