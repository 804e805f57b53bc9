"""The head of the chain leaves the database."""

from __future__ import annotations

from datetime import datetime

from audit import heads
from audit.errors import HeadNotWritten, ReasonMissing
from audit.keys import chain_code
from audit.queries import head


def publish_head(*, at: datetime) -> bool:
    """Add the head to the day's file if it is due; True if a line was added.

    Called after the seals were committed, so a file never says more than the database knew.
    A folder that is away is logged; the next pass tries again.
    """
    code, now = chain_code(), head()
    if not heads.is_due(code, position=now.position, at=at):
        return False
    return heads.add(code, heads.Head(at=at, position=now.position, digest=now.digest))


def accept_restore(*, reason: str, at: datetime, code: str = "") -> None:
    """Note outside that the database was taken back to an earlier point on purpose.

    Heads beyond the present one count no more; every later check tells of it.
    Raises ReasonMissing, HeadNotWritten.
    """
    if not reason.strip():
        raise ReasonMissing
    now = head()
    line = heads.Head(at=at, position=now.position, digest=now.digest, note=reason.strip())
    if not heads.add(code or chain_code(), line):
        raise HeadNotWritten
