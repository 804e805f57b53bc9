"""Which alerts an account must have, found anew each night from everything that happened.

Movements: each movement of the bank is judged once, on the first night after it was booked, as
one of its own day. Balances: at the end of each day. One alert is open for a rule; it goes on
while the figures meet the rule, keeps the worst, and ends by the figures or by a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from tests.funds.histories.model import Model, Posted

MINIMUM = 100_000
SHARE = 10  # per cent of the balance before, beyond which a payment is large
MULTIPLE = 2  # what may leave in a month, as so many times the minimum


@dataclass
class Alarm:
    rule: str
    opened_on: date
    seen_on: date
    amount: int
    worst: int
    state: str = "open"
    by_person: bool = False

    @property
    def says(self) -> tuple[str, date, date, int, int, str]:
        return self.rule, self.opened_on, self.seen_on, self.amount, self.worst, self.state


@dataclass
class Alarms:
    model: Model
    all: list[Alarm] = field(default_factory=list)
    judged: set[tuple[str, str]] = field(default_factory=set)

    def open(self, rule: str) -> Alarm | None:
        return next((one for one in self.all if one.rule == rule and one.state == "open"), None)

    def night(self, day: date) -> None:
        """The end of ``day``."""
        for rule, amount in self._level(day).items():
            standing = self.open(rule)
            if amount > 0 and not self._closed_for(rule, day, amount):
                self._see(rule, amount, day)
            elif amount <= 0 and standing and day >= standing.seen_on:
                standing.state = "closed"
        for on, amount in self._large():
            self._see("large_movement", amount, on)

    def _closed_for(self, rule: str, day: date, amount: int) -> bool:
        if self.open(rule):
            return False
        mine = [one for one in self.all if one.rule == rule and one.by_person]
        return any(one.seen_on >= day and one.worst >= amount for one in mine)

    def _see(self, rule: str, amount: int, day: date) -> None:
        alarm = self.open(rule)
        if alarm is None:
            alarm = Alarm(rule, day, day, amount, amount)
            self.all.append(alarm)
        alarm.seen_on = max(alarm.seen_on, day)
        alarm.amount, alarm.worst = amount, max(alarm.worst, amount)

    def _level(self, day: date) -> dict[str, int]:
        """How far each rule on balances is met at the end of a day; nothing or less: not at all."""
        known = [one for one in self.model.entries if one.on <= day]
        balance = sum(one.legs.get(("bank", None), 0) for one in known)
        left = [one for one in self._moves() if one.on <= day]
        left = [one for one in left if (one.on.year, one.on.month) == (day.year, day.month)]
        outflow = -sum(min(0, one.legs[("bank", None)]) for one in left)
        told = [one for one in self.model.lines[: self.model.taken] if one.on <= day]
        apart = abs(balance - told[-1].balance) if told else 0
        return {
            "below_minimum": MINIMUM - balance,
            "monthly_outflow": outflow - MINIMUM * MULTIPLE,
            "mismatch": apart,
        }

    def _moves(self) -> list[Posted]:
        return [one for one in self.model.entries if one.stands and ("bank", None) in one.legs]

    def _large(self) -> list[tuple[date, int]]:
        """Of each day the largest of the movements that nobody judged yet, if one was large."""
        fresh = [one for one in self._moves() if one.source not in self.judged]
        self.judged |= {one.source for one in fresh}
        large = []
        for entry in sorted(fresh, key=lambda one: (one.on, one.no)):
            amount = entry.legs[("bank", None)]
            before = self.model.entries[: entry.no - 1]
            was = sum(one.legs.get(("bank", None), 0) for one in before)
            if amount < 0 and -amount * 100 > was * SHARE:
                large.append((entry.on, -amount))
        days = groupby(large, key=lambda one: one[0])
        return [(on, max(amount for _, amount in some)) for on, some in days]
