"""Celery's doors. What a lost job leaves behind is found again by its state."""

from celery import shared_task
from django.utils import timezone


@shared_task(
    name="field.settle_record",
    acks_late=True,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=5,
    time_limit=300,
)
def settle_record(*, record_id: int) -> None:
    """Write the visit's record from one whole version. Safe to run twice."""
    from field.services import settle  # noqa: PLC0415 -- tasks are leaves

    settle(record_id, at=timezone.now())


@shared_task(name="field.settle_waiting", ignore_result=True)
def settle_waiting() -> None:
    """Pick up whole versions whose job was lost. Beat runs it in every county."""
    from field.services import settle_waiting as pick_up  # noqa: PLC0415 -- tasks are leaves

    pick_up(at=timezone.now())


@shared_task(name="field.sweep_blobs", ignore_result=True)
def sweep_blobs() -> None:
    """Take away bytes on their way in that nobody needs any more. Beat runs it daily."""
    from field.services import sweep_blobs as sweep  # noqa: PLC0415 -- tasks are leaves

    sweep(at=timezone.now())
