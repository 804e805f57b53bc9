"""Typed words: without signs that nobody sees and that files, papers and pages trip over."""

from __future__ import annotations

import re

from django import forms

# Control characters but tab and line ends, and the marks that turn the direction of reading.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def without_odd_signs(text: str) -> str:
    """The words alone, for fields that no form checks."""
    return _ODD.sub("", text).strip()


def refuse_odd_signs(text: object) -> None:
    """A validator for the fields of forms."""
    if isinstance(text, str) and _ODD.search(text):  # a UUID is a field of words as well
        raise forms.ValidationError(
            "含有看不见的控制字符，请删去后重新输入；可先粘贴到记事本，再从那里复制。",
            code="bad_input",
        )
