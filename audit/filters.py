"""What the list of history is narrowed by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from common.clock import CHINA, at_time
from common.filters import Asker, Day, Filter, Filters, Key, Words


@dataclass(frozen=True, kw_only=True)
class Family(Filter):
    """The first part of an event's kind: ``notice`` for ``notice.approve``."""

    def read(self, said: str, asker: Asker) -> str:
        if not re.fullmatch("[a-z_]{1,40}", said):
            raise ValueError(said)
        return said

    def narrow(self, rows: Any, value: str, asker: Asker) -> Any:
        return rows.filter(kind__startswith=f"{value}.")


def _since(rows: Any, day: date) -> Any:
    return rows.filter(at__gte=at_time(day, 0))


def _until(rows: Any, day: date) -> Any:
    return rows.filter(at__lte=datetime.combine(day, time.max, tzinfo=CHINA))


class HistoryFilters(Filters):
    title = "history"
    filters = (
        Words(
            name="text",
            label="查找",
            says="the label of the thing holds exactly this, as it was written then",
            hint="机构、文号、姓名",
            by=lambda rows, text: rows.filter(object_label__icontains=text),
        ),
        Key(name="person", label="经办人", says="who did it", column="actor_id"),
        Family(name="family", label="事项", says="what it was about, such as `notice`"),
        Day(name="since", label="自", says="on this day or later", by=_since),
        Day(name="until", label="至", says="on this day or earlier", by=_until),
    )
