"""What exists once in a county and not in one case, so that no lock of a case holds it back."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from common.errors import Refusal


def save_once(row: models.Model, refusal: Refusal, **same: object) -> None:
    """Save a new row, or raise ``refusal`` where another with ``same`` came first.

    Two at the same moment both see none; the unique constraint then lets one of them wait and
    fail, which is the same answer as a second later.
    """
    rows = type(row)._default_manager.filter(**same)
    if rows.exists():
        raise refusal
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if rows.exists():
            raise refusal from error
        raise
