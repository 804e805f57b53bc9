"""Everything is killed at random for minutes while people work; then every effect is there once.

    script/test --slow tests/flows/test_bad_days.py

YUJIAN_CHAOS_SECONDS: how long (180). YUJIAN_CHAOS_SEED: which order of bad things; printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from random import Random
from threading import Event, Thread

import pytest

from tests.flows.bad_days.course import (
    PAUSE_S,
    SECONDS,
    SEED,
    Line,
    killer_at,
    live_through,
    written_down,
)
from tests.flows.bad_days.killer import Killer
from tests.flows.bad_days.people import Client, Diary, Patience, Work
from tests.flows.bad_days.place import Ground, ground
from tests.flows.bad_days.scene import PASSWORD

pytestmark = pytest.mark.slow
# Celery's last word goes to the terminal past all logging.
LAST_WORD = re.compile(r"(worker: (Warm|Cold) shutdown \(\w+\))?")


@dataclass
class Days:
    """What is left when they are over."""

    ground: Ground
    diary: Diary
    killer: Killer
    lines: list[Line]
    left: list[str] = field(default_factory=list)

    def wrong(self) -> list[str]:
        done = json.dumps(self.diary.done)
        return self.ground.run("tests.flows.bad_days.ledger", json.dumps(self.ground.scene), done)


@pytest.fixture(scope="module")
def days() -> Iterator[Days]:
    """The bad days themselves, then calm until nothing waits any more."""
    with written_down() as lines, ground("tests.flows.bad_days.scene") as place:
        days = Days(place, Diary(), killer_at(place), lines)
        live_through(place, days.killer, lambda over: [*at_work(days, over)], lambda: at_rest(days))
        print(f"chaos: {len(days.diary.done)} visits seen through, {dict(days.killer.done)}")
        print(f"chaos: answers {days.diary.answers}, sentences {sorted(days.diary.sentences)}")
        yield days


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
