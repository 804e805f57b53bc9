"""Passwords that people here choose first and that are therefore guessed first."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from pypinyin import lazy_pinyin

from tenants.current import county, is_public

_PIECES = Path(__file__).parent / "data" / "password-pieces.txt"
_LEAST_OF_ONES_OWN = 4  # signs that are left when the usual pieces are taken out
_SHORTEST_PIECE = 3


class LongEnoughValidator(MinimumLengthValidator):
    """Django's own, whose sentence is not translated into Chinese."""

    def get_error_message(self) -> str:
        return f"密码太短，至少须有{self.min_length}个字符。"

    def get_help_text(self) -> str:
        return f"至少{self.min_length}个字符。"


class UsualPiecesValidator:
    """Refuses what is only put together from usual pieces: 520, 1314, woaini, rows of keys, years,
    the own name in pinyin, the county's, the telephone.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        whole = rest = plain(password)
        for piece in sorted({*usual_pieces(), *_own_pieces(user)}, key=len, reverse=True):
            rest = rest.replace(piece, "")
        if rest != whole and len(rest) < _LEAST_OF_ONES_OWN:
            raise ValidationError(self.get_help_text(), code="usual_pieces")

    def get_help_text(self) -> str:
        return "不能只由姓名拼音、生日、手机号、520、1314、键盘顺序等常见内容拼成。"


def plain(text: str) -> str:
    """Small letters and digits alone: full-width, capitals and marks between make nothing safer."""
    signs = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in signs if sign.isalnum())


@cache
def usual_pieces() -> frozenset[str]:
    """From the file, and the years of living people with and without month and day."""
    lines = _PIECES.read_text(encoding="utf-8").split("\n")
    listed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    years = {str(year) for year in range(1940, 2050)}
    days = {f"{month:02}{day:02}" for month, day in product(range(1, 13), range(1, 32))}
    return frozenset(listed | years | days | {year + day for year, day in product(years, days)})


def _own_pieces(user: Any) -> set[str]:
    """What everybody who knows the person or the county tries."""
    words = [getattr(user, name, "") or "" for name in ("full_name", "username", "phone")]
    if not is_public():
        words.append(county().name)
    found: set[str] = set()
    for word in words:
        syllables = [plain(one) for one in lazy_pinyin(word)]
        found |= {plain(word), "".join(syllables), "".join(one[:1] for one in syllables)}
        found |= set(syllables)
    return {piece for piece in found if len(piece) >= _SHORTEST_PIECE}
