"""Celery's doors of the registry."""

from celery import shared_task


@shared_task(name="institutions.fill_initials", ignore_result=True)
def fill_initials() -> None:
    """Make what an older release or raw SQL wrote findable by initials. Beat runs it nightly."""
    from institutions import services  # noqa: PLC0415 -- tasks are leaves

    services.fill_initials()
