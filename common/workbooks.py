"""Excel files are written here and nowhere else, so that no cell of ours ever acts.

A name that begins with = is a name. It is written as text, and where a spreadsheet program would
read it as a formula once somebody edits the cell, the cell carries the mark that Excel itself sets
for text (quotePrefix). The words stay exactly as they are, so an export can be read back in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SIGNS = 32_767  # of one cell, by Excel's own limit
MOST_ROWS = 1_048_576
_WIDEST = 60
_OPTIONS = {
    "constant_memory": True,  # a row is on the disk when the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# What Excel, WPS or LibreOffice take for the beginning of a formula, full-width ones included.
_ACTING = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Workbook:
    """One Excel file that grows table by table; ``content()`` ends it."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self._book = xlsxwriter.Workbook(self._out, _OPTIONS)
        self._title = self._book.add_format({"bold": True, "font_size": 14})
        self._head = self._book.add_format({"bold": True, "bg_color": "#E6F0EF", "border": 1})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._red = self._book.add_format({"font_color": "#B42318", "quote_prefix": True})

    def table(
        self,
        name: str,
        titles: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        over: str = "",
        warning: str = "",
    ) -> int:
        """A sheet with a head that stays in sight; how many rows it got.

        Args:
            over: a line above the head, such as what the list is.
            warning: the title of a column that is written in red.
        """
        page = self._book.add_worksheet(name)
        top = 0
        if over:
            self._text(page, 0, 0, over, self._title)
            top = 1
        for column, title in enumerate(titles):
            self._text(page, top, column, title, self._head)
        page.freeze_panes(top + 1, 0)
        widths = [len(title) * 2 + 2 for title in titles]
        red = titles.index(warning) if warning else -1
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._cell(page, top + count, column, value, column == red)
                widths[column] = max(widths[column], min(_WIDEST, 2 * len(str(value or ""))))
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        return count

    def content(self) -> bytes:
        """The whole file."""
        self._book.close()
        return self._out.getvalue()

    def _cell(self, page: Any, row: int, column: int, value: Any, is_red: bool) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            value = "是" if value else "否"
        if isinstance(value, int | float):
            page.write_number(row, column, value)
        elif isinstance(value, date) and not isinstance(value, datetime):
            page.write_datetime(row, column, value, self._day)
        else:
            text = str(value)
            look = self._red if is_red else self._quoted if text.startswith(_ACTING) else None
            self._text(page, row, column, text, look)

    def _text(self, page: Any, row: int, column: int, text: str, look: Any) -> None:
        page.write_string(row, column, text[:MOST_SIGNS], look)
