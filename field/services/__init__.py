"""The verbs of the field, one module per part of the work."""

from field.rules.clocks import read_clock
from field.services.deciding import choose_version, set_aside_version
from field.services.devices import Registered, register_device, revoke_device
from field.services.exchanging import exchange_before_start, redraw_before_start
from field.services.handing_in import HandedIn, take_queue
from field.services.losing import report_lost
from field.services.recognizing import note_contact, recognize_device, recognize_for_bytes
from field.services.settling import settle, settle_waiting
from field.services.sweeping import sweep_blobs
from field.services.taking import Rejected, Signed, Taken, hold_again, take_entries

__all__ = [
    "HandedIn",
    "Registered",
    "Rejected",
    "Signed",
    "Taken",
    "choose_version",
    "exchange_before_start",
    "hold_again",
    "note_contact",
    "read_clock",
    "recognize_device",
    "recognize_for_bytes",
    "redraw_before_start",
    "register_device",
    "report_lost",
    "revoke_device",
    "set_aside_version",
    "settle",
    "settle_waiting",
    "sweep_blobs",
    "take_entries",
    "take_queue",
]
