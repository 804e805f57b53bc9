"""Celery's doors."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

# Somebody may be putting files back from a backup, before their rows.
LEFT_ALONE = timedelta(days=1)


@shared_task(name="documents.sweep_files", ignore_result=True)
def sweep_files() -> None:
    """Take away what killed processes left on the disk. Beat runs it daily."""
    from documents.services import sweep  # noqa: PLC0415 -- tasks are leaves

    sweep(before=timezone.now() - LEFT_ALONE)
