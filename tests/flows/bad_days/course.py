"""How bad days go by: some work, one kills, then all comes to rest; and what was written meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from threading import Event, Thread

import pytest

from script.lib import supervisor as supervision
from script.lib.place import ROOT
from script.lib.server import answers
from tests.flows.bad_days import killer as deeds
from tests.flows.bad_days.killer import Killer
from tests.flows.bad_days.place import Ground, wait_until

SECONDS = float(os.environ.get("YUJIAN_CHAOS_SECONDS", "180"))
SEED = os.environ.get("YUJIAN_CHAOS_SEED", str(Random().randrange(10**6)))
PAUSE_S = (3.0, 9.0)
SETTLE_S = 240
Line = tuple[str, str]


@contextmanager
def written_down() -> Iterator[list[Line]]:
    """What the processes write, kept in a file beside the data, for whoever must find out.

    Inside, the supervisor never gives a process up.
    """
    lines: list[Line] = []
    print(f"\nchaos: YUJIAN_CHAOS_SEED={SEED} YUJIAN_CHAOS_SECONDS={SECONDS:g}", flush=True)
    with (
        (ROOT / ".local" / "bad-days.log").open("w") as file,
        pytest.MonkeyPatch.context() as patch,
    ):

        def keep(name: str, line: str) -> None:
            lines.append((name, line))
            print(f"{time.monotonic():.1f} {name:<9}| {line}", file=file, flush=True)

        patch.setattr(supervision, "say", keep)
        patch.setattr(deeds, "say", keep)
        patch.setattr(supervision, "MOST_RESTARTS", 10_000)
        patch.setattr(supervision, "HEALTHY_AFTER_S", 3)
        yield lines


def killer_at(place: Ground) -> Killer:
    return Killer(Random(SEED), place.supervisor.processes, place.postgres, place.redis)


def live_through(
    place: Ground,
    killer: Killer,
    people: Callable[[Event], Sequence[Thread]],
    at_rest: Callable[[], bool],
) -> None:
    """People work, the killer kills; then they finish what they began, and all comes to rest."""
    over, calm, rest = Event(), Event(), Event()
    watching = Thread(target=place.supervisor.watch, args=(rest.is_set,), daemon=True)
    watching.start()
    wait_until(lambda: answers(place.port), timeout_s=90, what="the pages answer")
    killing = Thread(target=killer.go_on, args=(calm,), kwargs={"pause_s": PAUSE_S})
    threads = [killing, *people(over)]
    for thread in threads:
        thread.start()
    over.wait(SECONDS)
    calm.set()
    over.set()
    for thread in threads:
        thread.join(SETTLE_S)
    wait_until(at_rest, timeout_s=SETTLE_S, what="nothing waits any more")
    rest.set()
    watching.join(30)
