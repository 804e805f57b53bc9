"""Celery's doors of prepaid money."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="funds.prove_journal", ignore_result=True)
def prove_journal() -> None:
    """Add the journal up from zero and keep what was found. Beat runs it every night."""
    from funds.services import prove_journal as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="funds.deem_lessons", ignore_result=True)
def deem_lessons() -> None:
    """Silence that lasted long enough counts as agreed. Beat runs it every night."""
    from funds.services import deem_lessons as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="funds.book_waiting", ignore_result=True)
def book_waiting() -> None:
    """Book the lines whose run was lost; the night watches their accounts. Beat runs it often."""
    from funds.services import book_waiting as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="funds.watch_accounts", ignore_result=True)
def watch_accounts() -> None:
    """Hold every account against the rules at the end of the day before. Beat runs it nightly."""
    from funds.services import watch_accounts as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())
