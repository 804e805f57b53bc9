"""Workers are killed at any instruction while events come: each has its effect once, in order.

    script/test --slow tests/messaging/test_killed.py

YUJIAN_CHAOS_SEED: when they are killed; printed.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from messaging.models import Delivery, Event
from messaging.tasks import relay
from tenants.models import County, Work
from tenants.work import look_after
from tests.committed import committed_county
from tests.factories.institutions import InstitutionFactory
from tests.factories.messaging import an_endpoint, an_event
from tests.messaging.receiver import Receiver, receiving
from tests.tenants.worker import asking_the_broker, wait_until, working

pytestmark = [pytest.mark.slow, pytest.mark.race]
SEED = os.environ.get("YUJIAN_CHAOS_SEED", str(Random().randrange(10**6)))
DEATHS = 6
EACH = 30
NETWORKS = "127.0.0.1/32"


@pytest.fixture
def place(django_db_setup, django_db_blocker, settings) -> Iterator[County]:
    settings.YUJIAN_WEBHOOK_NETWORKS = [NETWORKS]
    with (
        django_db_blocker.unblock(),
        committed_county("999962") as county,
        asking_the_broker(),
    ):
        yield county


def test_every_event_has_its_effect_once_and_in_order(place):
    print(f"\nkilled: YUJIAN_CHAOS_SEED={SEED}", flush=True)
    dice = Random(SEED)
    with receiving(hangs_s=0.02) as receiver:
        _, receiver.secret = an_endpoint(url=receiver.url)
        subjects = [InstitutionFactory() for _ in range(8)]
        for _ in range(DEATHS):
            with working(YUJIAN_WEBHOOK_NETWORKS=NETWORKS):
                for _ in range(EACH):
                    an_event(dice.choice(subjects), at=timezone.now())
                    time.sleep(dice.uniform(0, 0.02))
                time.sleep(dice.uniform(0, 0.5))
        with working(YUJIAN_WEBHOOK_NETWORKS=NETWORKS):
            wait_until(all_delivered, "everything is delivered", 120)

    check(receiver)


def all_delivered() -> bool:
    """What dead workers held is free, as if its time were over; then it goes on."""
    past = Now() - timedelta(hours=1)
    Delivery.objects.filter(state="waiting").update(leased_until=past)
    Work.objects.exclude(state="waiting").update(started_at=past, sent_at=past)
    look_after()
    relay.delay()
    time.sleep(1)
    waiting = Delivery.objects.filter(state="waiting").exists()
    return not waiting and not Event.objects.filter(position=None).exists()


def check(receiver: Receiver) -> None:
    ids = [str(uid) for uid in Event.objects.values_list("uid", flat=True)]
    print(f"killed: {len(receiver.ids)} calls for {len(ids)} events", flush=True)
    assert sorted(receiver.effects) == sorted(ids)
    assert len(ids) == DEATHS * EACH
    by_subject = defaultdict(list)
    for body in receiver.bodies:
        by_subject[body["data"]["subject"]].append(body["data"]["cursor"])
    for cursors in by_subject.values():
        first_times = list(dict.fromkeys(cursors))
        assert first_times == sorted(first_times)
