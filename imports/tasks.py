"""Celery's doors. What a lost job leaves half done is sent again by its state."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="imports.read_list", acks_late=True, time_limit=1800)
def read_list(*, list_id: int) -> None:
    """Read one list and compare it with the registry. Safe to run twice."""
    from imports import services  # noqa: PLC0415 -- tasks are leaves

    services.read_list(list_id, clock=timezone.now)


@shared_task(name="imports.take_rows", acks_late=True, time_limit=3600)
def take_rows(*, list_id: int) -> None:
    """Take the rows of one confirmed list. Safe to run twice."""
    from imports import services  # noqa: PLC0415 -- tasks are leaves

    services.take_rows(list_id, clock=timezone.now)


@shared_task(name="imports.continue_lists", ignore_result=True)
def continue_lists() -> None:
    """Go on with lists whose job was lost. Beat runs it in every county."""
    from imports import services  # noqa: PLC0415 -- tasks are leaves

    services.continue_lists(at=timezone.now())
