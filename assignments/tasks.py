"""Celery's doors of assignments."""

from celery import shared_task


@shared_task(name="assignments.fill_initials", ignore_result=True)
def fill_initials() -> None:
    """Make what an older release or raw SQL wrote findable by initials. Beat runs it nightly."""
    from assignments import services  # noqa: PLC0415 -- tasks are leaves

    services.fill_initials()
