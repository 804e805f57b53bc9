"""Coming in without knocking: a test signs somebody in as the door does after its last step."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from accounts import door
from accounts.models import User


def come_in(browser: Client, user: User) -> Client:
    """``browser`` is signed in as ``user``, whatever password and second factor they have."""
    browser.force_login(user)
    session = browser.session
    door.mark(session, at=timezone.now())
    session.save()
    return browser
