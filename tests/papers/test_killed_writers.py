"""Eight processes approve the same papers while sessions and processes are killed at random.

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
from common.errors import WrongState
from papers import services
from papers.models import OfficialPaper, PaperCounter
from papers.queries import paper_numbers_missing
from papers.states import PaperState
from policies.services import load_calendar, load_catalogue, seed_parameters
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]
SEED = int(os.environ.get("YUJIAN_KILL_SEED", random.SystemRandom().randrange(10**6)))
WRITERS, PAPERS, KILLS = 8, 40, 24
APPROVER = "test-paper-approver"  # as the sessions of the writers call themselves
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999919") as county:
        load_catalogue(at=NOON)
        load_calendar((2021,), at=NOON)
        seed_parameters({"organ.name": "断电县教育局"}, at=NOON)
        yield county


def test_numbers_of_papers_have_no_gap_under_eight_writers_and_random_kills(lone_county):
    print(f"seed {SEED}")
    heads = [UserFactory(section_head=True) for _ in range(WRITERS)]
    for place in range(PAPERS):
        a_paper("D13" if place % 2 else "D14")

    killed = _kill_while_approving(lone_county, heads, random.Random(SEED))

    assert min(killed.values()) > 0
    for number_class in ("改", "限改"):
        papers = OfficialPaper.objects.filter(number_class=number_class)
        serials = papers.order_by("serial").values_list("serial", flat=True)
        assert list(serials) == [*range(1, PAPERS // 2 + 1)]
        assert PaperCounter.objects.get(number_class=number_class).last == PAPERS // 2
    assert paper_numbers_missing() == []
    approvals = AuditEvent.objects.filter(kind__startswith="official_paper.approve")
    assert approvals.count() == PAPERS


def test_two_approvals_at_once_give_one_number_and_one_sentence(lone_county):
    heads = [UserFactory(section_head=True) for _ in range(2)]
    paper = a_paper("D13")

    acts = [
        lambda head=head: services.approve_paper(paper.pk, by=head, at=NOON, prints=False)
        for head in heads
    ]
    results = at_once(lone_county, *acts)

    assert len([result for result in results if isinstance(result, WrongState)]) == 1
    assert list(OfficialPaper.objects.values_list("serial", flat=True)) == [1]


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
            drafts = OfficialPaper.objects.filter(state=PaperState.DRAFT)
            waiting = list(drafts.values_list("pk", flat=True))
            if not waiting:
                os._exit(0)
            with suppress(WrongState):
                services.approve_paper(dice.choice(waiting), by=head, at=NOON, prints=False)
        connection.close_if_unusable_or_obsolete()
