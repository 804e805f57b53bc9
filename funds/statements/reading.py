"""One door to all formats: the file as it came, and the layout of its bank."""

from __future__ import annotations

from dataclasses import replace

from funds.errors import StatementUnreadable
from funds.statements.camt import read_camt
from funds.statements.cells import CellWrong
from funds.statements.layouts import Layout
from funds.statements.lines import Statement, keyed, tear
from funds.statements.swift import read_mt940
from funds.statements.tables import csv_rows, read_table
from funds.statements.workbooks import workbook_rows

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_statement(content: bytes, layout: Layout) -> Statement:
    """The lines of a statement, keyed, up to where it is torn.

    Raises StatementUnreadable: nothing in the file can be taken for this layout.
    """
    if not content.strip():
        raise StatementUnreadable(why="文件是空的")
    try:
        found = tear(_parsed(content, layout))
    except CellWrong as wrong:  # of the closing balance, which stands in no line
        raise StatementUnreadable(why=str(wrong)) from wrong
    return replace(found, lines=keyed(found.lines))


def _parsed(content: bytes, layout: Layout) -> Statement:
    if layout.format == "camt.053":
        return read_camt(content)
    if layout.format == "mt940":
        return read_mt940(content)
    is_workbook = content.startswith((_ZIP, _OLD_EXCEL))
    return read_table(workbook_rows(content) if is_workbook else csv_rows(content), layout)
