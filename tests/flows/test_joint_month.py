"""A month of joint work with a market regulation that has read the public documentation.

Its program asks, accepts, answers, gives back, reports revoked licences, loses its line in the
middle of a call, is killed, and comes back; in the end both sides' books say the same.

    YUJIAN_MONTH_SEED: which things happen when; printed.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from assignments.models import Assignment
from common.clock import CHINA
from exchange.models import RegistryEvent
from institutions.models import Institution
from messaging.models import Delivery
from messaging.services import relay
from tests.flows.joint_month.bureau import Bureau
from tests.flows.joint_month.place import Month, StoryClock, a_place
from transfers.models import Transfer

pytestmark = pytest.mark.slow
SEED = os.environ.get("YUJIAN_MONTH_SEED", str(Random().randrange(10**6)))
BEGINS = datetime(2026, 3, 2, 8, 30, tzinfo=CHINA)
DAYS, AFTERWARDS = 30, 5
NIGHT = timedelta(hours=14)


@dataclass
class Story:
    """The month while it goes on, and the partner's books in the end."""

    month: Month
    dice: Random
    troubles: list[str] = field(default_factory=list)
    books: dict[str, Any] = field(default_factory=dict)
    away: int = 0  # how many days more its line is down

    def live(self) -> None:
        bureau = Bureau(self.month.market, Random(f"bureau {SEED}"))
        for no in range(DAYS + AFTERWARDS):
            at = BEGINS + timedelta(days=no)
            self._morning(at)
            if no < DAYS and at.weekday() < 5:
                bureau.work(self.month.clock())
            self._day(no)
            self._deliver(at + NIGHT)
        self.books = self.month.program.ask(books=True)

    def _morning(self, at: datetime) -> None:
        self.month.clock.set(at)
        self.month.program.ask(morning=at.isoformat(), line=not self.away)
        relay(clock=timezone.now)

    def _day(self, no: int) -> None:
        """Mostly it works; now and then its line breaks, for days, or somebody pulls the plug."""
        self.away = max(0, self.away - 1)
        falls = self.dice.random() if no < DAYS else 1.0
        if self.away:
            return
        if falls < 0.2:
            self.away = self.dice.choice([0, 1, 2])
            told = self.month.program.ask(work=self.dice.randint(0, 25), line=not self.away)
            self.troubles.append("cut" if not told["done"] else "cut too late")
        elif falls < 0.35:
            self._pull_the_plug()
        else:
            assert self.month.program.ask(work=None) == {"done": True}

    def _pull_the_plug(self) -> None:
        self.month.program.tell(work=None)
        time.sleep(self.dice.uniform(0.02, 0.6))
        self.month.program.kill()
        self.month.program.start()
        self.troubles.append("killed")

    def _deliver(self, at: datetime) -> None:
        """What its receiver did not take is called again in the evening."""
        self.month.clock.set(at)
        self.month.program.ask(morning=at.isoformat(), line=not self.away)
        relay(clock=timezone.now)


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Story]:
    print(f"\nmonth: YUJIAN_MONTH_SEED={SEED}", flush=True)
    patch = pytest.MonkeyPatch()
    clock, folder = StoryClock(BEGINS - timedelta(days=1)), tmp_path_factory.mktemp("market")
    with django_db_blocker.unblock(), patch.context() as changed:
        changed.setattr(timezone, "now", clock)
        changed.setattr("django.conf.settings.YUJIAN_WEBHOOK_NETWORKS", ["127.0.0.1/32"])
        with a_place("999909", clock, folder, SEED) as month:
            told = Story(month, Random(f"line {SEED}"))
            told.live()
            counts = {name: len(told.books[name]) for name in ("assignment", "transfer", "event")}
            print(f"month: {counts}, {told.troubles}, {told.books['counts']}", flush=True)
            yield told


def _ours(name: str, row: Any) -> Any:
    """A row of ours as the API tells that member of it."""
    return {
        "asked_of": lambda: row.asked_of.code,
        "answer_outcome": lambda: row.answer_outcome or None,
    }.get(name, lambda: getattr(row, name))()


def _books_agree(told: list[dict[str, Any]], rows: Any, names: tuple[str, ...]) -> None:
    theirs = {one["id"]: [one[name] for name in names] for one in told}
    ours = {row.pk: [_ours(name, row) for name in names] for row in rows}
    assert theirs == ours != {}


def test_there_was_much_to_do_and_trouble_enough(story):
    assert len(story.books["assignment"]) > DAYS / 2
    assert {"cut", "killed"} <= set(story.troubles)
    assert story.books["counts"]["letters"] > 0


def test_the_books_of_both_sides_agree(story):
    market = story.month.market.department
    asked = Assignment.objects.filter(asked_of=market) | Assignment.objects.filter(
        asked_by__department=market
    )
    names = ("state", "asked_of", "answer_outcome", "answer_text", "close_reason")
    _books_agree(story.books["assignment"], asked, names)
    names = ("state", "number_of_theirs", "result", "return_reason", "receipt_signer")
    _books_agree(story.books["transfer"], Transfer.objects.filter(receiver=market), names)
    names = ("reference", "kind", "state", "handled_how")
    _books_agree(story.books["event"], RegistryEvent.objects.all(), names)
    names = ("state", "name", "credit_code")
    _books_agree(story.books["institution"], Institution.objects.all(), names)


def test_nothing_is_left_open(story):
    assert story.books["pending"] == {}
    open_ones = [one for one in story.books["assignment"] if one["state"] in ("asked", "accepted")]
    assert [one for one in open_ones if one["asked_of"] == "samr"] == []
    assert not Delivery.objects.filter(state="waiting").exists()


def test_each_report_is_there_once_and_a_revoked_one_runs_no_more(story):
    references = [one["reference"] for one in story.books["event"]]
    assert len(references) == len(set(references)) > DAYS / 2
    ended = Institution.objects.filter(state__in=("revoked", "ended"))
    revoked = [one for one in story.books["event"] if one["kind"] == "revoked"]
    assert {row.credit_code for row in ended} <= {one["credit_code"] for one in revoked}
    assert ended.exists()


def test_who_changed_his_mind_was_told_that_the_answer_stands(story):
    refused = [tuple(one) for one in story.books["refusals"]]

    assert {code for name, _, code in refused if name == "answer"} == {"wrong_state"}
    for name, key, _ in refused:
        if name == "answer":
            assert Assignment.objects.get(pk=key).answer_outcome != "no_problem"


def test_every_webhook_came_in_order_of_its_subject(story):
    rows = Delivery.objects.filter(endpoint=story.month.endpoint).select_related("event")
    wanted, came = defaultdict(list), defaultdict(list)
    for row in rows.order_by("event__position"):
        wanted[row.subject].append([str(row.event.uid), row.event.kind])
    for uid, kind, subject, _ in story.books["hooks"]:
        came[subject].append([uid, kind])

    assert came == wanted != {}
