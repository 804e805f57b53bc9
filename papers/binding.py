"""The whole file of a case as one PDF: cover, index with page numbers, then the papers.

What is kept: every page as it was printed, its fonts, its pictures and what is attached to its
text; the tags of the parts, as one tree; the claim to be PDF/A, at the lowest level of all parts
(A above U above B), and none at all as soon as one part, such as a scan, makes no claim.
What is not kept: electronic signatures (their picture stays, their proof is in the single
files), attachments, forms to fill in, links between pages and the parts' own bookmarks. So the
bound file is for reading and printing; the single papers stay the originals, and lie in the
package (papers/packages.py). The index says which parts bear a signature, and where it is.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from common.clock import chinese_date
from documents.errors import NotAPdf
from documents.rendering import TAGGED, render_pdf
from papers.catalogue import get_form
from papers.composition import Setting, compose
from papers.tagging import StructureTree

logging.getLogger("pikepdf").setLevel(logging.WARNING)  # it tells that it tells
_LEVELS = "BUA"  # of PDF/A-3, from the plainest
_FOLIOS = "papers/layouts/folios.html"
_INDEX = "D48-2"
_SIGNED = "电子签名"
_ABOUT_SIGNATURES = (
    f"备注栏注明“{_SIGNED}”的文书，其电子签名在单件原件中，原件见电子案卷的“文书”文件夹；"
    "本合订件供查阅，不含电子签名。"
)


@dataclass(frozen=True, slots=True)
class BoundPart:
    """One paper of the file. ``is_counted`` is false for the cover and the note sheet (备考表)."""

    title: str
    pdf: bytes
    number: str = ""
    date: str = ""
    remark: str = ""
    is_counted: bool = True


def bind_file(parts: list[BoundPart], *, organ: str, case_number: str, on: date) -> bytes:
    """All parts in one PDF/A with bookmarks and page numbers that run through.

    The index is drawn here and stands behind the cover; cover, index and note sheet carry no
    number, as in a file of paper. The number of a page stands in its upper outer corner. The
    same parts give the same bytes. Raises NotAPdf with the position of a part that cannot be read.
    """
    files = [_opened(part.pdf, position) for position, part in enumerate(parts, start=1)]
    starts = _first_pages(parts, files)
    parts = [
        replace(part, remark=_remark(part, file)) for part, file in zip(parts, files, strict=True)
    ]
    for file in files:
        _flatten(file)
    index = _index(parts, starts, organ=organ, case_number=case_number, on=on)
    leading = next((at for at, part in enumerate(parts) if part.is_counted), len(parts))
    rows = [(part.title, file, part.is_counted) for part, file in zip(parts, files, strict=True)]
    rows.insert(leading, ("卷内目录", _opened(index, 0), False))
    whole = pikepdf.Pdf.new()
    tree, counted = StructureTree(whole), []
    with whole.open_outline() as outline:
        for title, file, is_counted in rows:
            first = len(whole.pages)
            whole.pages.extend(file.pages)
            pages = list(whole.pages)[first:]
            tree.add(file, pages)
            counted += pages if is_counted else []
            outline.root.append(pikepdf.OutlineItem(title, first))
    _number(whole, counted, organ)
    _label(whole, rows)
    is_tagged = tree.close()
    _describe(whole, [file for _, file, _ in rows], f"{organ}{case_number}案卷", is_tagged)
    return _saved(whole)


def extent(parts: list[BoundPart]) -> tuple[int, int]:
    """How many pieces are counted and how many pages they have together. Raises NotAPdf."""
    counted = [(place, part) for place, part in enumerate(parts, start=1) if part.is_counted]
    pages = 0
    for place, part in counted:
        with _opened(part.pdf, place) as file:
            pages += len(file.pages)
    return len(counted), pages


def is_pdf(content: bytes) -> bool:
    """Whether it can be bound: a PDF that opens without a password."""
    try:
        with pikepdf.open(BytesIO(content)):
            return True
    except pikepdf.PdfError:
        return False


def _opened(pdf: bytes, position: int) -> pikepdf.Pdf:
    try:
        file = pikepdf.open(BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise NotAPdf(position=position) from error
    return file


def _remark(part: BoundPart, file: pikepdf.Pdf) -> str:
    """The part's own remark, and whether it bears an electronic signature."""
    form: Any = file.Root.get(Name.AcroForm, {})
    is_signed = any(one.get("/FT") == Name.Sig and "/V" in one for one in form.get("/Fields", []))
    return "，".join(filter(None, (part.remark, _SIGNED if is_signed else "")))


