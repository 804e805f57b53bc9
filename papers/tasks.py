"""Celery's doors. What a lost job leaves behind is found again by state."""

from celery import shared_task
from django.utils import timezone


@shared_task(
    name="papers.print_official_paper",
    acks_late=True,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=5,
    time_limit=120,
)
def print_official_paper(*, paper_id: int) -> None:
    """Print and sign one approved paper. Safe to run twice."""
    from papers.services import print_paper  # noqa: PLC0415 -- tasks are leaves

    print_paper(paper_id, at=timezone.now())


@shared_task(name="papers.print_waiting_papers", ignore_result=True)
def print_waiting_papers() -> None:
    """Pick up papers whose print job was lost. Beat runs it in every county."""
    from papers.services import print_waiting  # noqa: PLC0415 -- tasks are leaves

    print_waiting()
