"""One case, its people and its clock; every verb goes through ``do``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import User
from cases.models import Case
from common.clock import localdate
from common.errors import Refusal
from tests.cases.driving import guards
from tests.cases.driving.footprint import footprint, speak_now
from tests.times import NOON

NAMES = ("lead", "second", "third", "lapsed", "section", "reviewer", "head", "deputy", "many")
# Mostly whoever should; now and then anybody.
WHO = st.one_of(st.just(""), st.just(""), st.just(""), st.sampled_from(NAMES))


@dataclass
class Cast:
    """Everybody by name, and cases at some stage with the moment at which each stands."""

    people: dict[str, User]
    stages: dict[str, tuple[int, datetime]]
    refusals: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)


class Driver(RuleBasedStateMachine):
    """Begins with a case at some stage; the example is rolled back at its end."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.case_id, self.at = 0, NOON
        self.print: dict[str, str] = {}
        self.moved = True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        stage = data.draw(st.sampled_from(sorted(self.cast.stages)))
        self.case_id, self.at = self.cast.stages[stage]
        self.print = footprint()

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    @property
    def today(self) -> date:
        return localdate(self.at)

    def do(self, verb: Callable[..., Any], *args: Any, who: str, right: str, **facts: Any) -> Any:
        """Call a verb. It works and may be committed, or refuses and leaves nothing behind."""
        by = self.cast.people[who or right]
        name = verb.__name__
        try:
            made = verb(*args, by=by, at=facts.pop("at", self.at), **facts)
        except Refusal as refusal:
            self.require_untouched(name, refusal.code)
            self.cast.refusals[refusal.code] = self.cast.refusals.get(refusal.code, 0) + 1
            note(f"  {name} by {who or right} on {self.today}: {refusal.code}")
            return None
        speak_now()
        self.print, self.moved = footprint(), True
        self.cast.done[name] = self.cast.done.get(name, 0) + 1
        self.cast.reached.add(self.case.state)
        note(f"  {name} by {who or right} on {self.today}: done, {self.case.state}")
        return made

    def require_untouched(self, name: str, code: str) -> None:
        assert footprint() == self.print, f"{code} of {name} left something behind"

    @rule(days=st.sampled_from([0, 1, 1, 2, 5, 8, 8, 20]), hours=st.integers(0, 3))
    def time_passes(self, days: int, hours: int) -> None:
        self.at += timedelta(days=days, hours=hours, minutes=1)

    @invariant()
    def guards_hold(self) -> None:
        if self.moved:
            guards.hold()
            self.moved = False
