"""One case, its people and its clock; everything is done through ``do``: by verb or by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from accounts.models import User
from cases.models import Case
from common.clock import localdate
from common.errors import Refusal
from documents.models import StoredFile
from staff.cases.register import BY_SLUG
from tests.cases.driving import guards, guards_after
from tests.cases.driving.footprint import footprint, speak_now
from tests.cases.driving.pages import Desk
from tests.times import NOON

NAMES = (
    *("lead", "second", "third", "lapsed", "section", "reviewer"),
    *("head", "deputy", "many", "clerk"),
)
# Mostly whoever should; now and then anybody.
WHO = st.one_of(st.just(""), st.just(""), st.just(""), st.sampled_from(NAMES))
LATE = (
    *("decided", "served", "performing", "closed", "archived"),
    *("withdrawn", "transferred", "not_filed"),
)
Stage = Callable[[], tuple[int, datetime]]
Row = dict[str, Any]


@dataclass
class Cast:
    """Everybody by name, and how to make a case at a stage with the moment at which it stands.

    A stage is made when an example first begins there, before anything that is rolled back.
    """

    people: dict[str, User]
    stages: dict[str, Stage]
    host: str
    receipt: StoredFile  # as a page sends it too, so that nothing new is kept
    made: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    done_by_page: Counter[str] = field(default_factory=Counter)
    refused_by_page: Counter[str] = field(default_factory=Counter)
    without_page: Counter[str] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)

    def at(self, stage: str) -> tuple[int, datetime]:
        if stage not in self.made:
            self.made[stage] = self.stages[stage]()
        return self.made[stage]


class Driver(RuleBasedStateMachine):
    """Begins with a case at some stage; the example is rolled back at its end."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.is_open = False
        self.case_id, self.at = 0, NOON
        self.print: dict[str, str] = {}
        self.said: set[str] = set()
        self.moved, self.state, self.is_wild = True, "", False

    def teardown(self) -> None:
        if self.is_open:
            transaction.set_rollback(True)
            self.atom.__exit__(None, None, None)

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        self.data = data
        self.is_wild = data.draw(st.sampled_from([False, False, False, True]))
        stage = data.draw(st.sampled_from(sorted(self.cast.stages)))
        self.case_id, self.at = self.cast.at(stage)
        self.atom.__enter__()
        self.is_open, self.state = True, self.case.state
        self.print = footprint()

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    @property
    def today(self) -> date:
        return localdate(self.at)

    def do(
        self,
        verb: Callable[..., Any],
        *args: Any,
        who: str,
        right: str,
        slug: str = "",
        typed: Row | None = None,
        **facts: Any,
    ) -> bool:
        """Do it by verb or by page. It works and may be committed, or is refused and leaves
        nothing behind.

        ``slug``: its act on the page of the case. There ``facts`` are typed into the fields of
        the same names, unless ``typed`` says what is typed instead.
        """
        name, doer = verb.__name__, who or right
        at = facts.pop("at", self.at)
        way = "verb"
        if self._goes_by_page(name, slug):
            way = "page"
            desk = Desk(self.cast.host, self.cast.people[doer], at)
            refusal = self._by_page(desk, slug, args[0], facts if typed is None else typed)
        else:
            refusal = self._by_verb(verb, *args, by=self.cast.people[doer], at=at, **facts)
        note(f"  {name} by {doer} ({way}) on {self.today}: {refusal or 'done'}")
        if refusal:
            self.require_untouched(name, refusal)
            self.cast.refusals[refusal] += 1
            if way == "page":
                self.cast.refused_by_page[slug] += 1
            return False
        again = self._said_before(name, args, facts)
        self._was_done(name, slug if way == "page" and not again else "")
        return True

    def _said_before(self, *said: Any) -> bool:
        """The very same words once more are a second click, which may change nothing."""
        again = repr(said) in self.said
        self.said.add(repr(said))
        return again

    def _goes_by_page(self, name: str, slug: str) -> bool:
        if slug not in BY_SLUG:
            self.cast.without_page[name] += 1
            return False
        return bool(self.data.draw(st.sampled_from((True, True, True, False))))

    def _by_verb(self, verb: Callable[..., Any], *args: Any, **facts: Any) -> str:
        try:
            verb(*args, **facts)
        except Refusal as refusal:
            return refusal.code
        return ""

    def _by_page(self, desk: Desk, slug: str, pk: int, told: Mapping[str, Any]) -> str:
        act, case = BY_SLUG[slug], self.case
        row = None if act.rows is None else act.row_of(case, pk)
        path = act.url(case, row)
        shown = desk.open(path)
        self._only_signed_in()
        if shown is None:
            return desk.force(path, told)
        return desk.send(path, shown, told)

    def _only_signed_in(self) -> None:
        """To come in and to open a page changes nothing but when that person was last seen."""
        now = footprint()
        changed = {table for table, held in now.items() if held != self.print[table]}
        assert changed <= {"accounts_user"}, f"opening a page changed {changed}"
        self.print = now

    def _was_done(self, name: str, slug: str) -> None:
        speak_now()
        before, self.print, self.moved = self.print, footprint(), True
        assert not slug or before != self.print, f"the page {slug} said done and did nothing"
        self.cast.done[name] += 1
        if slug:
            self.cast.done_by_page[slug] += 1
        self.state = self.case.state
        self.cast.reached.add(self.state)
        self.at += timedelta(seconds=1)  # what was known when is told apart by the moment
        note(f"    {self.state}")

    def require_untouched(self, name: str, code: str) -> None:
        assert footprint() == self.print, f"{code} of {name} left something behind"

    def on_the_side(self, change: Callable[[], Any]) -> None:
        """What no person does: the printer, a task of the night. It changes rows and may commit."""
        change()
        speak_now()
        self.print, self.moved, self.state = footprint(), True, self.case.state

    @rule(days=st.sampled_from([0, 1, 1, 2, 5, 8, 8, 20]), hours=st.integers(0, 3))
    def time_passes(self, days: int, hours: int) -> None:
        self.at += timedelta(days=days, hours=hours, minutes=1)

    @invariant()
    def guards_hold(self) -> None:
        if self.moved and self.is_open:
            guards.hold()
            guards_after.hold(self.case_id, self.today)
            self.moved = False


# Moves of the other half of a case's life would all be refused: only a wild example tries them.
soon = precondition(lambda self: self.is_wild or self.state not in LATE)
late = precondition(lambda self: self.is_wild or self.state in LATE)
