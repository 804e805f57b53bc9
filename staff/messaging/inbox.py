"""Unread messages, as one line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from messaging.queries import unread_messages
from staff.inbox.rows import MINE, Work


def work(user: User, as_of: date) -> Iterator[Work]:
    if unread := unread_messages(user):
        yield Work(MINE, "未读消息", f"{unread}条", reverse("staff:messages"), "message")
