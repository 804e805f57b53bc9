"""Days, amounts and facts as the cards of a case say them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from common.clock import chinese_date, localdate
from common.money import yuan


def told(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in facts if text]


def day(when: Any) -> str:
    if not when:
        return ""
    return chinese_date(localdate(when) if isinstance(when, datetime) else when)


def money(fen: int | None) -> str:
    return f"{yuan(fen)}元" if fen is not None else ""
