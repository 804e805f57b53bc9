"""What the list of transfers is narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from common.filters import Filters, Key, OneOf, Pick, Words
from institutions.queries import search
from transfers.states import TransferKind, TransferState


def _about(rows: Any, text: str) -> Any:
    at = search(text).rows.order_by().values("pk")
    return rows.filter(Q(institution__in=at) | Q(receiver_name__icontains=text.strip()))


class TransferFilters(Filters):
    title = "transfers"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "open": ("尚未办结的", lambda rows, asker: rows.open()),
                "sent": ("已移送的", lambda rows, asker: rows.filter(sent_at__isnull=False)),
                "overdue": ("逾期未反馈的", lambda rows, asker: rows.overdue(asker.today)),
            },
        ),
        OneOf(name="kind", label="种类", says="to what sort of body", choices=TransferKind),
        OneOf(name="state", label="状态", says="its state now", choices=TransferState),
        Key(
            name="institution",
            label="机构",
            says="the institution it is about",
            column="institution_id",
            is_hidden=True,
        ),
        Words(
            name="text",
            label="查找",
            says="the institution, or a part of the receiver's name",
            hint="机构、接收机关",
            by=_about,
        ),
    )
