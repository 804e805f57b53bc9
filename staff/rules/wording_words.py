"""What a county's words change of the standard text, as pieces that a page can mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from papers.catalogue import Form
from papers.county_words import part_label, parts_of
from papers.models import FormWording, WordingProposal

LEFT_OUT = "（不印这一段）"
# A word that a fact fills is one piece: half of its name says nothing.
_PIECE = re.compile(r"{{.*?}}|{%.*?%}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """``how`` is same, gone or new."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form as the county says it today."""

    key: str
    label: str
    standard: str
    own: FormWording | None
    later: list[FormWording]
    waiting: WordingProposal | None
    pieces: list[Piece]


def difference(standard: str, own: str) -> list[Piece]:
    """The standard text turned into the county's, piece by piece."""
    old, new = _PIECE.findall(standard), _PIECE.findall(own)
    told: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            told.append(Piece("same", "".join(old[a:b])))
            continue
        told += [Piece("gone", "".join(old[a:b]))] if b > a else []
        told += [Piece("new", "".join(new[c:d]))] if d > c else []
    return told


def said_by(row: FormWording | WordingProposal, standard: str) -> str:
    """What a row puts in place, in words for a page."""
    return standard if row.is_standard else row.text or LEFT_OUT


def parts_in_words(
    form: Form, rows: list[FormWording], waiting: list[WordingProposal], today: date
) -> list[Part]:
    """Every part that may be worded, with what holds today and what begins later."""
    told = []
    for key, standard in parts_of(form).items():
        mine = [row for row in rows if row.paragraph == key]
        now = next((row for row in mine if row.valid_from <= today), None)
        own = now if now is not None and not now.is_standard else None
        told.append(
            Part(
                key=key,
                label=part_label(form, key),
                standard=standard,
                own=own,
                later=[row for row in reversed(mine) if row.valid_from > today],
                waiting=next((one for one in waiting if one.paragraph == key), None),
                pieces=difference(standard, own.text) if own else [],
            )
        )
    return told


def history_in_words(rows: list[FormWording], standard: str) -> list[dict[str, Any]]:
    """Every wording of one part, the latest first, with who proposed and who took it."""
    return [
        {
            "row": row,
            "words": "恢复标准表述" if row.is_standard else said_by(row, standard),
            "proposed_by": row.proposal.proposed_by if hasattr(row, "proposal") else None,
        }
        for row in rows
    ]
