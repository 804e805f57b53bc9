"""Cases driven at random by random people on random days, through verbs and through pages.

``YUJIAN_SEED=n`` repeats a run, ``YUJIAN_SHRINK=1`` looks for a shorter story (slow);
``YUJIAN_EXAMPLES`` and ``YUJIAN_STEPS`` make the long drive longer. What each step must hold
stands in driving/guards*.py and money.py, written without the code it checks; a refusal leaves
every table as it was, row by row.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from staff.cases.register import BY_SLUG
from tests.cases.driving.after import MoneyMoves, RemedyMoves
from tests.cases.driving.driver import Cast
from tests.cases.driving.early import EarlyMoves
from tests.cases.driving.endings import ClosingMoves, PublicMoves
from tests.cases.driving.late import DecisionMoves, NoticeMoves, WaysAround
from tests.cases.driving.stages import LATE, cast_of
from tests.factories.cases import FACTS, FINE, People

Steps = dict[str, list[Callable[[], object]]]


class CaseMachine(
    EarlyMoves,
    NoticeMoves,
    DecisionMoves,
    WaysAround,
    MoneyMoves,
    RemedyMoves,
    PublicMoves,
    ClosingMoves,
):
    """All moves, and the one that comes next where everything goes well, so that it gets far."""

    @rule()
    def go_on(self) -> None:
        for step in {**self.to_the_decision(), **self.to_the_archive()}.get(self.case.state, []):
            step()

    @rule()
    def go_on_again(self) -> None:
        self.go_on()

    def to_the_decision(self) -> Steps:
        return {
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

    def to_the_archive(self) -> Steps:
        def pay(part: str) -> None:
            self.pay(part=part, share="all", back=0, is_again=False, who="")

        close = [
            lambda: self.ask_closing(ground="performed", who=""),
            lambda: self.hand_closing_on(is_returned=False, who=""),
        ]
        return {
            "decided": [lambda: self.serve("direct", back=0, is_whole=True, prints=True, who="")],
            "served": [lambda: pay("fine")],
            "performing": [lambda: pay("fine"), lambda: pay("surcharge"), *close],
            "withdrawn": close,
            "transferred": close,
            "closed": [lambda: self.archive(has_cover=True, who="")],
        }


@pytest.fixture
def cast(people: People, county) -> Cast:
    return cast_of(people, f"{county.code}.test")


SHORT = 20211101  # the usual run drives the same way each time; the long one finds new ways


def drive(cast: Cast, *, examples: int, steps: int, usual: int | None = None) -> None:
    """Run the machine; the seed is printed, so that a failure can be repeated."""
    chosen = int(os.environ.get("YUJIAN_SEED") or usual or random.SystemRandom().randrange(2**32))
    print(f"YUJIAN_SEED={chosen} examples {examples} steps {steps}")
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
    tell(cast)


def tell(cast: Cast) -> None:
    """What was driven, for whoever reads the run."""
    print("reached", sorted(cast.reached))
    print("done", sum(cast.done.values()), dict(cast.done))
    print("by page", sum(cast.done_by_page.values()), dict(cast.done_by_page))
    print("refused", sum(cast.refusals.values()), dict(cast.refusals))
    print("refused by page", sum(cast.refused_by_page.values()))
    print("without a page", dict(cast.without_page))
    print(
        "never by page", sorted(set(BY_SLUG) - set(cast.done_by_page) - set(cast.refused_by_page))
    )


def test_no_guard_is_passed_in_a_short_drive(cast):
    drive(cast, examples=12, steps=20, usual=SHORT)

    assert sum(cast.done.values()) > 20
    assert sum(cast.done_by_page.values()) > 5
    assert len(cast.refusals) > 5


def test_no_guard_is_passed_after_a_decision(cast):
    """The second half of a case's life alone, which a short drive would hardly reach."""
    cast.stages = {name: cast.stages[name] for name in LATE}

    drive(cast, examples=10, steps=20, usual=SHORT)

    assert sum(cast.done.values()) > 20
    assert sum(cast.done_by_page.values()) > 5


@pytest.mark.slow
def test_no_guard_is_passed_in_a_long_drive(cast):
    examples = int(os.environ.get("YUJIAN_EXAMPLES", "120"))
    drive(cast, examples=examples, steps=int(os.environ.get("YUJIAN_STEPS", "40")))

    assert {"decided", "investigating", "noticed", "answered"} <= cast.reached
    assert {"served", "performing", "closed", "archived"} <= cast.reached
    assert len(cast.refusals) > 15
