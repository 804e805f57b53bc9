"""What a cell says: values in, values out. A cell that cannot be meant is refused in one phrase."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from common.text import squash

Cell = Any  # None, str, int, float, bool, {"d": day} or {"t": time}

_DAY = re.compile(
    r"(?P<year>\d{4})\s*[-./年]\s*(?P<month>\d{1,2})\s*(?:[-./月]\s*(?P<day>\d{1,2})\s*日?)?"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"(?<=[\d日月])\s*(?:至|到|—+|－+|~|～|–|--+|-(?=\s*\d{4}))\s*")
_NOTHING = {"", "无", "/", "\\", "-", "--", "—", "——", "暂无", "空", "n/a", "null", "none"}
_ENDLESS = {"长期", "长期有效", "永久", "无固定期限"}
# Days since the last of 1899, as spreadsheets count; 1955 to 2119, so that no number of pupils is one.
_SERIAL_FROM, _SERIAL_UNTIL = 20_000, 80_000
_SERIAL_ZERO = date(1899, 12, 30)
_MOST_EXACT = 10**15  # digits of a spreadsheet's number beyond this are lost


def text(cell: Cell) -> str:
    """The words of a cell on one line. Raises ValueError."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return str(cell.get("d") or cell.get("t"))
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float) and abs(cell) >= _MOST_EXACT:
        raise ValueError("是数值格式，超过15位的数字末几位已经失真，请把该列设为文本格式后重新填写")
    return squash(unicodedata.normalize("NFC", str(cell)))


def is_nothing(cell: Cell) -> bool:
    """Empty, or one of the signs that people write for it."""
    return cell is None or (isinstance(cell, str) and squash(cell).lower() in _NOTHING)


def day(cell: Cell) -> date:
    """2024-03-01, 2024.3.1, 2024年3月1日, 20240301, a day of the spreadsheet's own or its number.

    Raises ValueError.
    """
    if isinstance(cell, dict) and "d" in cell:
        return date.fromisoformat(cell["d"])
    if isinstance(cell, int) and not isinstance(cell, bool):
        if _SERIAL_FROM <= cell < _SERIAL_UNTIL:
            return _SERIAL_ZERO + timedelta(days=cell)
    elif isinstance(cell, float) and _SERIAL_FROM <= cell < _SERIAL_UNTIL:
        return _SERIAL_ZERO + timedelta(days=int(cell))
    return _written_day(text(cell))


@lru_cache(maxsize=1024)  # a list says the same days again and again
def _written_day(words: str) -> date:
    said = unicodedata.normalize("NFKC", words)
    found = _EIGHT_DIGITS.fullmatch(said) or _DAY.fullmatch(said)
    parts = [part for part in found.groups() if part is not None] if found else []
    if len(parts) != 3:
        raise ValueError("不是完整的日期，请写成2024-03-01这样的形式")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise ValueError("不是日历上有的日期，请核对") from None


def term(cell: Cell) -> tuple[date, date | None]:
    """2023.1.1至2026.12.31 as two days; the second None where it says 长期. Raises ValueError."""
    parts = _BETWEEN.split(unicodedata.normalize("NFC", text(cell)))
    if len(parts) != 2:
        raise ValueError("不是起止两个日期，请写成2023-01-01至2025-12-31这样的形式")
    return day(parts[0]), None if parts[1] in _ENDLESS else day(parts[1])


def is_endless(cell: Cell) -> bool:
    return isinstance(cell, str) and squash(cell) in _ENDLESS


def number(cell: Cell) -> float:
    """A number, also as text. Raises ValueError."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    said = unicodedata.normalize("NFKC", text(cell)).replace(",", "")
    try:
        return int(said) if said.lstrip("-").isdecimal() else float(said)
    except ValueError:
        raise ValueError("不是数字，请只填数字") from None


def whole(cell: Cell) -> int:
    """A whole number. Raises ValueError."""
    found = number(cell)
    if found != int(found):
        raise ValueError("不是整数，请核对")
    return int(found)


def yes(cell: Cell) -> bool:
    """是 or 否. Raises ValueError."""
    said = text(cell).lower()
    if said in ("是", "有", "√", "y", "yes", "1", "true"):
        return True
    if said in ("否", "无", "×", "n", "no", "0", "false", "不是", "没有"):
        return False
    raise ValueError("不是“是”或“否”")


def clock(cell: Cell) -> str:
    """A time of day as 08:30. Raises ValueError."""
    said = cell["t"] if isinstance(cell, dict) and "t" in cell else text(cell).replace("：", ":")
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", said)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError("不是时刻，请写成18:30这样的形式")
    return f"{int(found[1]):02d}:{found[2]}"


def choice(cell: Cell, words: Mapping[str, str], labels: Mapping[str, str], plain: Any) -> str:
    """The value that the words of a cell mean. Raises ValueError.

    Args:
        words: what people write, plain -> value.
        labels: value -> official label.
        plain: makes words comparable.
    """
    said = plain(text(cell))
    for value, label in labels.items():
        if said in (plain(label), value):
            return value
    if said in words:
        return words[said]
    raise ValueError(f"不是可用的选项，可填：{'、'.join(labels.values())}")


_DAYS = "一二三四五六日"


def weekdays(cell: Cell) -> list[int]:
    """周一、周三 or 周一至周五 or 135 as numbers, Monday is 1. Raises ValueError."""
    said = re.sub(r"[\s,，、;；/周]|星期|礼拜|每", "", text(cell)).replace("天", "日")
    said = said.translate({ord(sign): str(n) for n, sign in enumerate(_DAYS, start=1)})
    span = re.fullmatch(r"([1-7])[至到\-—~]([1-7])", said)
    if span:
        return list(range(int(span[1]), int(span[2]) + 1))
    if not re.fullmatch(r"[1-7]+", said):
        raise ValueError("不是星期几，请写成周一、周三这样的形式")
    return sorted({int(sign) for sign in said})


def weekdays_in_words(days: list[int]) -> str:
    """As ``weekdays`` reads them."""
    return "、".join(f"周{_DAYS[day - 1]}" for day in days)


def tail(cell: Cell) -> str:
    """The last four signs of an identity number, whole or already cut. Raises ValueError."""
    said = text(cell).replace(" ", "").upper()
    if isinstance(cell, int) and len(said) < 4:
        said = said.zfill(4)  # a spreadsheet drops the 0 in front
    if len(said) not in (4, 15, 18):
        raise ValueError("不是证件号码，也不是它的后四位")
    return said[-4:]
