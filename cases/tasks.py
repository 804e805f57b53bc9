"""Celery's doors of cases."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="cases.start_served", ignore_result=True)
def start_served() -> None:
    """Start the clocks of papers whose public notice has run out. Beat runs it every night."""
    from cases.services import start_served as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="cases.open_court_windows", ignore_result=True)
def open_court_windows() -> None:
    """Where both remedies ran out unused, the months to the court begin. Beat runs it nightly."""
    from cases.services import open_court_windows as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="cases.list_removals", ignore_result=True)
def list_removals() -> None:
    """List publications whose time is over. Beat runs it every night."""
    from cases.services import list_removals as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="cases.want_long_terms", ignore_result=True)
def want_long_terms() -> None:
    """Ask the long-term form for papers of archived cases. Beat runs it every night."""
    from cases.services import want_long_terms as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())
