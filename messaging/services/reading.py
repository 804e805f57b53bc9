"""A message was read by whom it was for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import NotFound
from messaging.models import Message, Receipt, Sending
from messaging.states import Channel, ReceiptKind


@transaction.atomic
def read_message(message_id: int, *, by: User, at: datetime) -> Message:
    """The receiver opened it. Twice is safe: the first time counts. Raises NotFound."""
    by.require_here()
    message: Message | None = (
        Message.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=message_id).first()
    )
    if message is None:
        raise NotFound(what="这条消息")
    if message.read_at is None:
        message.read_at = at
        message.save(update_fields=["read_at"])
        _receipts([message.pk], at)
    return message


@transaction.atomic
def read_all_messages(*, by: User, at: datetime) -> int:
    """Everything unread is marked as read; how many."""
    by.require_here()
    rows = Message.objects.visible_to(by).unread().select_for_update(of=("self",))
    keys = list(rows.values_list("pk", flat=True))
    Message.objects.filter(pk__in=keys).update(read_at=at)
    _receipts(keys, at)
    return len(keys)


def _receipts(message_ids: list[int], at: datetime) -> None:
    inside = Sending.objects.filter(message__in=message_ids, channel=Channel.IN_APP)
    Receipt.objects.bulk_create(
        (Receipt(sending=one, kind=ReceiptKind.READ, at=at) for one in inside),
        ignore_conflicts=True,
    )
