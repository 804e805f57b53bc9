"""Decisions of the registry: values in, values out."""

from __future__ import annotations

from math import isfinite

from common.credit_code import (
    CREDIT_CODE_SIGNS,
    credit_check_digit,
    organisation_check_digit,
)
from institutions.states import InstitutionState, RegisterKind

_REGISTER_OF_PREFIX = {
    "91": RegisterKind.BUSINESS,  # enterprise
    "92": RegisterKind.BUSINESS,  # individual business
    "52": RegisterKind.CIVIL,  # private non-enterprise unit
}


def credit_code_problem(code: str) -> str:
    """What is wrong with a credit code, as the end of a Chinese sentence; empty if nothing.

    ``code`` has no spaces and is in capitals. Both check digits are asked, because one
    alone passes a slip in 31 (outer) or leaves the organisation unproven (inner).

    Source: GB 32100-2015, GB 11714; registry-funds 2.5.
    """
    if len(code) != 18:
        return f"应为18位，现为{len(code)}位"
    foreign = [sign for sign in code if sign not in CREDIT_CODE_SIGNS]
    if foreign:
        return f"含有不允许的字符“{foreign[0]}”（不使用I、O、S、V、Z）"
    if not code[2:8].isdigit():
        return "第3至8位应为6位数字的登记机关行政区划码"
    if organisation_check_digit(code[8:16]) != code[16]:
        return "第17位校验码不符"
    if credit_check_digit(code[:17]) != code[17]:
        return "第18位校验码不符"
    return ""


def register_of_credit_code(code: str) -> RegisterKind | None:
    """The register whose prefix a credit code carries; None if the prefix says nothing.

    Source: registry-funds 2.5 (prefixes 91, 92, 52).
    """
    return _REGISTER_OF_PREFIX.get(code[:2])


def is_on_earth(x: float, y: float) -> bool:
    """Whether a reading can be a longitude and a latitude at all, in degrees."""
    return isfinite(x) and isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90


def move_when_stopped(state: str, *, has_licence: bool) -> str | None:
    """The move that follows when a re-inspection finds that an institution has stopped.

    A holder of a licence becomes suspended, not stopped: only the licensing body can end
    it (民办教育促进法 art. 56 to 60, registry-funds 2.3). None where nothing ran any more.
    """
    S = InstitutionState
    if state == S.LICENSED or (state == S.RECTIFYING and has_licence):
        return "note_suspended"
    if state in (S.LEAD, S.UNLICENSED, S.REGISTERED, S.RECTIFYING):
        return "note_stopped"
    return None


def move_when_corrected(*, has_licence: bool) -> str:
    """The move that follows when all that was ordered to be put right is right."""
    return "note_corrected_licensed" if has_licence else "note_corrected_registered"
