"""Celery's doors of supervision."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="supervision.propose_visits", ignore_result=True)
def propose_visits() -> None:
    """Red alerts and findings on money propose a visit. Beat runs it nightly, after they are seen."""
    from supervision.services import propose_visits as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())
