"""The verbs of history: written, sealed, its head let out, checked."""

from audit.services.checking import ask_check, run_check
from audit.services.publishing import accept_restore, publish_head, stamp_heads
from audit.services.recording import Actor, ManyLines, Told, record
from audit.services.sealing import seal

__all__ = [
    "Actor",
    "ManyLines",
    "Told",
    "accept_restore",
    "ask_check",
    "publish_head",
    "record",
    "run_check",
    "seal",
    "stamp_heads",
]
