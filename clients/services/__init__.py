"""The verbs of clients."""

from clients.services.answering import Answered, answer_once
from clients.services.keeping import forget_old, note_call
from clients.services.registering import (
    Registered,
    change_client,
    register_client,
    renew_secret,
    revoke_client,
)
from clients.services.tokens import Issued, Shown, issue_token, recognize, revoke_token

__all__ = [
    "Answered",
    "Issued",
    "Registered",
    "Shown",
    "answer_once",
    "change_client",
    "forget_old",
    "issue_token",
    "note_call",
    "recognize",
    "register_client",
    "renew_secret",
    "revoke_client",
    "revoke_token",
]
