"""The doors of messaging, each run twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Attempt, Event, Sending
from messaging.services import set_contact
from messaging.services.outbox import spread
from messaging.tasks import fetch_receipts, relay, send_messages, sweep_events
from tests.factories.accounts import UserFactory
from tests.factories.messaging import a_message, an_event
from tests.messaging.doubles import gateway
from tests.times import NOON


def test_relay_twice_calls_once(endpoint, receiver):
    an_event(at=timezone.now())

    relay()
    relay()

    assert len(receiver.ids) == 1
    assert Attempt.objects.count() == 1


@pytest.fixture
def chat(county, settings):
    with gateway() as double:
        settings.YUJIAN_CHAT_URL, settings.YUJIAN_CHAT_TOKEN = double.url, double.token
        yield double


def test_send_messages_and_fetch_receipts_twice_have_one_effect(chat):
    user = UserFactory()
    set_contact("chat", "lihua", by=user, at=NOON)
    a_message(user)
    send_messages()
    send_messages()
    assert chat.calls == 1

    chat.told = [{"ref": "g1", "kind": "read", "at": NOON.isoformat()}, {"ref": "g1"}, "odd"]
    fetch_receipts()
    fetch_receipts()

    row = Sending.objects.get(channel="chat")
    assert (row.state, row.receipts.count()) == ("delivered", 2)


def test_an_event_asks_for_its_relay_once_per_transaction(endpoint, receiver, commits):
    with commits():
        an_event()
        an_event()

    assert len(receiver.ids) == 2


def test_sweep_events_twice_takes_the_old_ones_once(county):
    for _ in range(2):
        an_event(at=timezone.now() - timedelta(days=3650))
    fresh = an_event(at=timezone.now())
    spread(at=timezone.now())

    sweep_events()
    sweep_events()

    assert list(Event.objects.all()) == [fresh]
