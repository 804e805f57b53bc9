"""Numbers of natural persons in a paper's facts: encrypted where they stand, hidden where shown.

A number is kept as a mark, ``⟦id_number:sm4.…⟧``, and so stands in every word that is made of the
facts. The paper that goes to its party is printed from the opened marks; a page shows stars, as
it does for the party of a case. A number never lies in clear: ``paper_numbers_are_encrypted``.

An organisation's telephone stands on the register for everybody and is no such number.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from common.ciphers import decrypt, encrypt

PARTS = ("id_number", "phone")  # of the kinds party and people
TELEPHONES = ("informant_phone", "mobile")  # facts of their own, of D10 and D40
MASK = "***********（加密保存）"
_MARK = re.compile(r"⟦(id_number|phone):(sm4\.[0-9a-f]{8}\.[\w=-]+)⟧", re.ASCII)
_LABEL = re.compile(r"（已加密[0-9a-f]{8}）", re.ASCII)


def sealed(facts: dict[str, Any], *, like: dict[str, Any] | None = None) -> dict[str, Any]:
    """The facts with every number of a person as a mark; marks stay.

    ``like``: facts that were kept before; a number that stands in them keeps its mark, so that
    nothing seems to have changed.
    """
    known = marks_in(like or {})

    def mark(part: str, value: str) -> str:
        return value if _MARK.fullmatch(value) else known.get(value) or _new(part, value)

    return _in_places(facts, mark)


def opened(value: Any) -> Any:
    """Any value with its marks as the numbers in clear. Raises FieldKeyGone, FieldDamaged."""
    return in_texts(value, lambda text: _MARK.sub(_open, text))


def masked(value: Any) -> Any:
    """Any value with stars for its marks."""
    return in_texts(value, lambda text: _MARK.sub(MASK, text))


def hidden(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts with stars for the numbers of persons, whether they are marks already or not."""
    return _in_places(facts, lambda part, value: MASK)


def marks_in(value: Any) -> dict[str, str]:
    """Number in clear -> its mark, of every mark in a value. Raises FieldKeyGone, FieldDamaged."""
    return {_open(found): found[0] for found in _MARK.finditer(_all_text(value))}


def has_numbers(value: Any) -> bool:
    """Does a mark stand in it?"""
    return bool(_MARK.search(_all_text(value)))


def labelled(value: Any) -> Any:
    """Any value with a short name for each mark, for a form in which people change the rest."""
    return in_texts(value, lambda text: _MARK.sub(lambda found: _label(found[0]), text))


def unlabelled(value: Any, stored: Any) -> Any:
    """What was typed, with the marks of ``stored`` for their names; other names fall away."""
    marks = {_label(found[0]): found[0] for found in _MARK.finditer(_all_text(stored))}
    return in_texts(value, lambda text: _LABEL.sub(lambda n: marks.get(n[0], ""), text))


def _new(part: str, value: str) -> str:
    return f"⟦{part}:{encrypt(value, purpose=_purpose(part))}⟧"


def _open(found: re.Match[str]) -> str:
    return decrypt(found[2], purpose=_purpose(found[1]))


def _purpose(part: str) -> str:
    """A number goes with its facts from draft to paper and to the paper that replaces it, so it is
    bound to what it is and not to one row."""
    return f"papers.fact/{part}"


def _label(mark: str) -> str:
    return f"（已加密{hashlib.sha256(mark.encode()).hexdigest()[:8]}）"


def _in_places(facts: dict[str, Any], change: Callable[[str, str], str]) -> dict[str, Any]:
    """The facts with the numbers of parties, people, informants and addressees changed."""

    def of_one(one: Any) -> Any:
        if not isinstance(one, dict):
            return one
        is_ours = one.get("kind") == "organisation"
        told = dict(one)
        for part in PARTS:
            value = str(one.get(part) or "")
            if value.strip() and not (is_ours and part == "phone"):
                told[part] = change(part, value)
        return told

    def of(key: str, value: Any) -> Any:
        if key in TELEPHONES:
            return change("phone", value) if str(value or "").strip() else value
        return [of_one(one) for one in value] if isinstance(value, list) else of_one(value)

    return {key: of(key, value) for key, value in facts.items()}


def in_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Any value with every text in it changed, however deep."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [in_texts(one, change) for one in value]
    if isinstance(value, dict):
        return {key: in_texts(one, change) for key, one in value.items()}
    return value


def _all_text(value: Any) -> str:
    """Everything that is written in a value, to look for marks."""
    if isinstance(value, dict):
        return "\n".join(_all_text(one) for one in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(_all_text(one) for one in value)
    return value if isinstance(value, str) else ""
