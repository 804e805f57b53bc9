"""Doors of the exchange for the queue. Tasks are leaves."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="exchange.forget_uploads", ignore_result=True)
def forget_uploads() -> None:
    """Drop uploads that nobody finished. Safe to run twice."""
    from exchange.services import forget_uploads as forget  # noqa: PLC0415 -- tasks are leaves

    forget(at=timezone.now())
