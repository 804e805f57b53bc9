"""Celery's doors of deadlines."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="deadlines.recompute", ignore_result=True)
def recompute() -> None:
    """Follow the calendar where a page's own run was lost, or an operator loaded a year."""
    from deadlines.services import recompute_deadlines  # noqa: PLC0415 -- tasks are leaves

    recompute_deadlines(by=None, at=timezone.now())


@shared_task(name="deadlines.remind", ignore_result=True)
def remind() -> None:
    """Tell each level of what comes due, once. Beat runs it every morning."""
    from common.clock import localdate  # noqa: PLC0415 -- tasks are leaves
    from deadlines.services import remind_of_deadlines  # noqa: PLC0415 -- tasks are leaves

    now = timezone.now()
    remind_of_deadlines(localdate(now), at=now)
