"""The bank's payment file: a layout as data, orders in, bytes out. Pure: no database, no clock."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import yaml

from common.workbooks import MEDIA_TYPE, Workbook
from funds.errors import PaymentFileSign

FILE = Path(__file__).parent / "data/payment_layouts.yaml"
CSV_TYPE = "text/csv"
_ACTING = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # as in common.workbooks


@dataclass(frozen=True, slots=True)
class Payment:
    """One approved order as the bank needs it. Every field is a possible column.

    ``paid_by`` are the bank's own numbers of the payments that a refund gives back, since the
    bank sends no payer: money goes back by the channel it came.
    """

    place: int
    account_number: str
    account_name: str
    kind: str
    amount_fen: int
    number: str
    order_no: str
    paid_by: str

    @property
    def amount(self) -> str:
        """Yuan with two decimals and no mark between thousands."""
        whole, rest = divmod(self.amount_fen, 100)
        return f"{whole}.{rest:02d}"

    @property
    def remark(self) -> str:
        """What the bank must print on its line, so that the line finds its order."""
        return self.number


@dataclass(frozen=True, slots=True)
class PaymentLayout:
    """One bank's form: ``columns`` are (heading, field of ``Payment``)."""

    code: str
    name: str
    format: str
    encoding: str
    columns: tuple[tuple[str, str], ...]

    @property
    def media_type(self) -> str:
        return MEDIA_TYPE if self.format == "xlsx" else CSV_TYPE


@cache
def payment_layouts() -> dict[str, PaymentLayout]:
    """All forms by code."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["layouts"]
    return {row["code"]: _layout(row) for row in rows}


def write_payments(payments: Sequence[Payment], layout: PaymentLayout) -> bytes:
    """The file. Raises PaymentFileSign for a sign that it cannot hold or that would act."""
    titles = [heading for heading, _ in layout.columns]
    rows = [[getattr(one, field) for _, field in layout.columns] for one in payments]
    if layout.format == "xlsx":
        book = Workbook()
        book.table("支付清单", titles, rows)
        return book.content()
    return _csv([titles, *rows], layout.encoding)


def _csv(rows: Sequence[Sequence[object]], encoding: str) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        cells = [str(cell) for cell in row]
        for cell in cells:
            _require_plain(cell, encoding)
        writer.writerow(cells)
    return out.getvalue().encode(encoding)


def _require_plain(cell: str, encoding: str) -> None:
    """A bank reads no quotation marks round a formula, so such a name is put right first."""
    if cell.startswith(_ACTING):
        raise PaymentFileSign(text=cell, sign=cell[0])
    for sign in cell:
        try:
            sign.encode(encoding)
        except UnicodeEncodeError as odd:
            raise PaymentFileSign(text=cell, sign=sign) from odd


def _layout(row: Mapping[str, object]) -> PaymentLayout:
    columns = row["columns"]
    assert isinstance(columns, list)
    return PaymentLayout(
        code=str(row["code"]),
        name=str(row["name"]),
        format=str(row["format"]),
        encoding=str(row.get("encoding", "utf-8")),
        columns=tuple((heading, field) for heading, field in columns),
    )
