"""Celery's doors of messaging."""

from celery import shared_task
from django.utils import timezone


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="messaging.relay", is_one_enough=True, ignore_result=True
)
def relay() -> None:
    """Webhooks that are due. After each event, and each minute in every county."""
    from messaging.services import relay as verb  # noqa: PLC0415 -- tasks are leaves

    verb(clock=timezone.now)


@shared_task(name="messaging.send_messages", ignore_result=True)
def send_messages() -> None:
    """Messages that are due. Each minute in every county."""
    from messaging.services import send_messages as verb  # noqa: PLC0415 -- tasks are leaves

    verb(clock=timezone.now)


@shared_task(name="messaging.sweep_events", ignore_result=True)
def sweep_events() -> None:
    """Events that everybody has received, once they were kept long enough. Beat runs it daily."""
    from messaging.services import sweep_events as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="messaging.fetch_receipts", ignore_result=True)
def fetch_receipts() -> None:
    """What gateways say of what they took. Every five minutes in every county."""
    from messaging.services import fetch_receipts as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())
