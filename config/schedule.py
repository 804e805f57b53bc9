"""What beat starts by itself. One dispatcher in public sends one task per open county."""

from celery.schedules import crontab


def in_every_county(task: str, when: crontab) -> dict:
    return {"task": "tenants.in_every_county", "schedule": when, "args": (task,)}


SCHEDULE = {
    "print-waiting-notices": in_every_county(
        "enforcement.print_waiting_notices", crontab(minute="*/10")
    ),
    "note-overdue": in_every_county("enforcement.note_overdue", crontab(hour=6, minute=30)),
}
