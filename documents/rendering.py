"""From a frozen payload to a PDF/A-3, and its words out again.

The same payload gives the same bytes: the file's date and identifier come from the payload,
the fonts from the installation, and nothing else is asked.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import zlib
from functools import lru_cache
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pydyf
import pypdfium2
from cssselect2 import ElementWrapper
from django.template.loader import get_template, render_to_string
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.errors import FontMissing
from documents.faces import Faces, faces
from documents.glyphs import require_glyphs

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it subsets

_PAGE = "documents/page.css"
PLAIN, TAGGED = "pdf/a-3u", "pdf/a-3a"  # text that can be read out; also its structure
_AREA_TOP_PT, _AREA_BOTTOM_PT = 37 / 25.4 * 72, 35 / 25.4 * 72  # from the edges of the paper
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_one_at_a_time = threading.Lock()  # Pango's font map is not made for threads


def render_pdf(
    template: str, payload: dict[str, Any], *, fonts: Faces | None = None, variant: str = PLAIN
) -> bytes:
    """Print a payload with a Django template, which sees the payload's keys and ``paper``.

    ``variant`` TAGGED makes a PDF/A-3a, whose paragraphs a screen reader can follow.

    Raises GlyphMissing when a character would be a box, FontMissing when a font file is
    gone. Opens nothing but its fonts: no network, no other file.
    """
    fonts = fonts or faces()
    day = _iso_day(str(payload.get("date") or ""))
    html = render_to_string(template, {**payload, "paper": payload, "paper_day": day})
    # The markup between the words is ASCII, which every font holds.
    require_glyphs("".join(dict.fromkeys(html)), fonts=fonts)
    with _one_at_a_time:
        setting = _setting(fonts)
        document = _Page(html, setting.fetcher).render(
            font_config=setting.configuration, stylesheets=[setting.sheet]
        )
        return document.write_pdf(
            finisher=_compress_once,
            pdf_variant=variant,
            pdf_identifier=_identifier(template, payload),
        )


def require_fonts() -> None:
    """Every font of the papers lies where the settings say. Raises FontMissing."""
    for role, path in faces().paths:
        if not path.is_file():
            raise FontMissing(role=role, path=path)


def text_of(pdf: bytes) -> str:
    """The words of a PDF: the type areas of all pages in order, then what stands around them.

    So a sentence that runs over to the next page is not cut by a page number. Lines are
    as printed; take the white space out before looking for a sentence.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        inside, around = [], []
        for page in document:
            text = page.get_textpage()
            width, height = page.get_size()
            inside.append(text.get_text_bounded(0, _AREA_BOTTOM_PT, width, height - _AREA_TOP_PT))
            around.append(text.get_text_bounded(0, height - _AREA_TOP_PT, width, height))
            around.append(text.get_text_bounded(0, 0, width, _AREA_BOTTOM_PT))
        return "\n".join([*inside, *around])
    finally:
        document.close()


class _Page(HTML):
    """A page read as XML, which our templates are: HTML's forgiving reader takes ten times longer.

    A template that is no XML stops here, and so would every paper of it: its tests see that.
    """

    def __init__(self, markup: str, fetcher: URLFetcher) -> None:
        root = ElementTree.fromstring(markup)  # noqa: S314 -- our own template, escaped by Django
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def _compress_once(_document: Document, pdf: pydyf.PDF) -> None:
    """Each stream deflated here and then written as it is.

    Left to the writer each is deflated twice, on the highest level: a tenth of the time of a
    notice for half a per cent of its size.
    """
    for part in pdf.objects:
        if isinstance(part, pydyf.Stream) and part.compress:
            part.compress = False
            content = part.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            part.stream = [zlib.compress(content)]
            part.extra["Filter"] = "/FlateDecode"


class _OnlyFonts(URLFetcher):
    """Opens the fonts of the paper and inline data; everything else stops the printing."""

    def __init__(self, files: frozenset[str]) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self._files and not url.startswith("data:"):
            raise FatalURLFetchingError(f"a paper may not open {url}")
        return super().fetch(url, headers)


class _Setting:
    """What one process keeps between papers: a new font configuration each time leaks memory."""

    def __init__(self, fonts: Faces) -> None:
        self.fetcher = _OnlyFonts(fonts.files)
        self.configuration = FontConfiguration()
        # Read once and not with each paper: fonts and page are the same for all of them.
        css = fonts.css + get_template(_PAGE).render({})
        self.sheet = CSS(string=css, font_config=self.configuration, url_fetcher=self.fetcher)


@lru_cache(maxsize=2)
def _setting(fonts: Faces) -> _Setting:
    return _Setting(fonts)


def _iso_day(date: str) -> str:
    """2021年3月5日 as 2021-03-05 for the file's own date; empty when the paper has none."""
    found = _DAY.search(date)
    if not found:
        return ""
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04}-{month:02}-{day:02}"


def _identifier(template: str, payload: dict[str, Any]) -> bytes:
    words = json.dumps([template, payload], ensure_ascii=False, sort_keys=True)
    return sha256(words.encode()).hexdigest()[:32].encode()
