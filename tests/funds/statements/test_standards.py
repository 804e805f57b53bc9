"""camt.053 and MT940."""

from __future__ import annotations

import pytest

from funds.errors import StatementUnreadable
from funds.statements import layouts, read_statement

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Id>S1</Id><Acct><Id><Othr><Id>62170000000001</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">3400.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2025-03-08</Dt></Dt></Bal>
<Ntry><Amt Ccy="CNY">3600.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2025-03-07</Dt></BookgDt><ValDt><Dt>2025-03-06</Dt></ValDt>
<AcctSvcrRef>R001</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>A000001</Ustrd></RmtInf></TxDtls>
</NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">200.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2025-03-08</Dt></BookgDt><AcctSvcrRef>R002</AcctSvcrRef></Ntry>
<Ntry><Amt Ccy="CNY">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts>
<BookgDt><Dt>2025-03-08</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""
MT940 = """:20:STARTUMS
:25:62170000000001
:28C:00001/001
:60F:C250306CNY0,00
:61:2503070307C3600,00NTRFNONREF//R001
:86:A000001
:61:2503080308D200,00NTRFNONREF//R002
:86:PAYOUT
:62F:C250308CNY3400,00
-"""


def said(found):
    return [
        (line.booked_on.isoformat(), line.value_on.day, line.amount_fen, line.bank_ref, line.remark)
        for line in found.lines
    ]


def test_camt_is_read_without_what_is_only_pending():
    found = read_statement(CAMT.encode(), layouts()["camt053"])

    assert said(found) == [
        ("2025-03-07", 6, 360000, "R001", "A000001"),
        ("2025-03-08", 8, -20000, "R002", ""),
    ]
    assert (found.account_number, found.closing_fen) == ("62170000000001", 340000)


def test_mt940_is_read():
    found = read_statement(MT940.encode(), layouts()["mt940"])

    assert said(found) == [
        ("2025-03-07", 7, 360000, "R001", "A000001"),
        ("2025-03-08", 8, -20000, "R002", "PAYOUT"),
    ]
    assert (found.account_number, found.closing_fen) == ("62170000000001", 340000)


@pytest.mark.parametrize("layout", ["camt053", "mt940"])
@pytest.mark.parametrize("text", ["<a", "<Document/>", "nothing of the kind"])
def test_something_else_is_refused(layout, text):
    with pytest.raises(StatementUnreadable):
        read_statement(text.encode(), layouts()[layout])


@pytest.mark.parametrize(
    ("layout", "text", "place", "why"),
    [
        ("camt053", CAMT.replace("<Dt>2025-03-07</Dt>", "<Dt>gestern</Dt>"), 1, "无法识别"),
        ("camt053", CAMT.replace(">200.00<", ">200.001<"), 2, "超过两位小数"),
        ("mt940", MT940.replace("D200,00", "D200,001"), 2, "超过两位小数"),
    ],
)
def test_a_torn_standard_says_where_in_chinese(layout, text, place, why):
    found = read_statement(text.encode(), layouts()[layout])

    assert (found.torn_at, len(found.lines)) == (place, place - 1)
    assert why in found.why


def test_a_long_remark_is_the_same_line_in_the_next_file():
    text = f"日期,交易金额,摘要\n2025-03-07,1.00,{'长' * 500}\n"

    (line,) = read_statement(text.encode(), layouts()["signed"]).lines

    assert (len(line.remark), line.says) == (300, f"2025-03-07|2025-03-07|100|{'长' * 300}")


def test_an_entity_in_camt_is_not_followed():
    bomb = CAMT.replace(
        "<Document", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document', 1
    ).replace("A000001", "&x;")

    found = read_statement(bomb.encode(), layouts()["camt053"])

    assert "root" not in found.lines[0].remark
