"""Filters and tags for papers: pages on the grid, lengths, a QR code."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.composition import Page, Row, compose
from documents.faces import faces
from documents.handover import Sheet, sheets
from documents.payloads import NoticePayload, SealDrawing
from documents.seals import seal_box, seal_svg

register = template.Library()


@register.filter
def pages(payload: NoticePayload) -> list[Page]:
    """The composed pages of a notice."""
    return compose(payload, width=faces().width)


@register.filter
def signature_sheets(paper: dict[str, Any]) -> list[Sheet]:
    """The sheets behind a paper made out on site."""
    return sheets(paper)


@register.filter
def place(row: Row, page: Page) -> str:
    """CSS lengths of one row: its height in points, its start and spacing in em."""
    rules = [
        f"height:{row.height * page.pitch_pt:.3f}pt",
        f"line-height:{row.height * page.pitch_pt:.3f}pt",
    ]
    if row.line and row.line.start_em:
        rules.append(f"padding-left:{row.line.start_em:.4f}em")
    if row.line and row.line.spacing_em:
        rules.append(f"letter-spacing:{row.line.spacing_em:.5f}em")
    return ";".join(rules)


@register.simple_tag
def qr(address: str) -> SafeString:
    """A QR code as inline SVG without a border; the page leaves the quiet zone."""
    code = segno.make(address, error="m", micro=False)
    svg = BytesIO()
    bare = {"xmldecl": False, "nl": False, "border": 0, "omitsize": True}
    code.save(svg, kind="svg", svgns=True, lineclass=None, svgclass=None, **bare)
    return mark_safe(svg.getvalue().decode())  # noqa: S308 -- drawn by segno from an address, holds no user text


@register.simple_tag
def seal_on(page: Page, seal: SealDrawing) -> SafeString:
    """The seal where name and date stand on this page; nothing on the other pages."""
    box = seal_box(page)
    if box is None:
        return SafeString()
    place = f"left:{box.left:.3f}mm;top:{box.top:.3f}mm"
    if seal["picture"]:
        return format_html('<img class="seal" style="{}" src="{}" alt=""/>', place, seal["picture"])
    drawing = mark_safe(seal_svg(seal["organ"]))  # noqa: S308 -- outlines of glyphs, holds no user text
    return format_html('<div class="seal" style="{}">{}</div>', place, drawing)


@register.filter
def spoken_address(address: str) -> str:
    """A web address as people write it: without the scheme and the last stroke."""
    return address.partition("://")[2].rstrip("/") or address
