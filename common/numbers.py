"""Numbers of papers from the pattern a county chose."""

from __future__ import annotations

import re


def number_faults(pattern: str) -> str:
    """What is wrong with a number pattern, as the end of a sentence; empty when it can be used."""
    if "{n}" not in pattern:
        return "缺少序号 {n}"
    if "{year}" not in pattern:
        return "缺少年份 {year}，跨年会重号"
    if re.search(r"[{}]", re.sub(r"\{(?:organ|year|n)\}", "", pattern)):
        return "含有无法识别的花括号"
    return ""


def notice_number(pattern: str, *, organ: str, year: int, serial: int) -> str:
    """``{organ}责改字〔{year}〕{n}号`` filled in; the serial carries no leading zeros.

    Raises:
        ValueError: the pattern has a fault (ask ``number_faults`` first).
    """
    if fault := number_faults(pattern):
        raise ValueError(fault)
    return pattern.format(organ=organ, year=year, n=serial)
