"""JSON that a phone sends, read with care."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest

from common.errors import BadInput
from field.errors import SyncTooLarge

MOST_BYTES = 1024 * 1024
MOST_ENTRIES = 200


def json_of(request: HttpRequest) -> dict[str, Any]:
    """The members of the body. Raises BadInput, SyncTooLarge before a byte is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise SyncTooLarge(most=MOST_ENTRIES)
    try:
        members = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput(sentence="发来的内容不是有效的JSON。") from None
    if not isinstance(members, dict):
        raise BadInput(sentence="发来的内容不是有效的JSON。")
    return members
