"""ISO 20022 bank-to-customer statements (camt.053), any version of the message."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from funds.errors import StatementUnreadable
from funds.statements.cells import CellWrong, day, money
from funds.statements.lines import Line, Statement, up_to_torn

_CLOSING = ("CLBD", "CLAV")


def read_camt(content: bytes) -> Statement:
    """The booked entries of a statement, in the order in which the bank wrote them."""
    root = _root(content)
    entries = enumerate(root.iter("{*}Ntry"), start=1)
    booked = ((number, one) for number, one in entries if _is_booked(one))
    lines, torn_at, why = up_to_torn(booked, _line)
    account = _text(root, "Acct//Id//Othr/Id", "Acct//IBAN")
    return Statement(tuple(lines), torn_at, why, account, _closing(root))


def _is_booked(entry: etree._Element) -> bool:
    return _text(entry, "Sts//Cd", "Sts") in ("BOOK", "")


def _root(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as odd:
        raise StatementUnreadable(why="不是完整的XML文件") from odd
    statement = root.find(".//{*}BkToCstmrStmt")
    if statement is None:
        raise StatementUnreadable(why="不是camt.053对账单")
    return root


def _line(number: int, entry: etree._Element) -> Line:
    amount = money(_text(entry, "Amt"))
    if not amount:
        raise CellWrong("没有金额")
    sign = 1 if _text(entry, "CdtDbtInd") == "CRDT" else -1
    booked = _text(entry, "BookgDt/Dt", "BookgDt/DtTm")
    value = _text(entry, "ValDt/Dt", "ValDt/DtTm")
    return Line(
        place=number,
        booked_on=day(booked),
        value_on=day(value or booked),
        amount_fen=sign * amount,
        bank_ref=_text(entry, "AcctSvcrRef", "NtryRef"),
        remark=" ".join(_texts(entry, "RmtInf/Ustrd")) or _text(entry, "AddtlNtryInf"),
    )


def _closing(root: etree._Element) -> int | None:
    for balance in root.iter("{*}Bal"):
        if _text(balance, "Tp//Cd") in _CLOSING:
            amount = money(_text(balance, "Amt")) or 0
            return amount if _text(balance, "CdtDbtInd") == "CRDT" else -amount
    return None


def _texts(within: etree._Element, path: str) -> Iterator[str]:
    steps = "/".join(f"{{*}}{step}" if step else step for step in path.split("/"))
    for found in within.iterfind(f".//{steps}"):
        if found.text and found.text.strip():
            yield found.text.strip()


def _text(within: etree._Element, *paths: str) -> str:
    return next((text for path in paths for text in _texts(within, path)), "")
