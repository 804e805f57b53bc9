"""Celery's doors."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="draws.publish_due", ignore_result=True)
def publish_due() -> None:
    """Publish draws whose day has come. Beat runs it daily in every county."""
    from draws import services  # noqa: PLC0415 -- tasks are leaves

    services.publish_due(at=timezone.now())
