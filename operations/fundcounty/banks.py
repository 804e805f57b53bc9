"""Four banks that do not exist, each with its own kind of statement. Lines in, bytes out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from io import StringIO

from common.money import yuan
from common.workbooks import Workbook

CSV, XLSX, CAMT, MT940 = "csv", "xlsx", "camt", "mt940"


@dataclass(frozen=True, slots=True)
class Told:
    """One line as the bank prints it; ``balance_fen`` after it."""

    on: date
    amount_fen: int
    ref: str
    remark: str
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one file is made of. ``closing_fen`` is the bank's own balance, whatever is listed."""

    account: str
    opening_fen: int
    closing_fen: int
    first: date
    last: date
    lines: Sequence[Told]
    is_old: bool = False  # an old till that still writes GBK


@dataclass(frozen=True, slots=True)
class BankOfTheCounty:
    """A bank: its statements' layout, how they end, how often they come."""

    code: str
    name: str
    kind: str
    layout: str
    ending: str
    files: int
    write: Callable[[Sheet], bytes]


def _as_csv(sheet: Sheet) -> bytes:
    """Two columns, thousands separators; UTF-8 with BOM, or GBK from an old till."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(["交易日期", "交易流水号", "收入金额", "支出金额", "余额", "附言"])
    for one in sheet.lines:
        came = yuan(one.amount_fen) if one.amount_fen > 0 else ""
        left = yuan(-one.amount_fen) if one.amount_fen < 0 else ""
        day = f"{one.on:%Y/%m/%d}" if sheet.is_old else one.on.isoformat()
        rows.writerow([day, one.ref, came, left, yuan(one.balance_fen), one.remark])
    return out.getvalue().encode("gbk" if sheet.is_old else "utf-8-sig")


def _as_workbook(sheet: Sheet) -> bytes:
    """Newest first, one column of amounts and one that says which way."""
    book = Workbook()
    titles = ["记账日期", "流水号", "借贷标志", "金额", "余额", "摘要"]
    rows = [
        (
            one.on,
            one.ref,
            "贷" if one.amount_fen > 0 else "借",
            abs(one.amount_fen) / 100,
            one.balance_fen / 100,
            one.remark,
        )
        for one in reversed(sheet.lines)
    ]
    book.table("流水", titles, rows, over=f"账户流水 {sheet.first} 至 {sheet.last}")
    return book.content()


def _as_camt(sheet: Sheet) -> bytes:
    entries = "".join(
        f"<Ntry><Amt Ccy='CNY'>{_plain(abs(one.amount_fen))}</Amt>"
        f"<CdtDbtInd>{'CRDT' if one.amount_fen > 0 else 'DBIT'}</CdtDbtInd>"
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{one.on}</Dt></BookgDt>"
        f"<ValDt><Dt>{one.on}</Dt></ValDt><AcctSvcrRef>{one.ref}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RmtInf><Ustrd>{escape(one.remark)}</Ustrd></RmtInf></TxDtls>"
        "</NtryDtls></Ntry>\n"
        for one in sheet.lines
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt>"
        f"<Id>{sheet.first:%Y%m%d}</Id>"
        f"<Acct><Id><Othr><Id>{sheet.account}</Id></Othr></Id></Acct>\n"
        f"{_balance('OPBD', sheet.opening_fen, sheet.first)}"
        f"{_balance('CLBD', sheet.closing_fen, sheet.last)}"
        f"{entries}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(code: str, fen: int, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f"<Amt Ccy='CNY'>{_plain(abs(fen))}</Amt>"
        f"<CdtDbtInd>{'CRDT' if fen >= 0 else 'DBIT'}</CdtDbtInd>"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def _as_mt940(sheet: Sheet) -> bytes:
    lines = [
        f":20:{sheet.first:%y%m%d}",
        f":25:{sheet.account}",
        ":28C:00001/001",
        f":60F:{_swift_balance(sheet.opening_fen, sheet.first)}",
    ]
    for one in sheet.lines:
        way = "C" if one.amount_fen > 0 else "D"
        amount = _plain(abs(one.amount_fen)).replace(".", ",")
        lines.append(f":61:{one.on:%y%m%d}{one.on:%m%d}{way}{amount}NTRFNONREF//{one.ref}")
        lines.append(f":86:{one.remark}")
    lines += [f":62F:{_swift_balance(sheet.closing_fen, sheet.last)}", "-", ""]
    return "\n".join(lines).encode()


def _swift_balance(fen: int, day: date) -> str:
    way = "C" if fen >= 0 else "D"
    return f"{way}{day:%y%m%d}CNY{_plain(abs(fen)).replace('.', ',')}"


def _plain(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def with_dates(lines: Sequence[Told], at: int, on: date) -> list[Told]:
    """The lines, one of them dated otherwise."""
    return [replace(one, on=on) if no == at else one for no, one in enumerate(lines)]


BANKS = (
    BankOfTheCounty("ycnsh", "演示农村商业银行", CSV, "two_columns", "csv", 4, _as_csv),
    BankOfTheCounty("ycjs", "演示建设银行", XLSX, "with_side", "xlsx", 2, _as_workbook),
    BankOfTheCounty("yczg", "演示中国银行", CAMT, "camt053", "xml", 4, _as_camt),
    BankOfTheCounty("ycjt", "演示交通银行", MT940, "mt940", "sta", 4, _as_mt940),
)
