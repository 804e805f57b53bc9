"""What is kept of the party's link and PIN instead of them."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def token_digest(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot go in by it."""
    return salted_hmac("enforcement.link", token, algorithm="sha256").hexdigest()


def pin_digest(digest: str, pin: str) -> str:
    """Bound to its link and to the server's key: six digits alone would be guessed in a second."""
    return salted_hmac("enforcement.pin", f"{digest}/{pin}", algorithm="sha256").hexdigest()
