"""Doors of clients for the queue. Tasks are leaves."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="clients.forget_old", ignore_result=True)
def forget_old() -> None:
    """Drop tokens that are over, old answers and old calls. Safe to run twice."""
    from clients.services import forget_old as forget  # noqa: PLC0415 -- tasks are leaves

    forget(at=timezone.now())
