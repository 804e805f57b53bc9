"""What a paper says. The caller freezes it; the template prints these words and no others.

All strings are final Chinese text: dates as 2021年11月12日, no markup. An empty string or an
empty list prints nothing. A paragraph that begins with “一、” is set in 黑体 up to its first
full stop, one that begins with “（一）” in 楷体 up to its first full stop (GB/T 9704-2012); everything else is 仿宋.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Party(TypedDict):
    """Who the paper is addressed to. ``name`` stands before the colon, the rest below it."""

    name: str
    credit_code: str
    licence_no: str
    person: str
    address: str


class PaperFinding(TypedDict):
    """One finding, printed as “（一）text” (one alone: “text”), law, requirement and remedy.

    ``text``: what was found, one or two sentences. ``law`` with book-title marks and
    ``article`` make “违反规定：《…》第六十四条，requirement”. ``remedy``: what exactly to
    correct. ``found_on`` and ``place`` are printed unless the introduction has said both.
    ``code`` is for machines and is not printed.
    """

    no: int
    code: str
    text: str
    law: str
    article: str
    requirement: str
    remedy: str
    found_on: str
    place: str


class SealDrawing(TypedDict):
    """The seal on name and date: drawn with ``organ`` around the star, or the county's own
    ``picture`` (a data address of a PNG; empty: drawn)."""

    organ: str
    picture: str


class NoticePayload(TypedDict):
    """A notice: documents/notice.html.

    Order on paper: organ, title, number, party, paragraphs (the introduction), findings,
    basis, orders, deadline_text, after, signature over date.
    ``basis``: sentences are printed as paragraphs; bare citations (no full stop at the
    end) are joined to “法律依据：…；…。”. ``orders`` and ``after``: a paragraph each, with
    their numbers if they have any. ``deadline_text``: one whole sentence, its own paragraph.
    """

    form: str
    organ: str
    title: str
    number: str
    party: Party
    paragraphs: list[str]
    findings: list[PaperFinding]
    basis: list[str]
    orders: list[str]
    deadline_text: str
    after: list[str]
    signature: str
    date: str
    verify_url: str
    demonstration: bool
    template_version: int
    policy_versions: dict[str, str]
    seal: NotRequired[SealDrawing]


class ReceiptPayload(TypedDict):
    """A proof of service (送达回证): documents/delivery_receipt.html.

    Cells that are missing or empty are left blank for the pen.
    """

    organ: str
    number: str
    title: str
    party: str
    date: NotRequired[str]
    demonstration: NotRequired[bool]
    place: NotRequired[str]
    way: NotRequired[str]
    served_at: NotRequired[str]
    recipient: NotRequired[str]
    relation: NotRequired[str]
    refusal: NotRequired[str]
    witness: NotRequired[str]
    servers: NotRequired[str]
    remark: NotRequired[str]
