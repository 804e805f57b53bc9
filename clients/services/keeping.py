"""What is kept of calls, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from clients.models import AccessToken, Call, Client, SavedAnswer
from common.db import delete_in_batches

_KEEP_TOKENS = timedelta(days=1)
_KEEP_ANSWERS = timedelta(days=7)
# 网络安全法第二十一条: logs are kept for six months or longer.
_KEEP_CALLS = timedelta(days=190)


def note_call(client: Client, *, at: datetime, **facts: Any) -> None:
    """Write down one call, refused ones too. One statement; facts as in ``Call``."""
    Call(client=client, at=at, **facts).save(force_insert=True)


def forget_old(*, at: datetime) -> int:
    """Drop what is only ballast, in short transactions; how many rows. Safe to repeat."""
    tokens = AccessToken.objects.filter(expires_at__lt=at - _KEEP_TOKENS)
    answers = SavedAnswer.objects.filter(saved_at__lt=at - _KEEP_ANSWERS)
    calls = Call.objects.filter(at__lt=at - _KEEP_CALLS)
    return sum(delete_in_batches(rows) for rows in (tokens, answers, calls))
