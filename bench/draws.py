"""A draw of 500 from 10,000, repeated each round by the script that shares no line with it.

Both sides draw the same institutions and officers from the same list with a new seed per round;
the row's facts say in how many rounds the two results were the same, which must be all.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.harness import Sides, at_least, row
from draws import rules

POOL, WANTED, OFFICERS, RECUSALS = 10_000, 500, 60, 300
ROUNDS = 7


@row("draw 500 of 10,000, against the verifier's walk", reach=at_least(1))
def drawing() -> Iterator[Sides]:
    listed, script = _list(), _verifier()
    seeds, results = (count(), count()), ({}, {})

    def ours() -> None:
        seed = str(next(seeds[0]))
        results[0][seed] = [list(visit) for visit in rules.draw(listed, seed)]

    def theirs() -> None:
        seed = str(next(seeds[1]))
        results[1][seed], _ = script.draw(listed, seed, [])

    yield Sides(ours=ours, against=theirs, rounds=ROUNDS, facts=lambda: _facts(*results))


def _facts(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, object]:
    same = sum(ours[seed] == theirs[seed] for seed in ours)
    assert same == len(ours) == len(theirs), "the verifier drew something else"
    return {"rounds": len(ours), "the same": same, "drawn": WANTED, "pool": POOL}


def _list() -> dict[str, Any]:
    """Weights as by kind and grade, two departments, recusals: the same for every run."""
    chance = random.Random(20261122)
    keys = chance.sample(range(1, 10**6), POOL)
    officers = [
        {"key": key, "department": "fire" if key % 4 == 0 else "edu", "load": chance.randint(0, 9)}
        for key in range(1, OFFICERS + 1)
    ]
    weights = (1, 2, 4, 8, 16)
    return {
        "institutions": [{"key": key, "weight": chance.choice(weights)} for key in keys],
        "wanted": WANTED,
        "seats": [["edu"], ["edu"], ["fire"]],
        "officers": officers,
        "recusals": [[chance.randint(1, OFFICERS), key] for key in chance.sample(keys, RECUSALS)],
    }


def _verifier() -> ModuleType:
    path = Path(__file__).parents[1] / "tools" / "verify_draw.py"
    spec = importlib.util.spec_from_file_location("verify_draw", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
