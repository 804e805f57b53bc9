"""Eight processes approve the same notices while sessions and processes are killed at random.

Real commits in a county of its own. The seed is printed; YUJIAN_KILL_SEED repeats a run, which
repeats the choices and not the moments at which they meet.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import DatabaseError, InterfaceError, connection
from django_tenants.utils import tenant_context

from accounts.models import User
from audit.models import AuditEvent
from audit.queries import verify
from audit.services import seal
from common.errors import WrongState
from documents.models import StoredFile
from enforcement import queries, services
from enforcement.models import Notice, NoticeCounter
from enforcement.states import NoticeState
from policies.services import load_calendar, load_catalogue, seed_parameters
from tenants.models import County
from tests.committed import committed_county
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]
SEED = int(os.environ.get("YUJIAN_KILL_SEED", random.SystemRandom().randrange(10**6)))
WRITERS, NOTICES, KILLS = 8, 40, 24
APPROVER = "test-approver"  # as the sessions of the writers call themselves
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999909") as county:
        load_catalogue(at=NOON)
        load_calendar((2021,), at=NOON)
        seed_parameters({"organ.name": "断电县教育局"}, at=NOON)
        yield county


def test_numbers_have_no_gap_under_eight_writers_and_random_kills(lone_county):
    print(f"seed {SEED}")
    heads = [UserFactory(section_head=True) for _ in range(WRITERS)]
    for _ in range(NOTICES):
        NoticeFactory(submitted=True)

    killed = _kill_while_approving(lone_county, heads, random.Random(SEED))
    services.print_waiting()
    seal(at=NOON)

    assert min(killed.values()) > 0
    assert list(Notice.objects.order_by("serial").values_list("serial", flat=True)) == [
        *range(1, NOTICES + 1)
    ]
    assert NoticeCounter.objects.get().last == NOTICES
    assert queries.numbers_missing() == []
    assert Notice.objects.filter(state=NoticeState.PRINTED).count() == NOTICES
    assert StoredFile.objects.filter(media_type="application/pdf").count() == NOTICES
    for kind in ("notice.approve", "notice.print"):
        assert AuditEvent.objects.filter(kind=kind).count() == NOTICES
    assert verify(at=NOON).troubles == []


def _kill_while_approving(county: County, heads: list, dice: random.Random) -> dict[str, int]:
    """Kill until everything is approved; a killed process is replaced. How many were killed."""
    connection.close()  # a forked child must not share the session
    writers = [_start(county, head.pk, dice.random()) for head in heads]
    killed = {"sessions": 0, "processes": 0}
    ends = time.monotonic() + 240
    while any(writer.is_alive() for writer in writers):
        assert time.monotonic() < ends, f"not finished; seed {SEED}"
        time.sleep(dice.uniform(0.02, 0.15))
        if sum(killed.values()) >= KILLS:
            continue
        place = dice.randrange(WRITERS)
        if dice.random() < 0.6:
            killed["sessions"] += _end_a_session(dice)
        elif writers[place].is_alive():
            os.kill(writers[place].pid, signal.SIGKILL)
            writers[place].join()
            connection.close()
            writers[place] = _start(county, heads[place].pk, dice.random())
            killed["processes"] += 1
    return killed


def _end_a_session(dice: random.Random) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = %s ORDER BY pid", [APPROVER]
        )
        pids = [pid for (pid,) in cursor.fetchall()]
        if not pids:
            return 0
        cursor.execute("SELECT pg_terminate_backend(%s)", [dice.choice(pids)])
        return 1


def _start(county: County, head_id: int, seed: float) -> multiprocessing.Process:
    writer = FORK.Process(target=_approve_all, args=(county, head_id, seed), daemon=True)
    writer.start()
    return writer


def _approve_all(county: County, head_id: int, seed: float) -> None:
    """In a process of its own: approve whatever still waits, in an order of its own."""
    dice = random.Random(seed)
    while True:
        with suppress(DatabaseError, InterfaceError), tenant_context(county):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('application_name', %s, false)", [APPROVER])
            head = User.objects.get(pk=head_id)
            waiting = list(
                Notice.objects.filter(state=NoticeState.SUBMITTED).values_list("pk", flat=True)
            )
            if not waiting:
                os._exit(0)
            with suppress(WrongState):
                # Mostly without printing, which takes far longer: the kills should meet approvals.
                prints = dice.random() < 0.2
                services.approve_notice(dice.choice(waiting), by=head, at=NOON, prints=prints)
        connection.close_if_unusable_or_obsolete()
