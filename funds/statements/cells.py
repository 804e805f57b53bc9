"""One cell of a bank's table: a day, an amount of money."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from funds.errors import StatementUnreadable

FEN = 100
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Full-width digits and signs, as some banks print them.
_NARROW = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")


class CellWrong(ValueError):
    """A cell that cannot be read; the words are a Chinese clause."""


def text_of(content: bytes) -> str:
    """UTF-8 with or without BOM, else GB 18030. Raises StatementUnreadable."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StatementUnreadable(why="文字编码既不是UTF-8也不是GBK")


def day(cell: object) -> date:
    """20250307, 2025-03-07, 2025/3/7, 2025年3月7日, with or without a time behind it."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip().translate(_NARROW).split(" ")[0].split("T")[0]
    found = _PLAIN_DAY.fullmatch(text) or _DAY.fullmatch(text)
    if not found:
        raise CellWrong(f"日期“{text[:20]}”无法识别")
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as odd:
        raise CellWrong(f"日期“{text[:20]}”不存在") from odd


def money(cell: object) -> int | None:
    """Fen of “1,234.50”, “￥80”, “(12.00)”, -3.5; None for an empty cell.

    Numbers of a workbook are rounded to their two decimals; text must not have more.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip(" -—")):
        return None
    if isinstance(cell, float):
        return round(cell * FEN)
    text = str(cell).strip().translate(_NARROW)
    text = text.replace(",", "").replace("￥", "").replace("¥", "").replace("元", "").strip()
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    try:
        amount = Decimal(text) * FEN
    except InvalidOperation as odd:
        raise CellWrong(f"金额“{text[:20]}”不是数字") from odd
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise CellWrong(f"金额“{text[:20]}”超过两位小数")
    return int(amount)
