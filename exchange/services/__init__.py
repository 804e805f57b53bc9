"""The verbs of the exchange."""

from exchange.services.attaching import begin_upload, forget_uploads, take_part
from exchange.services.reporting import Event, handle_event, leave_event, report_event

__all__ = [
    "Event",
    "begin_upload",
    "forget_uploads",
    "handle_event",
    "leave_event",
    "report_event",
    "take_part",
]
