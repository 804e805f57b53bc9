"""The head of the chain leaves the database."""

from __future__ import annotations

import logging
from datetime import datetime

from audit import heads
from audit.errors import HeadNotWritten, ReasonMissing
from audit.keys import chain_code
from audit.queries import head
from common import timestamps
from common.clock import localdate
from common.errors import TimeStampAway, TimeStampWrong

AT_ONCE = 40  # files in one pass: an authority that was chosen late must not be flooded

_log = logging.getLogger(__name__)


def publish_head(*, at: datetime) -> bool:
    """Add the head to the day's file if it is due; True if a line was added.

    Called after the seals were committed, so a file never says more than the database knew.
    A folder that is away is logged; the next pass tries again.
    """
    code, now = chain_code(), head()
    if not heads.is_due(code, position=now.position, at=at):
        return False
    return heads.add(code, heads.Head(at=at, position=now.position, digest=now.digest))


def stamp_heads(*, at: datetime) -> int:
    """Have the files of heads of past days stamped by RFC 3161; how many were.

    A day's file takes no more lines once the day is over in China. Nothing happens without an
    authority; one that is away is logged, and the next pass tries again. Twice is safe.
    """
    done = 0
    if not timestamps.is_configured():
        return done
    try:
        for path in heads.unstamped(chain_code(), before=localdate(at))[:AT_ONCE]:
            heads.put_stamp(path, timestamps.ask(path.read_bytes()).token)
            done += 1
    except (OSError, TimeStampAway, TimeStampWrong) as trouble:
        _log.error("the heads of %s wait for their time stamp: %s", chain_code(), trouble)
    return done


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
