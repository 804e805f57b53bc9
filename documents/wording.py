"""The words of a notice in their order, one paragraph after the other.

The printed paper and the preview of a draft both take their words from here, so that a head
approves what will be printed. Where each paragraph stands on the page is composition's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.payloads import NoticePayload, PaperFinding

ADDRESSEE, FACT, TEXT, HEADING, ANNEXES = "addressee", "fact", "text", "heading", "annexes"
LEVEL_1 = re.compile(r"[一二三四五六七八九十]{1,3}、")
LEVEL_2 = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_NUMERALS = "一二三四五六七八九"
_REMEDY = {
    "rectification": "整改要求",
    "stop": "改正要求",
    "spot": "改正要求",
    "spot_limit": "改正要求",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a heading stays on the page of what follows it."""

    kind: str
    text: str


def paragraphs(payload: NoticePayload) -> Iterator[Paragraph]:
    """Everything between the number and the signature."""
    yield from _party(payload)
    for text in payload["paragraphs"]:
        yield free_paragraph(text)
    yield from _findings(payload)
    for text in [*_basis(payload["basis"]), *payload["orders"], payload["deadline_text"]]:
        yield free_paragraph(text)
    for text in payload["after"]:
        yield free_paragraph(text)


def _party(payload: NoticePayload) -> Iterator[Paragraph]:
    party = payload["party"]
    yield Paragraph(ADDRESSEE, f"{party['name']}：")
    known = (
        ("统一社会信用代码", party["credit_code"]),
        ("办学许可证号", party["licence_no"]),
        ("法定代表人（负责人）", party["person"]),
        ("地址", party["address"]),
    )
    for label, words in known:
        if words:
            yield Paragraph(FACT, f"{label}：{words}")


def _findings(payload: NoticePayload) -> Iterator[Paragraph]:
    """Day and place stand once when all findings share them, or not at all when said before.

    One finding alone carries no number.
    """
    findings = payload["findings"]
    places = {_found(finding) for finding in findings}
    if len(places) == 1 and not _said(findings[0], payload["paragraphs"]):
        yield Paragraph(HEADING, _found(findings[0]))
    for finding in findings:
        number = f"（{chinese_numeral(finding['no'])}）" if len(findings) > 1 else ""
        yield Paragraph(HEADING, number + _sentence(finding["text"]))
        where = _found(finding) if len(places) > 1 else ""
        for text in (where, _rule(finding), _remedy(finding, payload["form"])):
            if text:
                yield Paragraph(TEXT, text)


def free_paragraph(text: str) -> Paragraph:
    """A text as a paragraph; one that is only a heading stays with what follows it."""
    heading = bool(LEVEL_1.match(text) or LEVEL_2.match(text)) and "。" not in text
    return Paragraph(HEADING if heading else TEXT, text)


def _said(finding: PaperFinding, texts: list[str]) -> bool:
    """The introduction already names the day and the place."""
    text = "".join(texts)
    return finding["found_on"] in text and finding["place"] in text


def _found(finding: PaperFinding) -> str:
    words = "，".join(filter(None, (finding["found_on"], finding["place"])))
    return f"发现时间、地点：{words}。" if words else ""


def _rule(finding: PaperFinding) -> str:
    if not finding["law"]:
        return ""
    words = filter(None, (finding["law"] + finding["article"], finding["requirement"]))
    return _sentence("违反规定：" + "，".join(words))


def _remedy(finding: PaperFinding, form: str) -> str:
    if not finding["remedy"]:
        return ""
    return _sentence(f"{_REMEDY.get(form, '要求')}：{finding['remedy']}")


def _basis(basis: list[str]) -> list[str]:
    if not basis or all(text.endswith("。") for text in basis):
        return basis
    return [_sentence("法律依据：" + "；".join(text.rstrip("。") for text in basis))]


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def chinese_numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九, as headings count (GB/T 9704-2012)."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")
