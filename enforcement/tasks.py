"""Celery's doors. What a lost job leaves behind is found again by state and date."""

from celery import shared_task
from django.utils import timezone


@shared_task(
    name="enforcement.print_notice",
    acks_late=True,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=5,
    time_limit=120,
)
def print_notice(*, notice_id: int) -> None:
    """Print one approved notice. Safe to run twice."""
    from enforcement.services import print_paper  # noqa: PLC0415 -- tasks are leaves

    print_paper(notice_id, at=timezone.now())


@shared_task(name="enforcement.print_waiting_notices", ignore_result=True)
def print_waiting_notices() -> None:
    """Pick up notices whose print job was lost. Beat runs it in every county."""
    from enforcement.services import print_waiting  # noqa: PLC0415 -- tasks are leaves

    print_waiting()


@shared_task(name="enforcement.note_overdue", ignore_result=True)
def note_overdue() -> None:
    """Settle provisional due dates, then write down which limits ran out. Beat runs it daily."""
    from common.clock import localdate  # noqa: PLC0415 -- tasks are leaves
    from enforcement import services  # noqa: PLC0415 -- tasks are leaves

    now = timezone.now()
    services.settle_due_dates(at=now)
    services.note_overdue(localdate(now), at=now)


@shared_task(name="enforcement.take_effect", ignore_result=True)
def take_effect() -> None:
    """Public notices whose days are over take effect. Beat runs it daily."""
    from common.clock import localdate  # noqa: PLC0415 -- tasks are leaves
    from enforcement import services  # noqa: PLC0415 -- tasks are leaves

    now = timezone.now()
    services.take_effect(localdate(now), at=now)


@shared_task(name="enforcement.draw_up_reinspections", ignore_result=True)
def draw_up_reinspections() -> None:
    """Re-inspections of the limits that end today. Beat runs it daily."""
    from common.clock import localdate  # noqa: PLC0415 -- tasks are leaves
    from enforcement import services  # noqa: PLC0415 -- tasks are leaves

    now = timezone.now()
    services.draw_up_reinspections(localdate(now), at=now)
