"""If institutions stop: all of them ranked, who gets what of one (masked), and letters to parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from common.clock import chinese_date
from common.money import yuan
from common.workbooks import Workbook
from funds.queries import Exposed, Payout, Rank
from policies.queries import values_on
from tenants.current import county

LETTERS = "documents/prepaid_letters.html"

HEAD = ("序号", "订单号", "学员", "监护人", "课程", "应退（元）", "可退（元）", "尚缺（元）")


def drill_workbook(rows: Sequence[Exposed], *, as_of: date) -> bytes:
    """Every institution as if it stopped tonight. No pupil is named."""
    book = Workbook()
    heads = ("位次", "机构", "账户余额（元）", "应付学员（元）", "未覆盖（元）", "涉及合同")
    lines = (
        (
            place,
            one.name,
            one.held_fen / 100,
            one.owed_fen / 100,
            one.uncovered_fen / 100,
            one.pupils,
        )
        for place, one in enumerate(rows, start=1)
    )
    book.table("压力演练", heads, lines, over=f"如果今晚停办（{chinese_date(as_of)}）")
    return book.content()


def payouts_workbook(
    name: str, ranks: Sequence[Rank], rows: Sequence[Payout], *, as_of: date
) -> bytes:
    """The classes in the order of the law, then each contract. Masked: names are looked up apart."""
    book = Workbook()
    over = f"{name}如果停办的清偿测算（{chinese_date(as_of)}）"
    heads = ("顺序", "类别", "债权（元）", "可清偿（元）", "尚缺（元）")
    book.table(
        "清偿顺序",
        heads,
        (
            (place, one.label, one.claimed_fen / 100, one.paid_fen / 100, one.short_fen / 100)
            for place, one in enumerate(ranks, start=1)
        ),
        over=over,
    )
    book.table("付款清单", HEAD, (_row(place, one) for place, one in enumerate(rows, start=1)))
    return book.content()


def letters_paper(
    name: str, rows: Sequence[Payout], names: Mapping[int, tuple[str, str]], *, as_of: date
) -> dict[str, Any]:
    """One letter for each contract, to the guardian, in plain words. ``names``: pupil, guardian."""
    said = values_on(as_of, ["organ.name", "organ.contact"])
    return {
        "organ": said["organ.name"] or county().name,
        "contact": "，".join(filter(None, map(said["organ.contact"].get, ("address", "phone")))),
        "demonstration": county().is_demonstration,
        "date": chinese_date(as_of),
        "institution": name,
        "letters": [
            {
                "pupil": names[one.contract.pk][0],
                "guardian": names[one.contract.pk][1],
                "order_no": one.contract.order_no,
                "course": one.contract.course,
                "owed": yuan(one.owed_fen),
                "paid": yuan(one.paid_fen),
                "is_whole": one.paid_fen == one.owed_fen,
            }
            for one in rows
        ],
    }


def _row(place: int, one: Payout) -> Sequence[object]:
    contract = one.contract
    names = (contract.order_no, contract.masked_pupil, contract.masked_guardian, contract.course)
    sums = (one.owed_fen, one.paid_fen, one.owed_fen - one.paid_fen)
    return (place, *names, *(fen / 100 for fen in sums))
