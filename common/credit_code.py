"""Check digits of the uniform social credit code (统一社会信用代码)."""

from __future__ import annotations

CREDIT_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_check_digit(first_17: str) -> str:
    """The 18th sign of a uniform social credit code.

    Raises:
        ValueError: a sign that the code does not use (I, O, S, V, Z, or no sign of it at all).

    Source: GB 32100-2015; registry-funds 2.5.
    """
    total = sum(
        weight * CREDIT_CODE_SIGNS.index(sign)
        for weight, sign in zip(_CREDIT_WEIGHTS, first_17, strict=True)
    )
    return CREDIT_CODE_SIGNS[-total % 31]


def organisation_check_digit(first_8: str) -> str:
    """The 9th sign of an organisation code, which is the 17th of the credit code around it.

    Raises:
        ValueError: a sign that is neither digit nor capital letter.

    Source: GB 11714; registry-funds 2.5.
    """
    total = sum(
        weight * _ORGANISATION_SIGNS.index(sign)
        for weight, sign in zip(_ORGANISATION_WEIGHTS, first_8, strict=True)
    )
    return "0123456789X"[-total % 11]
