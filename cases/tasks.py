"""Celery's doors of cases."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="cases.start_served", ignore_result=True)
def start_served() -> None:
    """Start the clocks of papers whose public notice has run out. Beat runs it every night."""
    from cases.services import start_served as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())
