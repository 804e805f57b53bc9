"""Celery's doors."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="operations.keep_spares", runs_in_public=True, ignore_result=True
)
def keep_spares() -> None:
    """Have as many spare schemas ready as the settings say. Safe to run twice."""
    from operations.stock import fill_stock  # noqa: PLC0415 -- tasks are leaves

    fill_stock(settings.YUJIAN_SPARES, at=timezone.now())
