"""Random histories of one account, with crashes and repeats, against a model in plain Python.

``YUJIAN_SEED=n`` repeats a run, ``YUJIAN_SHRINK=1`` looks for a shorter story (slow);
``YUJIAN_EXAMPLES`` and ``YUJIAN_STEPS`` make the long one longer.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from funds.services import matching
from policies.services import seed_parameters
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory
from tests.funds.histories.alarms import MINIMUM, MULTIPLE
from tests.funds.histories.driver import Cast
from tests.funds.histories.moves import History
from tests.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(county, law, monkeypatch) -> Cast:
    """Batches are small, so that verbs die between them as well."""
    monkeypatch.setattr(matching, "AT_ONCE", 2)
    ParameterFactory(key="funds.two_approvals_over", value="1000")
    ParameterFactory(key="funds.outflow_multiple", value=str(MULTIPLE))
    seed_parameters({}, at=NOON)
    people = [funds.supervisor(), funds.supervisor()]
    people += [UserFactory(section_head=True), UserFactory(bureau_head=True)]
    return Cast(funds.account(people[0], own_minimum_fen=MINIMUM), people)


def run(cast: Cast, *, examples: int, steps: int) -> None:
    """Run the machine; the seed is printed, so that a failure can be repeated."""
    chosen = int(os.environ.get("YUJIAN_SEED") or random.SystemRandom().randrange(2**32))
    print(f"YUJIAN_SEED={chosen} examples {examples} steps {steps}")
    machine = seed(chosen)(type("Machine", (History,), {"cast": cast}))
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
    for word in ("done", "refused", "crashed"):
        print(word, dict(getattr(cast, word)))


def test_no_fen_is_lost_in_short_histories(cast):
    run(cast, examples=8, steps=20)

    assert sum(cast.done.values()) > 20
    assert sum(cast.crashed.values()) > 3


@pytest.mark.slow
def test_no_fen_is_lost_in_long_histories(cast):
    examples = int(os.environ.get("YUJIAN_EXAMPLES", "150"))
    run(cast, examples=examples, steps=int(os.environ.get("YUJIAN_STEPS", "60")))

    verbs = {"book_lines", "claim_line", "undo_match", "approve_order", "reverse", "close_alert"}
    assert verbs <= set(cast.done)
    assert {"statement_torn", "bank_line_differs", "refund_above_rest", "sql"} <= set(cast.refused)
    assert sum(cast.crashed.values()) > 100
