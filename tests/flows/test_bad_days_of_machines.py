"""Web, worker, Redis and database are killed while programs work: each effect once, each event told.

    script/test --slow tests/flows/test_bad_days_of_machines.py

YUJIAN_CHAOS_SECONDS: how long (180). YUJIAN_CHAOS_SEED: which order of bad things; printed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from tests.flows.bad_days.course import (
    PAUSE_S,
    SECONDS,
    SEED,
    killer_at,
    live_through,
    written_down,
)
from tests.flows.bad_days.killer import Killer
from tests.flows.bad_days.machines import Machine, Notebook, Stumbling
from tests.flows.bad_days.place import Ground, ground
from tests.messaging.receiver import Receiver, receiving

pytestmark = pytest.mark.slow
SCENE = "tests.flows.bad_days.machines_scene"
LEDGER = "tests.flows.bad_days.machines_ledger"


@dataclass
class Days:
    """What is left when they are over."""

    ground: Ground
    receiver: Receiver
    notebook: Notebook
    killer: Killer
    ledger: dict[str, Any] = field(default_factory=dict)

    def are_at_rest(self) -> bool:
        self.ledger = self.ground.run(LEDGER, json.dumps(self.notebook.done))
        return not any("wait" in one for one in self.ledger["wrong"])

    def tell(self) -> None:
        events = len(self.ledger.get("events", ()))
        print(f"chaos: {len(self.notebook.done)} answered, {dict(self.killer.done)}")
        print(f"chaos: {dict(self.notebook.answers)}")
        print(f"chaos: {len(self.receiver.ids)} calls for {events} events")
        print(*self.ledger.get("wrong", ())[:20], sep="\n", flush=True)

    def machines(self, over: Event) -> list[Thread]:
        scene = self.ground.scene
        return [
            Thread(target=work, args=(machine, over))
            for machine in (
                Machine(
                    self.ground.base,
                    bearer,
                    scene["department"],
                    self.notebook,
                    Random(f"{SEED} {bearer}"),
                )
                for bearer in scene["bearers"]
            )
        ]


def work(machine: Machine, over: Event) -> None:
    """One assignment after the other; what was begun is finished."""
    try:
        while not over.wait(machine.dice.uniform(0.0, 0.6)):
            machine.ask_and_answer()
    except Exception as defect:  # a thread's own traceback would be lost
        machine.notebook.troubles.append(repr(defect))


@pytest.fixture(scope="module")
def days() -> Iterator[Days]:
    with (
        written_down(),
        receiving(Stumbling, hangs_s=0.1) as receiver,
        ground(SCENE, receiver.url, YUJIAN_WEBHOOK_NETWORKS="127.0.0.1/32") as place,
    ):
        receiver.secret = place.scene["secret"]
        days = Days(place, receiver, Notebook(), killer_at(place))
        try:
            live_through(place, days.killer, days.machines, days.are_at_rest)
        finally:
            days.tell()
        yield days


def test_much_was_done_and_much_was_killed(days):
    assert days.notebook.troubles == []
    assert len(days.notebook.done) >= SECONDS / 2
    assert sum(days.killer.done.values()) >= SECONDS / PAUSE_S[1] / 3


def test_every_effect_is_there_once(days):
    assert days.ledger["wrong"] == []


def test_every_event_arrived_and_no_other(days):
    assert sorted(days.receiver.effects) == sorted(uid for uid, _, _ in days.ledger["events"])


def test_events_of_one_subject_arrived_in_their_order(days):
    arrived = defaultdict(list)
    for body in days.receiver.bodies:
        arrived[body["data"]["subject"]].append(body["data"]["cursor"])
    told = defaultdict(list)
    for _, subject, position in sorted(days.ledger["events"], key=lambda one: one[2]):
        told[subject].append(position)

    assert {subject: list(dict.fromkeys(seen)) for subject, seen in arrived.items()} == told


def test_no_program_met_a_bare_error(days):
    assert days.notebook.bare == []
