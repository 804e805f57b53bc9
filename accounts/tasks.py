"""Doors of accounts for the queue. Tasks are leaves."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="accounts.forget_old_sign_ins", ignore_result=True)
def forget_old_sign_ins() -> None:
    """Drop sessions that ran out and old tries. Safe to run twice."""
    from accounts.services import forget_old_sign_ins as forget  # noqa: PLC0415 -- tasks are leaves

    forget(at=timezone.now())
