"""What the list of confirmed addresses is narrowed by."""

from __future__ import annotations

from typing import Any

from common.filters import Filters, Pick, Words


def _naming(rows: Any, text: str) -> Any:
    for word in text.split():
        rows = rows.filter(party_name__icontains=word)
    return rows


class ConfirmationFilters(Filters):
    title = "confirmed addresses"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="whether it holds, and for what",
            picks={
                "held": ("现行有效", lambda rows, asker: rows.in_force()),
                "electronic": (
                    "现行有效且同意电子送达",
                    lambda rows, asker: rows.in_force().filter(consents_electronic=True),
                ),
                "ended": ("已失效", lambda rows, asker: rows.filter(ended_on__isnull=False)),
            },
        ),
        Words(
            name="text",
            label="受送达人",
            says="every word stands in the party's name",
            hint="受送达人名称",
            by=_naming,
        ),
    )
