"""Old events go with their deliveries and tries; what somebody still waits for stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.errors import EventsSwept
from messaging.models import Attempt, Delivery, Event, Message
from messaging.rules import kept_since
from messaging.services import pause_endpoint, replay, retire_endpoint, retry_delivery, sweep_events
from messaging.services.outbox import spread
from messaging.states import EventKind
from policies.services import seed_parameters, set_parameter
from tests.factories.accounts import UserFactory
from tests.factories.messaging import an_endpoint, an_event
from tests.times import NOON

KEPT = timedelta(days=190)


def later(kept=KEPT):
    """A minute after what happens now has been kept long enough."""
    return timezone.now() + kept + timedelta(minutes=1)


def positions():
    return list(Event.objects.order_by("position").values_list("position", flat=True))


@pytest.fixture
def taken(endpoint, send):
    """Three events that the endpoint took a moment ago."""
    for _ in range(3):
        an_event(at=timezone.now())
    send()
    return endpoint


def test_what_everybody_took_goes_and_the_newest_stays(taken):
    assert sweep_events(at=later() - timedelta(days=1)) == 0

    assert sweep_events(at=later()) == 2
    assert sweep_events(at=later()) == 0

    assert positions() == [3]
    assert (Delivery.objects.count(), Attempt.objects.count()) == (1, 1)


def test_positions_go_on_after_a_sweep(taken):
    sweep_events(at=later())

    an_event()
    spread(at=NOON)

    assert positions() == [3, 4]


def test_more_than_one_batch(county):
    kind, subject = EventKind.INSTITUTION_MOVED, "institution/1"
    Event.objects.bulk_create(
        Event(kind=kind, subject=subject, at=NOON, position=number) for number in range(1, 1202)
    )

    assert sweep_events(at=NOON + KEPT + KEPT) == 1200


def test_what_a_paused_endpoint_awaits_stays_whoever_else_took_it(taken, receiver, send):
    admin = taken.registered_by
    other, _ = an_endpoint(url=receiver.url, by=admin)
    pause_endpoint(other.pk, reason="对方检修", by=admin, at=timezone.now())
    for _ in range(2):
        an_event(at=timezone.now())
    send()

    assert sweep_events(at=later()) == 3

    assert positions() == [4, 5]
    assert other.deliveries.filter(state="waiting").count() == 2


def test_what_waits_of_nobody_yet_in_the_outbox_stays(county):
    an_event()

    assert sweep_events(at=NOON + KEPT + KEPT) == 0


def test_what_was_given_up_stays_for_the_keeping_time(county):
    admin = UserFactory(security_administrator=True)
    endpoint, _ = an_endpoint(by=admin)
    for _ in range(2):
        an_event(at=NOON)
    spread(at=NOON)
    given_up = NOON + KEPT
    retire_endpoint(endpoint.pk, by=admin, at=given_up)

    assert sweep_events(at=given_up + timedelta(days=1)) == 0
    assert sweep_events(at=given_up + KEPT + timedelta(days=1)) == 1


def test_what_was_tried_of_late_stays(taken):
    Attempt.objects.filter(delivery__position=1).update(at=timezone.now() + KEPT)

    sweep_events(at=later())

    assert positions() == [1, 3]


def test_what_a_person_put_in_line_again_stays(taken):
    first = Delivery.objects.get(position=1)
    retry_delivery(first.pk, by=taken.registered_by, at=timezone.now())

    sweep_events(at=later())

    assert positions() == [1, 3]


def test_messages_to_people_stay(taken, send):
    message = Message.objects.create(
        receiver=UserFactory(), event=Event.objects.get(position=1), title="一条消息", at=NOON
    )

    sweep_events(at=later())

    message.refresh_from_db()
    assert message.event is None


def test_a_replay_that_would_leave_out_swept_events_is_refused(taken):
    told = {"by": taken.registered_by, "at": timezone.now()}
    sweep_events(at=later())

    with pytest.raises(EventsSwept, match="请从序号2起") as refused:
        replay(taken.pk, after=1, **told)
    assert refused.value.code == "events_swept"
    assert not Delivery.objects.filter(state="waiting").exists()

    assert replay(taken.pk, after=2, **told) == 1
    assert replay(taken.pk, after=3, **told) == 0


def test_a_gap_counts_whatever_was_left_below_it(taken):
    Attempt.objects.filter(delivery__position=1).update(at=timezone.now() + KEPT)
    sweep_events(at=later())

    with pytest.raises(EventsSwept, match="到序号2为止"):
        replay(taken.pk, after=0, by=taken.registered_by, at=timezone.now())


def test_a_county_may_keep_them_longer(taken):
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)
    told = {"by": UserFactory(system_administrator=True), "at": NOON, "source": "本县规定"}
    set_parameter("keeping.event_days", 400, NOON.date(), **told)

    assert sweep_events(at=later()) == 0
    assert sweep_events(at=later(timedelta(days=400))) == 2


def test_six_months_are_kept_whatever_a_county_says():
    assert NOON - kept_since(NOON, 3) == timedelta(days=184)
    assert NOON - kept_since(NOON, 190) == KEPT
