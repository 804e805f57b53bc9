"""One answer for one Idempotency-Key, whatever the line does.

draft-ietf-httpapi-idempotency-key-header: the same key and call is answered as the first time, the
same key with another call is refused, and a second one at the same time is told so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from clients.errors import KeyInUse, KeyMissing, KeyUsedForOther
from clients.models import Client, SavedAnswer
from tenants.current import schema

_LOCK = 0x4B455953  # "KEYS": the class of advisory locks of these keys
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it goes over the line."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    is_repeated: bool = False


def answer_once(
    client: Client,
    key: str,
    asked: tuple[str, str, bytes],
    do: Callable[[], Answered],
    *,
    at: datetime,
) -> Answered:
    """``do()`` in one transaction with its saved answer, or the answer that was saved.

    A refusal of ``do`` changes nothing and saves nothing: the key may be used again. The lock
    ends with the transaction, so a process that dies leaves nothing behind.

    Args:
        asked: method, path and body.

    Raises KeyMissing, KeyUsedForOther, KeyInUse, and what ``do`` raises.
    """
    if not key.isascii() or not key.isprintable() or not 1 <= len(key.strip()) <= LONGEST_KEY:
        raise KeyMissing()
    fingerprint = sha256("\n".join(asked[:2]).encode() + b"\n" + asked[2]).hexdigest()
    with transaction.atomic():
        _hold(client, key)
        saved = SavedAnswer.objects.filter(client=client, key=key).first()
        if saved is None:
            answer = do()
            SavedAnswer.objects.create(
                client=client,
                key=key,
                fingerprint=fingerprint,
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
                saved_at=at,
            )
            return answer
    if saved.fingerprint != fingerprint:
        raise KeyUsedForOther(key=key)
    return Answered(saved.status, bytes(saved.body), saved.headers, is_repeated=True)


def _hold(client: Client, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))",
            [_LOCK, f"{schema()}/{client.pk}/{key}"],
        )
        if not cursor.fetchone()[0]:
            raise KeyInUse()
