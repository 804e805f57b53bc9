"""Webhooks: signed by the specification, in order, at least once, and every call in the log."""

from datetime import timedelta

from django.utils import timezone

from messaging.models import Attempt, Delivery, Endpoint, Event, Message
from messaging.services import relay, replay, rotate_secret
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.messaging import an_endpoint, an_event
from tests.messaging.receiver import receiving
from tests.times import NOON

MINUTE = timedelta(minutes=1)
DAYS_4 = timedelta(days=4)


def test_an_event_reaches_its_receiver_signed_and_is_in_the_log(endpoint, receiver, send):
    event = an_event(InstitutionFactory(pk=17))

    assert send() == 1

    data = {"state": "running", "county": "999901", "subject": "institution/17", "cursor": 1}
    assert receiver.bodies == [
        {"type": "institution.moved", "timestamp": NOON.isoformat(), "data": data}
    ]
    assert receiver.ids == [str(event.uid)]
    tried = Attempt.objects.get()
    assert (tried.status, tried.trouble) == (204, "")
    assert tried.delivery.state == "delivered"


def test_sending_twice_sends_once(endpoint, receiver, send):
    an_event()

    assert [send(), send()] == [1, 0]

    assert len(receiver.ids) == 1


def test_only_what_it_listens_to_and_what_concerns_its_department(county, receiver, send):
    other, _ = an_endpoint(url=receiver.url, name="另一个", kinds=["notice.issued"])
    fire, _ = an_endpoint(url=receiver.url)
    an_event()
    an_event(only_for=[fire.department_id])
    an_event(only_for=[fire.department_id + 1])
    an_event(only_for=[])

    send()

    assert list(fire.deliveries.values_list("position", flat=True)) == [2, 1]
    assert not other.deliveries.exists()


def test_a_later_event_of_a_subject_waits_for_the_earlier(endpoint, receiver, send):
    one, other = InstitutionFactory(pk=1), InstitutionFactory(pk=2)
    receiver.answers = [500, 204]
    an_event(one)
    an_event(one)
    send()
    an_event(other)
    send()

    assert [body["data"]["subject"] for body in receiver.bodies] == ["institution/2"]
    assert Delivery.objects.filter(state="waiting").count() == 2
    Delivery.objects.update(next_at=timezone.now())
    send()
    assert [body["data"]["cursor"] for body in receiver.bodies] == [3, 1, 2]


def test_the_same_words_at_every_try_and_a_longer_wait_each_time(endpoint, receiver, send):
    receiver.answers = [500, 500, 204]
    an_event()
    waits = []

    for _ in range(3):
        before = timezone.now()
        send()
        waits.append((Delivery.objects.get().next_at - before).total_seconds())
        Delivery.objects.filter(state="waiting").update(next_at=before)

    assert 4 <= waits[0] <= 7
    assert 240 <= waits[1] <= 361
    assert len(receiver.ids) == 1
    assert list(Attempt.objects.values_list("status", flat=True)) == [204, 500, 500]


def test_what_only_one_event_meets_is_set_aside_and_told(endpoint, receiver, send):
    admin = UserFactory(security_administrator=True)
    receiver.answers = [422]
    an_event()
    send()
    Delivery.objects.update(attempts=9, next_at=NOON)
    Endpoint.objects.update(failing_since=None)

    send()
    send()

    assert Delivery.objects.get(event__kind="institution.moved").state == "set_aside"
    message = Message.objects.get(receiver=admin)
    assert (message.title, message.link) == ("一条推送已搁置", f"/endpoints/{endpoint.pk}/")


def test_a_dead_endpoint_is_disabled_told_and_keeps_what_waits(endpoint, receiver, send):
    admin = UserFactory(security_administrator=True)
    receiver.answers = [503]
    an_event()
    send()

    send(DAYS_4)
    send(DAYS_4)

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.why_stopped) == ("disabled", "连续三天没有一次推送成功")
    assert Delivery.objects.get().state == "waiting"
    assert Message.objects.get(receiver=admin).title == "一个推送地址已停用"


