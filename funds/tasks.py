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
    """Book the lines whose run was lost, and hold what was paid against the rules. Runs often."""
    from funds.services import book_waiting as verb  # noqa: PLC0415 -- tasks are leaves
    from funds.services import examine_booked  # noqa: PLC0415 -- tasks are leaves

    at = timezone.now()
    verb(at=at)
    examine_booked(at=at)


@shared_task(name="funds.watch_accounts", ignore_result=True)
def watch_accounts() -> None:
    """Hold every account against the rules at the end of the day before. Beat runs it nightly."""
    from funds.services import watch_accounts as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="funds.examine_accounts", ignore_result=True)
def examine_accounts() -> None:
    """Hold contracts, orders and receipts against the rules. Beat runs it nightly."""
    from funds.services import examine_accounts as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())


@shared_task(name="funds.hand_out", ignore_result=True)
def hand_out() -> None:
    """Every open alert and finding goes to a department. Beat runs it nightly, after the others."""
    from funds.services import hand_out as verb  # noqa: PLC0415 -- tasks are leaves

    verb(at=timezone.now())