def _flatten(file: pikepdf.Pdf) -> None:
    if Name.AcroForm in file.Root:
        file.generate_appearance_streams()
        file.flatten_annotations("all")
    for page in file.pages:  # an invisible field of a signature stays behind: it would claim one
        kept = [one for one in page.get("/Annots", []) if one.get("/Subtype") != Name.Widget]
        if kept:
            page.Annots = pikepdf.Array(kept)
        elif "/Annots" in page:
            del page.Annots


def _first_pages(parts: list[BoundPart], files: list[pikepdf.Pdf]) -> list[int]:
    """The number of each part's first page; 0 for what is not counted."""
    starts, next_page = [], 1
    for part, file in zip(parts, files, strict=True):
        starts.append(next_page if part.is_counted else 0)
        next_page += len(file.pages) if part.is_counted else 0
    return starts


def _index(
    parts: list[BoundPart], starts: list[int], *, organ: str, case_number: str, on: date
) -> bytes:
    items = [
        {
            "title": part.title,
            "number": part.number,
            "date": part.date,
            "page": str(start),
            "remark": part.remark,
        }
        for part, start in zip(parts, starts, strict=True)
        if part.is_counted
    ]
    form = get_form(_INDEX, on)
    setting = Setting({"organ": organ}, number="", date=chinese_date(on))
    view = compose(form, {"case_no": case_number, "items": items}, setting)
    if any(_SIGNED in part.remark for part in parts):
        words = [{"words": _ABOUT_SIGNATURES, "flat": False}]
        view["blocks"].append({"kind": "wording", "heading": "", "paragraphs": words})
    return render_pdf(form.template_name, view, variant=TAGGED)


def _number(whole: pikepdf.Pdf, pages: list[pikepdf.Page], organ: str) -> None:
    """Draw the running number on each page as an artifact, which no reader reads aloud."""
    numbers = list(range(1, len(pages) + 1))
    if not numbers:
        return
    drawn = pikepdf.open(BytesIO(render_pdf(_FOLIOS, {"title": organ, "numbers": numbers})))
    for number, page, folio in zip(numbers, pages, drawn.pages, strict=True):
        form = whole.copy_foreign(folio.as_form_xobject())
        # The pages of one paper share their resources: each number needs a name of its own.
        name = page.add_resource(form, Name.XObject, Name(f"/Folio{number}"))
        box = pikepdf.Rectangle(page.trimbox)
        placed = page.calc_form_xobject_placement(
            form, name, box, invert_transformations=True, allow_shrink=True, allow_expand=False
        )
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q /Artifact BMC\n" + placed + b"\nEMC")


def _label(whole: pikepdf.Pdf, rows: list[tuple[str, pikepdf.Pdf, bool]]) -> None:
    """What a viewer shows as page number: 1, 2, 3 for counted pages, small Roman for the others."""
    labels, page, counted, bare = pikepdf.NumberTree.new(whole), 0, 1, 1
    for _, file, is_counted in rows:
        style, start = (Name.D, counted) if is_counted else (Name.r, bare)
        labels[page] = Dictionary(S=style, St=start)
        page += len(file.pages)
        counted += len(file.pages) if is_counted else 0
        bare += 0 if is_counted else len(file.pages)
    whole.Root.PageLabels = labels.obj


def _describe(whole: pikepdf.Pdf, files: list[pikepdf.Pdf], title: str, is_tagged: bool) -> None:
    """Title, language, output intent, and the level of PDF/A that all parts reach."""
    whole.Root.Lang = pikepdf.String("zh-CN")
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    whole.Root.PageMode = Name.UseOutlines
    intents = next((f.Root.OutputIntents for f in files if Name.OutputIntents in f.Root), None)
    if intents is not None:
        whole.Root.OutputIntents = whole.copy_foreign(_indirect(files, intents))
    level = _level(files, is_tagged=is_tagged)
    whole.docinfo[Name.Title] = title
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about["dc:title"] = title
        if level:
            about["pdfaid:part"], about["pdfaid:conformance"] = "3", level


def _indirect(files: list[pikepdf.Pdf], intents: pikepdf.Object) -> pikepdf.Object:
    owner = next(f for f in files if Name.OutputIntents in f.Root)
    return owner.make_indirect(intents)


def _level(files: list[pikepdf.Pdf], *, is_tagged: bool) -> str:
    """The lowest level of PDF/A-3 among the parts; empty when one part claims none."""
    found = []
    for file in files:
        about = file.open_metadata()
        level = str(about.get("pdfaid:conformance") or "").upper()
        is_third = str(about.get("pdfaid:part") or "") == "3"
        if not is_third or level not in tuple(_LEVELS):
            return ""
        found.append(_LEVELS.index(level))
    lowest = _LEVELS[min(found)] if found else ""
    return "U" if lowest == "A" and not is_tagged else lowest


def _saved(whole: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    whole.save(out, min_version="1.7", deterministic_id=True)
    return out.getvalue()
