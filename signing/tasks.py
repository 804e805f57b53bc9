"""Celery's doors. What a lost job leaves behind is found again by its level."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="signing.upgrade_signed_file", acks_late=True, ignore_result=True, time_limit=120)
def upgrade_signed_file(*, signed_file_id: int) -> None:
    """Add the proof that one signed paper lacks. Safe to run twice."""
    from signing.services import try_upgrade  # noqa: PLC0415 -- tasks are leaves

    try_upgrade(signed_file_id, at=timezone.now())


@shared_task(name="signing.upgrade_waiting", ignore_result=True)
def upgrade_waiting() -> None:
    """Pick up papers without their time stamp or long-term form. Beat runs it in every county."""
    from signing import services  # noqa: PLC0415 -- tasks are leaves

    services.upgrade_waiting(at=timezone.now())
