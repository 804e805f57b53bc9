"""One account driven through verbs that crash and are tried again, beside the model of it.

``do`` says how a verb must end. Now and then an exception is thrown before one of the verb's
statements: then what its transactions had not finished is gone, and the verb is called again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from accounts.models import User
from audit.models import AuditEvent
from common.clock import localdate
from common.errors import Refusal
from funds.models import Alert, Book, Contract, Entry, FundAccount, Lesson, PaymentOrder
from funds.queries import balance_as_booked, balance_as_valued, books_of
from funds.verification import troubles
from tests.cases.driving.footprint import footprint, speak_now
from tests.funds.histories.alarms import Alarms
from tests.funds.histories.model import Model
from tests.times import NOON

MOST_STATEMENTS = 40
ROOMS = "^(funds|documents|audit)_"
IN_PARTS = ("book_lines", "deem_lessons", "watch_accounts")


class Crash(Exception):
    """The process died here."""


@dataclass
class Cast:
    """Who acts, on which account; what was done and refused, for whoever reads the run."""

    account: FundAccount
    people: list[User]
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    crashed: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)


@contextmanager
def dying(at_statement: int):
    """The statement with this number, and none before it, is never sent."""
    left = at_statement

    def maybe(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Crash
        return execute(*args)

    with connection.execute_wrapper(maybe):
        yield


class Driver(RuleBasedStateMachine):
    """Begins with an account of no money; the example is rolled back at its end."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.is_open = False
        self.at = NOON
        self.model = Model()
        self.alarms = Alarms(self.model)
        self.serial = 0
        self.watched_on: date | None = None

    def teardown(self) -> None:
        if self.is_open:
            transaction.set_rollback(True)
            self.atom.__exit__(None, None, None)

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        self.data = data
        self.atom.__enter__()
        self.is_open = True

    @property
    def account(self) -> int:
        key: int = self.cast.account.pk
        return key

    @property
    def today(self) -> date:
        return localdate(self.at)

    def number(self, word: str) -> str:
        self.serial += 1
        return f"{word}{self.serial:04d}"

    def one_of(self, things: list[Any]) -> Any:
        """One of them, or None when there is none: the rule then does nothing."""
        return self.data.draw(st.sampled_from(things)) if things else None

    def do(self, expected: str, verb: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        """Do it, dying once or not at all, and hold how it ended against what was expected."""
        self.at += timedelta(minutes=1)
        facts = {"by": self.cast.people[0], "at": self.at} | facts
        if facts["by"] is None:
            del facts["by"]
        if self.data.draw(st.integers(0, 3)) == 0:
            self._die_in(verb, *args, **facts)
        found, result = self._call(verb, *args, **facts)
        note(f"  {verb.__name__} on {self.today}: {found or 'done'}")
        assert found == expected, (
            f"{verb.__name__}: {found or 'done'} instead of {expected or 'done'}"
        )
        (self.cast.refused if found else self.cast.done)[found or verb.__name__] += 1
        return result

    def _call(self, verb: Callable[..., Any], *args: Any, **facts: Any) -> tuple[str, Any]:
        try:
            with transaction.atomic():
                return "", verb(*args, **facts)
        except Refusal as refusal:
            return refusal.code, None

    def _die_in(self, verb: Callable[..., Any], *args: Any, **facts: Any) -> None:
        """Verbs of several transactions keep what they had finished: only then they go on."""
        place = self.data.draw(st.integers(1, MOST_STATEMENTS))
        whole = verb.__name__ not in IN_PARTS
        before = footprint(ROOMS) if whole else {}
        try:
            with transaction.atomic() if whole else nullcontext(), dying(place):
                verb(*args, **facts)
                raise Crash  # after the last statement, before the commit
        except Refusal:
            pass
        except Crash:
            self.cast.crashed[verb.__name__] += 1
        if whole:
            assert footprint(ROOMS) == before, (
                f"{verb.__name__} died at {place}, not without a trace"
            )

    @invariant()
    def books_say_what_happened(self) -> None:
        if not self.is_open:
            return
        speak_now()
        held = books_of(self.cast.account)
        told = {(one.code, one.contract_id): one.balance_fen for one in held if one.balance_fen}
        assert told == self.model.sums()
        assert sum(told.values()) == 0
        booked = [one for one in self.model.lines[: self.model.taken] if one.entry]
        by_hand = [one for one in self.model.entries if one.source[0] == "decision"]
        came = sum(one.amount for one in booked if one.entry and one.entry.stands)
        came += sum(one.legs.get(("bank", None), 0) for one in by_hand)
        assert told.get(("bank", None), 0) == came
        assert troubles() == []

    @invariant()
    def rows_say_what_happened(self) -> None:
        if not self.is_open:
            return
        model = self.model
        kinds = (
            Entry.objects.filter(account=self.account).order_by("no").values_list("kind", flat=True)
        )
        assert list(kinds) == [one.kind for one in model.entries]
        history = AuditEvent.objects.filter(kind="fund_entry.book", facts__account=self.account)
        assert history.count() == len(model.entries)
        for table, known in (
            (Contract, model.contracts),
            (Lesson, model.lessons),
            (PaymentOrder, model.orders),
        ):
            states = dict(table.objects.values_list("pk", "state"))
            assert {one.pk: states.get(one.pk) for one in known} == {
                one.pk: one.state for one in known
            }

    @invariant()
    def alerts_are_those_that_must_be(self) -> None:
        if not self.is_open:
            return
        found = Alert.objects.filter(account=self.account).order_by("pk")
        told = [
            (one.rule, one.opened_on, one.seen_on, one.amount_fen, one.worst_fen, one.state)
            for one in found
        ]
        assert sorted(told) == sorted(one.says for one in self.alarms.all)

    @invariant()
    def the_past_stays_known(self) -> None:
        """What the bank book held at a moment and on a day, against adding up again."""
        if not self.is_open or not self.model.entries:
            return
        bank = Book.objects.filter(account=self.account, code="bank").first()
        if bank is None:
            return
        back = self.data.draw(st.integers(0, 6))
        moment, day = self.at - timedelta(days=back), self.today - timedelta(days=back)
        entries = self.model.entries
        known = [one.legs.get(("bank", None), 0) for one in entries if one.booked_at <= moment]
        counting = [one.legs.get(("bank", None), 0) for one in entries if one.on <= day]
        assert balance_as_booked(bank, moment) == sum(known)
        assert balance_as_valued(bank, day) == sum(counting)
