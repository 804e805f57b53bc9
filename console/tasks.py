"""Celery's doors."""

from datetime import UTC, datetime

from celery import shared_task
from django.utils import timezone


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="console.tick", runs_in_public=True, ignore_result=True
)
def tick() -> None:
    """A minute of the scheduler, worked off by a worker: both are alive."""
    from common.request_id import task  # noqa: PLC0415 -- tasks are leaves
    from console.services import note_tick  # noqa: PLC0415 -- tasks are leaves

    running = task.get()
    sent_s = running.sent_s if running else None
    sent_at = datetime.fromtimestamp(sent_s, UTC) if sent_s else None
    note_tick(sent_at=sent_at, at=timezone.now())


@shared_task(name="console.push_pulse", ignore_result=True)
def push_pulse() -> None:
    """One county says how it is. Beat runs it in every county."""
    from console import services  # noqa: PLC0415 -- tasks are leaves

    services.push_pulse(at=timezone.now())
