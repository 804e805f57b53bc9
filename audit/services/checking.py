"""Somebody asks for a check of the whole history; a task does it and keeps what it found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.db import IntegrityError, transaction

from audit.errors import CheckUnderWay
from audit.models import HistoryCheck
from audit.services.recording import Actor, record
from audit.states import CheckState
from audit.tasks import check_history
from audit.verification import verify
from common.errors import NotAllowed

GIVEN_UP = timedelta(minutes=30)  # a check that is still not ended was lost with its worker
_VIEW = "history.view"  # accounts.permissions lies above; a permission is its text


class Asker(Actor, Protocol):
    def has(self, permission: str) -> bool: ...

    def require_here(self) -> None: ...


@transaction.atomic
def ask_check(*, by: Asker, at: datetime) -> HistoryCheck:
    """Queue a check of the county's history. One at a time.

    Raises NotAllowed, WrongCounty, CheckUnderWay.
    """
    if not by.has(_VIEW):
        raise NotAllowed(what="查看历史")
    by.require_here()
    waiting = HistoryCheck.objects.select_for_update().filter(state=CheckState.WAITING).first()
    if waiting is not None:
        if at - waiting.asked_at < GIVEN_UP:
            raise CheckUnderWay
        waiting.state = CheckState.STOPPED
        waiting.save(update_fields=["state"])
    try:
        with transaction.atomic():
            check = HistoryCheck.objects.create(
                asked_at=at, asker_id=by.pk, asker_name=by.full_name
            )
    except IntegrityError:  # another click came between
        raise CheckUnderWay from None
    record("history.check", check, by=by, at=at)
    check_history.delay_on_commit(check_id=check.pk)  # type: ignore[attr-defined]  # Django's
    return check


def run_check(check_id: int, *, at: datetime) -> None:
    """Do what was asked for. Twice, or two at once, keeps one result."""
    waiting = HistoryCheck.objects.filter(pk=check_id, state=CheckState.WAITING)
    if not waiting.exists():
        return

    def tell(done: int, total: int) -> None:
        waiting.update(done_rows=done, total_rows=total)

    verdict = verify(at=at, progress=tell)
    with transaction.atomic():
        check = waiting.select_for_update().first()
        if check is None:
            return
        check.state = CheckState.SOUND if verdict.is_sound else CheckState.TROUBLED
        check.ended_at = at
        check.head_position, check.head_digest = verdict.head_position, verdict.head_digest
        check.trouble_count = verdict.trouble_count
        check.sentences = verdict.troubles + verdict.remarks
        check.save()
        record(
            "history.checked",
            check,
            by=None,
            at=at,
            after=check.state,
            rows=verdict.rows,
            troubles=verdict.trouble_count,
        )
