"""Celery's doors."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="draws.publish_due", ignore_result=True)
def publish_due() -> None:
    """Publish draws whose day has come. Beat runs it daily in every county."""
    from draws import services  # noqa: PLC0415 -- tasks are leaves

    services.publish_due(at=timezone.now())


@shared_task(
    name="draws.print_plan_paper",
    acks_late=True,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=5,
    time_limit=120,
)
def print_plan_paper(*, paper_id: int) -> None:
    """Print one approval form or notice of inspection. Safe to run twice."""
    from draws.services import print_paper  # noqa: PLC0415 -- tasks are leaves

    print_paper(paper_id, at=timezone.now())


@shared_task(name="draws.print_waiting_plan_papers", ignore_result=True)
def print_waiting_plan_papers() -> None:
    """Pick up papers whose print job was lost. Beat runs it in every county."""
    from draws.services import print_waiting  # noqa: PLC0415 -- tasks are leaves

    print_waiting()
