"""The verbs of history: it is written, it is sealed, and its head leaves the database."""

from audit.services.publishing import accept_restore, publish_head
from audit.services.recording import Actor, record
from audit.services.sealing import seal

__all__ = ["Actor", "accept_restore", "publish_head", "record", "seal"]