def test_gone_disables_at_once(endpoint, receiver, send):
    receiver.answers = [410]
    an_event()

    send()

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.why_stopped) == (
        "disabled",
        "对方答复此地址已永久停用（410）",
    )


def test_an_endpoint_that_is_away_is_left_alone_and_others_go_on(county, receiver, send):
    an_endpoint(url="http://127.0.0.1:9/", name="不在")
    an_endpoint(url=receiver.url)
    for _ in range(40):
        an_event()

    send()

    away = Attempt.objects.filter(delivery__endpoint__name="不在")
    assert len(receiver.ids) == 40
    assert 1 <= away.count() <= 16
    assert {row.trouble for row in away} == {"connect"}
    assert send() == 0


def test_retry_after_is_heard_up_to_an_hour(endpoint, receiver, send):
    receiver.answers, receiver.headers = [429], {"Retry-After": "999999"}
    an_event()

    send()

    endpoint.refresh_from_db()
    wait = (endpoint.quiet_until - timezone.now()).total_seconds()
    assert 3500 < wait <= 3600


def test_after_a_rotation_both_secrets_verify_for_a_day(endpoint, receiver, send):
    new = rotate_secret(endpoint.pk, by=endpoint.registered_by, at=timezone.now())
    an_event()
    send()
    receiver.secret = new
    an_event()
    send()
    assert len(receiver.ids) == 2

    old, receiver.secret = receiver.secret, "whsec_" + "A" * 43 + "="
    an_event()
    send()
    assert len(receiver.ids) == 2
    assert Attempt.objects.first().status == 401
    assert old != receiver.secret


def test_replay_from_a_cursor_sends_the_same_ids_again(endpoint, receiver, send):
    for _ in range(3):
        an_event()
    send()

    assert replay(endpoint.pk, after=1, by=endpoint.registered_by, at=timezone.now()) == 2
    send()

    assert len(receiver.ids) == 5
    assert len(receiver.effects) == 3
    assert set(receiver.ids[3:]) <= set(receiver.ids[:3])


def test_an_old_webhook_that_somebody_plays_again_is_refused_by_the_library(endpoint, receiver):
    an_event()

    relay(clock=lambda: timezone.now() - timedelta(minutes=6))

    assert receiver.ids == []
    assert Attempt.objects.get().status == 401


def test_a_clock_an_hour_ahead_is_tried_again_quietly(endpoint, receiver, send):
    an_event()

    send(timedelta(hours=1))
    assert receiver.ids == []
    send(timedelta(0))

    assert receiver.ids == []  # put off by the fast clock
    Delivery.objects.filter(state="waiting").update(next_at=NOON)
    send()
    assert len(receiver.ids) == 1


def test_a_worker_that_died_with_it_in_hand_is_followed_by_another(endpoint, receiver, send):
    an_event()
    send()
    Delivery.objects.update(
        state="waiting",
        delivered_at=None,
        lease="12345678-1234-5678-1234-567812345678",
        leased_until=timezone.now() + MINUTE,
    )
    assert send() == 0

    Delivery.objects.update(leased_until=timezone.now() - MINUTE)
    assert send() == 1

    assert len(receiver.ids) == 2
    assert len(receiver.effects) == 1


def test_positions_have_no_gaps_and_are_given_once(endpoint, send):
    for _ in range(3):
        an_event()
    send()
    an_event()
    send()

    assert list(Event.objects.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_sixteen_calls_go_at_once(county, loopback, send):
    with receiving(hangs_s=0.05) as receiver:
        _, receiver.secret = an_endpoint(url=receiver.url)
        for _ in range(32):
            an_event()
        send()

    assert len(receiver.ids) == 32
    assert receiver.most_at_once > 8
