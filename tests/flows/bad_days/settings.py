"""As on one machine, but what looks for lost work does so every few seconds."""

from config.settings.local import *  # noqa: F403 -- settings are one namespace
from config.settings.local import CELERY_BROKER_TRANSPORT_OPTIONS

# The clients sign in again and again; the hash is not what is tested here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What a killed worker held comes back after this time, not after an hour.
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"visibility_timeout": 30}


def _often(task: str, every_s: float) -> dict:
    return {
        "task": "tenants.in_every_county",
        "schedule": every_s,
        "args": (task,),
        "options": {"expires": 60},
    }


YUJIAN_RESEND_AFTER_S = 15
CELERY_BEAT_SCHEDULE = {
    "look-after-work": {"task": "tenants.look_after_work", "schedule": 5.0},
    "print-waiting-notices": _often("enforcement.print_waiting_notices", 10.0),
    "note-overdue": _often("enforcement.note_overdue", 7.0),
    "relay-webhooks": _often("messaging.relay", 5.0),
}
