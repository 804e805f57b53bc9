"""Amounts in the capitals that cannot be altered with a pen; digits are common.money's."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capitals(fen: int) -> str:
    """``30050`` fen as ``叁佰元伍角``; whole yuan end with 整."""
    whole, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    head = f"{_whole(whole)}元" if whole or not rest else ""
    if not rest:
        return f"{head}整"
    tail = f"{_DIGITS[jiao]}角" if jiao else ("零" if head and cents else "")
    return head + tail + (f"{_DIGITS[cents]}分" if cents else "")


def _whole(number: int) -> str:
    if not number:
        return "零"
    words, place, gap = "", 0, False
    while number:
        number, group = divmod(number, 10_000)
        if group:
            spoken = _group(group) + _GROUPS[place]
            words = spoken + ("零" if gap and words else "") + words
            gap = group < 1000
        else:
            gap = True
        place += 1
    return words


def _group(group: int) -> str:
    """Four digits; zeros inside are spoken once, at the end not at all."""
    words, zero = "", False
    for power in (3, 2, 1, 0):
        digit = group // 10**power % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[power]
            zero = False
        else:
            zero = True
    return words
