"""Cases driven at random by random people on random days: no guard is ever passed.

``YUJIAN_SEED=n`` repeats a run, ``YUJIAN_SHRINK=1`` looks for a shorter story (slow). What each
step must hold stands in driving/guards.py, written without the code it checks; a refusal leaves
every table as it was, row by row.
"""

from __future__ import annotations

import os
import random
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.cases.driving.driver import Cast
from tests.cases.driving.early import EarlyMoves
from tests.cases.driving.late import DecisionMoves, NoticeMoves, WaysAround
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FACTS, FINE, People
from tests.times import NOON


class CaseMachine(EarlyMoves, NoticeMoves, DecisionMoves, WaysAround):
    """All moves, and the one that comes next where everything goes well, so that it gets far."""

    @rule()
    def go_on(self) -> None:
        by_state = {
            "clue": [lambda: self.check(files=True, who="")],
            "checked": [
                lambda: self.endorse_filing(agrees=True, who=""),
                lambda: self.decide_filing(which="approve", who=""),
            ],
            "investigating": [
                lambda: self.add_evidence(back=0, who=""),
                lambda: self.end(is_complex=False, is_major=False, who=""),
            ],
            "ended": [
                lambda: self.draft_notice(penalties=(FINE,), facts=FACTS, papers=True, who=""),
                lambda: self.decide_notice(discards=False, who=""),
            ],
            "noticed": [
                lambda: self.serve_notice(back=0, who=""),
                lambda: self.time_passes(days=8, hours=0),
                lambda: self.finish_answers(who=""),
            ],
            "answered": [lambda: self.look_for_fines(who=""), lambda: self.hand_on(who="")],
        }
        for step in by_state.get(self.case.state, []):
            step()

    @rule()
    def go_on_again(self) -> None:
        self.go_on()


@pytest.fixture
def cast(people: People) -> Cast:
    """A case at each stage, made once; every example goes on from one and is rolled back."""
    extra = {
        "third": UserFactory(inspector=True, certificate=True),
        "lapsed": UserFactory(inspector=True, certificate__valid_until=date(2021, 12, 1)),
        "many": UserFactory(
            roles=["inspector", "section_head", "legal_reviewer", "bureau_head"], certificate=True
        ),
    }
    late = scenes.days(30)
    noticed = scenes.ended(people)
    scenes.served(noticed, people)
    heard = scenes.ended(people)
    scenes.served(heard, people, CLOSING)
    near = scenes.answered(people)
    scenes.endorsed(near, people, scenes.penalty(FINE), late)
    young = scenes.end(scenes.filed(people, party=scenes.person(date(2004, 11, 10))), people)
    stages: dict[str, tuple[int, datetime]] = {
        "clue": (scenes.known_clue(people).pk, NOON),
        "checked": (scenes.checked(people).pk, NOON),
        "filed": (scenes.filed(people).pk, NOON),
        "ended": (scenes.ended(people).pk, NOON),
        "ended, complex": (scenes.ended(people, is_complex=True).pk, NOON),
        "ended, young": (young.pk, NOON),
        "noticed": (noticed.pk, NOON),
        "noticed, hearing offered": (heard.pk, NOON),
        "answered": (scenes.answered(people).pk, late),
        "endorsed": (near.pk, late),
    }
    return Cast(people=vars(people) | extra, stages=stages)


def drive(cast: Cast, *, examples: int, steps: int) -> None:
    """Run the machine; the seed is printed, so that a failure can be repeated."""
    chosen = int(os.environ.get("YUJIAN_SEED") or random.SystemRandom().randrange(2**32))
    print(f"YUJIAN_SEED={chosen}")
    machine = seed(chosen)(type("Machine", (CaseMachine,), {"cast": cast}))
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=list(Phase) if os.environ.get("YUJIAN_SHRINK") else [Phase.generate],
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=profile)
    print(sorted(cast.reached), sum(cast.done.values()), sum(cast.refusals.values()))


def test_no_guard_is_passed_in_a_short_drive(cast):
    drive(cast, examples=10, steps=25)

    assert sum(cast.done.values()) > 20
    assert len(cast.refusals) > 5


@pytest.mark.slow
def test_no_guard_is_passed_in_a_long_drive(cast):
    drive(cast, examples=120, steps=40)

    assert {"decided", "investigating", "noticed", "answered"} <= cast.reached
    assert len(cast.refusals) > 15
