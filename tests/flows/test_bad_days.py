"""Everything is killed at random for minutes while people work; then every effect is there once.

    script/test --slow tests/flows/test_bad_days.py

YUJIAN_CHAOS_SECONDS: how long (180). YUJIAN_CHAOS_SEED: which order of bad things; printed.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from random import Random
from threading import Event, Thread

import pytest

from script.lib import supervisor as supervision
from script.lib.place import ROOT
from script.lib.server import answers
from tests.flows.bad_days import killer as deeds
from tests.flows.bad_days.killer import Killer
from tests.flows.bad_days.people import Client, Diary, Patience, Work
from tests.flows.bad_days.place import Ground, ground, wait_until
from tests.flows.bad_days.scene import PASSWORD

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("YUJIAN_CHAOS_SECONDS", "180"))
SEED = os.environ.get("YUJIAN_CHAOS_SEED", str(Random().randrange(10**6)))
PAUSE_S = (3.0, 9.0)
SETTLE_S = 240
# Celery's last word goes to the terminal past all logging.
LAST_WORD = re.compile(r"(worker: (Warm|Cold) shutdown \(\w+\))?")


@dataclass
class Days:
    """What is left when they are over."""

    ground: Ground
    diary: Diary
    killer: Killer
    lines: list[tuple[str, str]]
    left: list[str] = field(default_factory=list)

    def wrong(self) -> list[str]:
        done = json.dumps(self.diary.done)
        return self.ground.run("tests.flows.bad_days.ledger", json.dumps(self.ground.scene), done)


@pytest.fixture(scope="module")
def days() -> Iterator[Days]:
    """The bad days themselves, then calm until nothing waits any more."""
    print(f"\nchaos: YUJIAN_CHAOS_SEED={SEED} YUJIAN_CHAOS_SECONDS={SECONDS:g}", flush=True)
    with pytest.MonkeyPatch.context() as patch, written_down(patch) as lines, ground() as place:
        killer = Killer(Random(SEED), place.supervisor.processes, place.postgres, place.redis)
        days = Days(place, Diary(), killer, lines)
        live_through(days)
        print(f"chaos: {len(days.diary.done)} visits seen through, {dict(killer.done)}")
        print(f"chaos: answers {days.diary.answers}, sentences {sorted(days.diary.sentences)}")
        yield days


@pytest.fixture(scope="module", autouse=True)
def _never_give_up() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervision, "MOST_RESTARTS", 10_000)
        patch.setattr(supervision, "HEALTHY_AFTER_S", 3)
        yield


@contextmanager
def written_down(patch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """What the processes write, kept in a file beside the data, for whoever must find out."""
    lines: list[tuple[str, str]] = []
    with (ROOT / ".local" / "bad-days.log").open("w") as file:

        def keep(name: str, line: str) -> None:
            lines.append((name, line))
            print(f"{time.monotonic():.1f} {name:<9}| {line}", file=file, flush=True)

        patch.setattr(supervision, "say", keep)
        patch.setattr(deeds, "say", keep)
        yield lines


def live_through(days: Days) -> None:
    """People work, the killer kills; then people finish what they began, and all comes to rest."""
    over, calm, rest = Event(), Event(), Event()
    watching = Thread(target=days.ground.supervisor.watch, args=(rest.is_set,), daemon=True)
    watching.start()
    wait_until(lambda: answers(days.ground.port), timeout_s=90, what="the pages answer")
    killing = Thread(target=days.killer.go_on, args=(calm,), kwargs={"pause_s": PAUSE_S})
    people = list(at_work(days, over))
    for thread in (killing, *people):
        thread.start()
    over.wait(SECONDS)
    calm.set()
    over.set()
    for thread in (killing, *people):
        thread.join(SETTLE_S)
    wait_until(lambda: at_rest(days), timeout_s=SETTLE_S, what="nothing waits any more")
    rest.set()
    watching.join(30)


def at_rest(days: Days) -> bool:
    """Whatever is still wrong is not for want of time."""
    days.left = days.wrong()
    return not any("wait" in one or "never printed" in one for one in days.left)


def at_work(days: Days, over: Event) -> Iterator[Thread]:
    """Each pair of inspectors goes from visit to visit until the days are over."""
    for pair in days.ground.scene["pairs"]:
        visits: SimpleQueue[int] = SimpleQueue()
        for visit in pair["visits"]:
            visits.put(visit)
        dice = Random(f"{SEED} {pair['lead']}")
        lead, head = (
            Client(days.ground.base, name, PASSWORD, days.diary, dice)
            for name in (pair["lead"], days.ground.scene["head"])
        )
        yield Thread(target=see_through, args=(Work(lead, head), visits, days.diary, over))


def see_through(work: Work, visits: SimpleQueue[int], diary: Diary, over: Event) -> None:
    try:
        while not over.is_set():
            visit = visits.get_nowait()
            work.do(visit)
            diary.done.append(visit)
    except Empty:
        return
    except Patience as lost:
        diary.troubles.append(str(lost))
    except Exception as defect:  # a thread's own traceback would be lost
        diary.troubles.append(repr(defect))


def test_everybody_came_through_and_much_was_killed(days):
    assert days.diary.troubles == []
    assert len(days.diary.done) >= len(days.ground.scene["pairs"])
    assert sum(days.killer.done.values()) >= SECONDS / PAUSE_S[1] / 3


def test_every_effect_is_there_once(days):
    assert days.left == []


def test_nobody_saw_a_bare_error(days):
    assert days.diary.bare == []


def test_every_line_is_json_with_county_and_request(days):
    said = [line for name, line in days.lines if name in ("web", "worker", "scheduler")]
    odd = [line for line in said if not is_good(line) and not LAST_WORD.fullmatch(line)]

    assert said != []
    assert odd == []


def is_good(line: str) -> bool:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError:
        return False
    return {"at", "level", "county", "person", "request", "message"} <= fields.keys()
