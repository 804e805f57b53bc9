"""WeasyPrint alone, as its own documentation advises to use it."""

from __future__ import annotations

from collections.abc import Callable

import weasyprint
from django.template.loader import get_template
from weasyprint.text.fonts import FontConfiguration


def bare(html: str, css: str, variant: str = "pdf/a-3u") -> Callable[[], bytes]:
    """WeasyPrint with its own advice followed: one font configuration, the sheet read once."""
    configuration = FontConfiguration()
    whole = css + get_template("documents/page.css").render({})
    sheet = weasyprint.CSS(string=whole, font_config=configuration)
    return lambda: weasyprint.HTML(string=html).write_pdf(
        font_config=configuration, stylesheets=[sheet], pdf_variant=variant
    )
