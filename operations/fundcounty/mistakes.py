"""Twelve kinds of mistakes that banks, tills and clerks make, and what the board must say of each."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import TextChoices

from funds.states import ReasonKind
from operations.fundcounty.banks import CAMT, CSV, MT940, XLSX, Sheet, Told, with_dates

_K = ReasonKind


class Mistake(TextChoices):
    MISSING_LINE = "missing_line", "漏一笔流水"
    ONE_FEN = "one_fen", "一笔少记一分"
    TWICE = "twice", "同一笔换流水号再记一次"
    NO_ORDER = "no_order", "缴费没有写订单号"
    WRONG_ORDER = "wrong_order", "缴费写错订单号"
    CLOSED_ACCOUNT = "closed_account", "缴到已销户的账户"
    TORN_FILE = "torn_file", "对账单残缺"
    WRONG_BALANCE = "wrong_balance", "一行余额印错"
    SENT_BACK = "sent_back", "银行冲正一笔缴费"
    REFUND_TWICE = "refund_twice", "同一笔退费支付两次"
    RELEASE_OTHER = "release_other", "拨付金额或者收款人不符"
    NEXT_YEAR = "next_year", "日期写成明年"


_BY_LINES = (CSV, XLSX)
_BY_CLOSING = (CAMT, MT940)
POSSIBLE: Mapping[Mistake, Sequence[str]] = {
    Mistake.MISSING_LINE: _BY_CLOSING,
    Mistake.ONE_FEN: _BY_CLOSING,
    Mistake.WRONG_BALANCE: _BY_LINES,
    Mistake.TORN_FILE: (CSV, XLSX, CAMT),
    Mistake.NEXT_YEAR: (CSV, XLSX, CAMT),
}
"""Which kinds of files can bear a mistake; every other one any of them can."""

KINDS: Mapping[Mistake, frozenset[ReasonKind]] = {
    Mistake.MISSING_LINE: frozenset({_K.BALANCE}),
    Mistake.ONE_FEN: frozenset({_K.BALANCE}),
    Mistake.TWICE: frozenset({_K.TWICE}),
    Mistake.NO_ORDER: frozenset({_K.NO_ORDER}),
    Mistake.WRONG_ORDER: frozenset({_K.WRONG_ORDER}),
    Mistake.CLOSED_ACCOUNT: frozenset({_K.REFUSED_FILE}),
    Mistake.TORN_FILE: frozenset({_K.REFUSED_FILE}),
    Mistake.WRONG_BALANCE: frozenset({_K.REFUSED_FILE}),
    Mistake.SENT_BACK: frozenset({_K.SENT_BACK}),
    Mistake.REFUND_TWICE: frozenset({_K.PAID_TWICE}),
    Mistake.RELEASE_OTHER: frozenset({_K.OTHER_AMOUNT, _K.UNKNOWN_OUT}),
    Mistake.NEXT_YEAR: frozenset({_K.REFUSED_FILE}),
}
"""What the board must call it."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One mistake: in the file of which account and days, and the fen that the board must say.

    ``amount_fen`` None where a file is refused: then no sum is said.
    """

    mistake: Mistake
    account_id: int
    first: date
    last: date
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """One true movement before the bank prints it. ``of`` says whether it is a fee or an order."""

    on: date
    amount_fen: int
    remark: str
    of: str = "fee"


def bank_did(
    mistake: Mistake, moves: Sequence[Movement], last: date, dice: random.Random
) -> tuple[list[Movement], int]:
    """What really moved the money when the bank itself erred, and the fen that are adrift."""
    found = list(moves)
    if mistake == Mistake.TWICE:
        one = _pick(found, "fee", dice)
        found.append(one)
        return found, one.amount_fen
    if mistake == Mistake.SENT_BACK:
        one = _pick(found, "fee", dice)
        back = replace(one, on=last, amount_fen=-one.amount_fen, remark=f"冲正 {one.remark}")
        found.append(replace(back, of="back"))
        return found, back.amount_fen
    if mistake == Mistake.REFUND_TWICE:
        one = _pick(found, "refund", dice)
        found.append(replace(one, on=last, of="again"))
        return found, one.amount_fen
    one = _pick(found, "release", dice)
    how = {"amount_fen": one.amount_fen - 10000}, {"remark": "转账支出"}
    other = replace(one, **dice.choice(how))
    found[found.index(one)] = other
    return found, other.amount_fen


BY_THE_BANK = (
    Mistake.TWICE,
    Mistake.SENT_BACK,
    Mistake.REFUND_TWICE,
    Mistake.RELEASE_OTHER,
)
"""The money moved so; everything else is only printed wrong, or sent wrong by a parent."""


def misprinted(mistake: Mistake, sheet: Sheet, dice: random.Random) -> tuple[Sheet, int | None]:
    """The file as it was printed, and by how many fen ledger and bank will differ."""
    lines = list(sheet.lines)
    place = dice.randrange(1, len(lines) - 1)
    if mistake in (Mistake.MISSING_LINE, Mistake.ONE_FEN):
        fees = [no for no, one in enumerate(lines[:-1]) if no and one.amount_fen > 0]
        place = dice.choice(fees)
    one = lines[place]
    if mistake == Mistake.MISSING_LINE:
        del lines[place]
        return replace(sheet, lines=lines), -one.amount_fen
    if mistake == Mistake.ONE_FEN:
        lines[place] = replace(one, amount_fen=one.amount_fen - 1)
        return replace(sheet, lines=lines), -1
    if mistake == Mistake.WRONG_BALANCE:
        lines[place] = replace(one, balance_fen=one.balance_fen + dice.randrange(100, 100000))
        return replace(sheet, lines=lines), None
    lines = with_dates(lines, place, _a_year_on(one))
    return replace(sheet, lines=lines), None


ON_PAPER = (
    Mistake.MISSING_LINE,
    Mistake.ONE_FEN,
    Mistake.WRONG_BALANCE,
    Mistake.NEXT_YEAR,
)


def torn(content: bytes, kind: str, *, encoding: str) -> bytes:
    """A file that breaks off: in its last row, or in the middle where it has no rows."""
    if kind != CSV:
        return content[: len(content) * 2 // 3]
    text = content.decode(encoding)
    whole, _, last = text.rstrip("\r\n").rpartition("\n")
    return f"{whole}\n{last.partition(',')[0]},".encode(encoding)


def _a_year_on(one: Told) -> date:
    return one.on.replace(year=one.on.year + 1, day=min(one.on.day, 28))


def _pick(moves: Sequence[Movement], of: str, dice: random.Random) -> Movement:
    return dice.choice([one for one in moves if one.of == of])
