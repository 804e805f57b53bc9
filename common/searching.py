"""How a search reads what was typed and what was stored: the one rule of every list and page.

A thing is found when every word that was typed stands in what is known of it, or in the pinyin
initials of that. Full or half width, capitals, spaces and punctuation make no difference, and
one character is enough. ``fold`` and ``grams`` say the same as the functions ``search_fold``
and ``search_grams`` of the database (accounts/migrations), which fold the stored columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from common.initials import initials_of

MOST_WORDS = 8
MOST_SIGNS = 100
# Everything that is neither letter, digit nor line end. The ideographs 々〆〇 are letters.
DROPPED = (
    r"[\u0001-\u0009\u000b-\u0020!-/:-@\[-`{-\u00bf\u00d7\u00f7\u2000-\u206f"
    r"\u3000-\u3004\u3008-\u3020\u3030\uff00-\uffef]+"
)
_DROPPED = re.compile(DROPPED)
_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_LINE_END = "\n"


def fold(text: str) -> str:
    """Letters and digits only, half width and small; line ends stay, they part two texts."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_LOWER)


def words_of(text: str) -> list[str]:
    """What was typed as folded words, each once; of very long ones the beginning."""
    folded = (fold(word) for word in text[:MOST_SIGNS].split())
    return list(dict.fromkeys(word for word in folded if word))[:MOST_WORDS]


def grams(folded: str) -> set[int]:
    """Its characters and pairs of neighbours as numbers: code points, a pair 21 bits apart."""
    found: set[int] = set()
    for line in folded.split(_LINE_END):
        codes = [ord(sign) for sign in line]
        found.update(codes)
        found.update(first << 21 | second for first, second in zip(codes, codes[1:], strict=False))
    return found


def keys_of(word: str) -> list[int]:
    """The least that a text with ``word`` in it must hold: its pairs, or its only character."""
    return sorted(code for code in grams(word) if len(word) == 1 or code >= 1 << 21)


def stands_in(text: str, said: Iterable[str], *, person: bool = False) -> bool:
    """Do all words of ``text`` stand in ``said`` or its initials? For lists of a few hundred.

    ``person``: what is said are people's names. No words stand in nothing.
    """
    words = words_of(text)
    known = [fold(one) for one in said]
    known += [line for one in known for line in initials_of(one, person=person).splitlines()]
    return bool(words) and all(any(word in one for one in known) for word in words)
