"""Messages go out by their channels, and receipts come back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from common.ciphers import decrypt
from messaging.channels import Adapter, Envelope, NotNow, Refused, adapter_for, set_up_channels
from messaging.models import Contact, Receipt, Sending
from messaging.rules import wait_before
from messaging.services._calls import DICE
from messaging.states import Channel, ReceiptKind, SendingState
from tenants.current import county

_AT_ONCE = 50
_LEASE = timedelta(minutes=12)  # fifty of them, ten seconds each, and a rest
_KEEP_CURSOR_S = 30 * 24 * 3600
S = SendingState


def send_messages(*, clock: Callable[[], datetime]) -> int:
    """Hand over what is due; how many people got something. Safe to repeat, and to run twice."""
    done = 0
    while claimed := _claimed(uuid.uuid4(), at=clock()):
        for rows in _bundles(claimed):
            _send(rows, at=clock())
            done += 1
    return done


@transaction.atomic
def _claimed(lease: uuid.UUID, *, at: datetime) -> list[Sending]:
    due = (
        Sending.objects.filter(state=S.WAITING, next_at__lte=at)
        .filter(Q(lease=None) | Q(leased_until__lt=Now()))
        .order_by("next_at", "pk")
    )
    locking = due.select_for_update(of=("self",), skip_locked=True)
    keys = list(locking.values_list("pk", flat=True)[:_AT_ONCE])
    Sending.objects.filter(pk__in=keys).update(lease=lease, leased_until=Now() + _LEASE)
    return list(Sending.objects.filter(pk__in=keys).select_related("message").order_by("pk"))


def _bundles(rows: list[Sending]) -> list[list[Sending]]:
    """What belongs into one envelope: a digest's rows together, every other row alone."""
    found: dict[tuple[Any, ...], list[Sending]] = {}
    for row in rows:
        digest = (row.message.receiver_id, row.channel, row.next_at)
        found.setdefault(digest if row.is_digest else (row.pk,), []).append(row)
    return list(found.values())


def _send(rows: list[Sending], *, at: datetime) -> None:
    receiver, channel = rows[0].message.receiver_id, rows[0].channel
    contact = Contact.objects.filter(user=receiver, channel=channel).first()
    adapter = adapter_for(channel)
    if contact is None or adapter is None:
        _end(rows, S.FAILED, at=at, why="没有联系方式或者没有接入这种方式")
        return
    to = decrypt(contact.sealed, purpose=contact.purpose)
    try:
        given = adapter.send(_envelope(rows, to))
    except Refused as odd:
        _end(rows, S.FAILED, at=at, why=str(odd) or "对方拒收")
    except NotNow as odd:
        _put_off(rows, str(odd), at=at)
    else:
        _end(rows, S.SENT, at=at, ref=given.ref)


def _envelope(rows: list[Sending], to: str) -> Envelope:
    """Only titles leave the house, and the address to sign in at."""
    home = county().base_url
    first = rows[0].message
    # The newest row names the bundle: the same bundle at every try has the same key.
    key = f"{county().code}-{rows[0].channel}-{max(row.pk for row in rows)}"
    if not rows[0].is_digest:
        return Envelope(key, to, first.title, "", f"{home}/messages/{first.pk}/")
    lines = "\n".join(row.message.title for row in rows)
    return Envelope(key, to, f"您有{len(rows)}条消息", lines, f"{home}/messages/")


@transaction.atomic
def _end(rows: list[Sending], state: str, *, at: datetime, why: str = "", ref: str = "") -> None:
    ours = Sending.objects.filter(pk__in=[row.pk for row in rows], state=S.WAITING)
    ours.update(
        state=state,
        lease=None,
        leased_until=None,
        ref=ref,
        why_failed=why[:200],
        sent_at=at if state == S.SENT else None,
    )
    kind = ReceiptKind.ACCEPTED if state == S.SENT else ReceiptKind.FAILED
    Receipt.objects.bulk_create(
        (Receipt(sending=row, kind=kind, at=at, said=why[:200]) for row in rows),
        ignore_conflicts=True,
    )


def _put_off(rows: list[Sending], why: str, *, at: datetime) -> None:
    """Later, and together as they are; after some three days it has failed."""
    over, dice = [], DICE.random()
    for row in rows:
        wait = wait_before(row.attempts + 1, dice)
        if wait is None:
            over.append(row)
            continue
        waiting = Sending.objects.filter(pk=row.pk, state=S.WAITING)
        waiting.update(attempts=row.attempts + 1, next_at=at + wait, lease=None, leased_until=None)
    if over:
        _end(over, S.FAILED, at=at, why=f"多次发送没有成功（{why}）"[:200])


def fetch_receipts(*, at: datetime) -> int:
    """Ask every gateway what became of what it took; how many receipts were new."""
    new = 0
    for channel in set_up_channels():
        adapter = adapter_for(channel)
        if adapter is not None and Sending.objects.filter(channel=channel, state=S.SENT).exists():
            new += _fetched(channel, adapter)
    return new


def _fetched(channel: str, adapter: Adapter) -> int:
    """A lost cursor costs reading again, not a second effect: each receipt is one row."""
    name = f"messaging.receipts.{channel}"
    try:
        told, cursor = adapter.receipts(cache.get(name) or "")
    except NotNow:
        return 0
    new = sum(note_receipt(channel, one.ref, one.kind, said=one.said, at=one.at) for one in told)
    cache.set(name, cursor, _KEEP_CURSOR_S)
    return new


@transaction.atomic
def note_receipt(channel: str, ref: str, kind: ReceiptKind, *, said: str, at: datetime) -> int:
    """Write down what a channel said of its number ``ref``; how many rows were new.

    The same receipt twice, or one for a number that is not ours, changes nothing.
    """
    if not ref or channel == Channel.IN_APP:
        return 0
    new = 0
    for row in Sending.objects.select_for_update().filter(channel=channel, ref=ref):
        _, is_new = Receipt.objects.get_or_create(
            sending=row, kind=kind, defaults={"at": at, "said": said}
        )
        new += is_new
        if row.state == S.SENT and kind in (ReceiptKind.DELIVERED, ReceiptKind.READ):
            row.state = S.DELIVERED
        elif row.state == S.SENT and kind == ReceiptKind.FAILED:
            row.state, row.why_failed, row.sent_at = S.FAILED, said or "对方没有收到", None
        row.save(update_fields=["state", "why_failed", "sent_at"])
    return new
