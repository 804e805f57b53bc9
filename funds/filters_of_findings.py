"""What the list of findings on prepaid money is narrowed by."""

from __future__ import annotations

from typing import Any

from common.filters import Filters, Key, OneOf, Words
from funds.states import AlertLevel, AlertState, Breach
from institutions.queries import search


def _at(rows: Any, text: str) -> Any:
    return rows.filter(account__institution__in=search(text).rows.order_by().values("pk"))


class FundFindingFilters(Filters):
    title = "findings on prepaid money"
    filters = (
        OneOf(name="state", label="状态", says="its state now", choices=AlertState),
        OneOf(name="level", label="颜色", says="its colour", choices=AlertLevel),
        OneOf(name="rule", label="问题", says="the rule that is broken", choices=Breach),
        Key(
            name="institution",
            label="机构",
            says="the institution whose account it is",
            column="account__institution_id",
            is_hidden=True,
        ),
        Words(
            name="text",
            label="机构",
            says="every word stands in the institution's names, numbers, people, address or initials",
            hint="名称、地址或拼音首字母",
            by=_at,
        ),
    )
