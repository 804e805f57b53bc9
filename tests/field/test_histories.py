"""Thousands of random histories: the server always equals the phones.

A failure names its number: ``YUJIAN_HISTORY=<number> pytest tests/field/test_histories.py`` runs
that one alone. ``YUJIAN_HISTORIES`` says how many the slow test runs.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from field.services import register_device
from tests.factories.inspections import VisitFactory
from tests.field.conftest import line_to
from tests.field.histories import History
from tests.field.phone import Phone


class Undo(Exception):
    """Ends the transaction of one history."""


@pytest.fixture
def run(county, visit, officers, head):
    """``run(number)``: one history, of which nothing stays in the database."""
    now = timezone.now()
    line = line_to(f"{county.code}.test")

    def made(no: int, seed: int, skew: timedelta) -> Phone:
        phone = Phone(line, seed=seed, skew=skew)
        phone.token = register_device("手机", phone.jwk, by=officers[no], at=now).token
        return phone

    def one(number: int) -> None:
        fresh = VisitFactory(
            institution=visit.institution,
            checklist=visit.checklist,
            approved=True,
            officers=officers,
            approved_at=now - timedelta(days=9),
            approved_by=head,
        )
        History(number, fresh, [user.pk for user in officers], made).run()

    def undone(number: int) -> None:
        try:
            with transaction.atomic():
                one(number)
                raise Undo
        except Undo:
            pass
        except BaseException as trouble:
            trouble.add_note(f"history {number}")
            raise

    return undone


def _numbers(count: int) -> list[int]:
    if "YUJIAN_HISTORY" in os.environ:
        return [int(os.environ["YUJIAN_HISTORY"])]
    first = random.SystemRandom().randrange(10**9)
    print(f"histories {first} to {first + count - 1}")
    return list(range(first, first + count))


def test_server_equals_the_phones(run):
    for number in _numbers(20):
        run(number)


@pytest.mark.slow
def test_server_equals_the_phones_thousands_of_times(run):
    for number in _numbers(int(os.environ.get("YUJIAN_HISTORIES", "2000"))):
        run(number)
