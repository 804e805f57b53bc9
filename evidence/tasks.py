"""Celery's doors. What a lost job leaves behind is found again by what is missing."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="evidence.close_day", ignore_result=True, time_limit=900)
def close_day() -> None:
    """List yesterday's evidence and have it stamped. Beat runs it through the night; twice is safe."""
    from evidence import services  # noqa: PLC0415 -- tasks are leaves

    services.close_day(at=timezone.now())


@shared_task(
    name="evidence.print_paper",
    acks_late=True,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=5,
    time_limit=300,
)
def print_paper(*, paper_id: int) -> None:
    """Print one paper. Safe to run twice."""
    from evidence import services  # noqa: PLC0415 -- tasks are leaves

    services.print_paper(paper_id, at=timezone.now())


@shared_task(name="evidence.print_waiting_papers", ignore_result=True)
def print_waiting_papers() -> None:
    """Pick up papers whose print job was lost. Beat runs it in every county."""
    from evidence import services  # noqa: PLC0415 -- tasks are leaves

    services.print_waiting_papers()
