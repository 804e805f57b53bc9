"""The line: each county's share, nothing lost, nothing begun twice, and holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from config.celery import app
from console.health import waiting_in_broker
from tenants import work, work_desk
from tenants.errors import WorkGone
from tenants.models import CountyEvent, Work
from tests.tenants.chores import chore
from tests.tenants.worker import asking_the_broker, empty_broker, without_broker
from tests.times import NOON

LANE = ("c999901", "default")


@pytest.fixture(autouse=True)
def share_of_two(county, settings):
    settings.YUJIAN_COUNTY_SHARE = 2
    with asking_the_broker():
        yield


def asked(text="x", schema="c999901") -> Work:
    kwargs = {"path": "/nowhere", "text": text}
    return work.ask(work.Asked(schema, "default", chore.name, kwargs, {}, 60))


def states() -> list[str]:
    return list(Work.objects.values_list("state", flat=True))


def in_broker() -> int:
    return waiting_in_broker()["default"]


def test_a_county_has_no_more_than_its_share_in_the_broker():
    for _ in range(5):
        asked()

    assert [work.dispatch(*LANE), work.dispatch(*LANE)] == [2, 0]

    assert states() == ["sent", "sent", "waiting", "waiting", "waiting"]
    assert in_broker() == 2


def test_another_county_has_its_own():
    for schema in ("c999901",) * 5 + ("c999902",):
        asked(schema=schema)

    assert [work.dispatch(*LANE), work.dispatch("c999902", "default")] == [2, 1]


def test_the_next_comes_when_one_is_done():
    first, *_ = [asked() for _ in range(4)]
    work.dispatch(*LANE)
    assert work.begin(first.uid, redelivered=False)

    work.end(first.uid)

    assert states() == ["sent", "sent", "waiting"]
    work.end(first.uid)
    assert states() == ["sent", "sent", "waiting"]


def test_what_is_in_other_hands_or_done_is_not_begun():
    row = asked()
    work.dispatch(*LANE)
    assert work.begin(row.uid, redelivered=False)

    assert not work.begin(row.uid, redelivered=False)
    assert work.begin(row.uid, redelivered=True)
    work.end(row.uid)
    assert not work.begin(row.uid, redelivered=True)


def test_what_never_ends_is_set_aside_and_lets_others_pass():
    bad, *_ = [asked() for _ in range(3)]
    work.dispatch(*LANE)
    for _ in range(3):
        assert work.begin(bad.uid, redelivered=True)

    assert not work.begin(bad.uid, redelivered=True)

    bad.refresh_from_db()
    assert (bad.state, bad.trouble) == ("set_aside", "开始3次都没有结束")
    assert states() == ["set_aside", "sent", "sent"]


def test_what_the_broker_forgot_is_sent_again():
    asked()
    work.dispatch(*LANE)
    empty_broker()
    assert work.look_after() == 0

    Work.objects.update(sent_at=Now() - timedelta(minutes=6))

    assert work.look_after() == 1
    assert in_broker() == 1


def test_what_a_dead_worker_held_is_sent_again_after_its_limit():
    row = asked()
    work.dispatch(*LANE)
    work.begin(row.uid, redelivered=False)
    Work.objects.update(started_at=Now() - timedelta(seconds=100))
    assert work.look_after() == 0

    Work.objects.update(started_at=Now() - timedelta(seconds=130))

    assert work.look_after() == 1


def test_what_is_tried_again_later_takes_no_share():
    first, second, *_ = [asked() for _ in range(4)]
    work.dispatch(*LANE)
    for row in (first, second):
        work.begin(row.uid, redelivered=False)
        work.put_off(row.uid, 60)

    assert work.dispatch(*LANE) == 2
    assert work.look_after() == 0


def test_a_broker_that_is_away_leaves_it_waiting():
    asked()

    with without_broker(), pytest.raises(OperationalError):
        work.dispatch(*LANE)

    assert states() == ["waiting"]
    assert work.dispatch(*LANE) == 1


def test_paused_nothing_is_begun_and_nothing_lost(county):
    asked()
    work_desk.hold(county, "paused", reason="迁移", at=NOON, by="ops")

    assert work.dispatch(*LANE) == 0
    assert work.look_after() == 0
    work_desk.release(county, at=NOON, by="ops")

    assert states() == ["sent"]
    # Only those of this test: real commits of others stay, since nothing of them may be deleted.
    told = CountyEvent.objects.filter(county_code=county.code).order_by("pk")
    assert [event.kind for event in told] == [
        "work.paused",
        "work.released",
    ]


def test_drained_what_was_asked_before_is_worked_off(county):
    asked()
    work_desk.hold(county, "drained", reason="收尾", at=NOON, by="ops")
    asked()

    assert work.dispatch(*LANE) == 1
    assert states() == ["sent", "waiting"]


def test_set_aside_it_is_retried_or_given_up_once():
    first, second = asked(), asked()
    for row in (first, second):
        work.set_aside(row.uid, "RuntimeError")

    work_desk.retry(first.pk, at=NOON, by="ops")
    work_desk.discard(second.pk, at=NOON, by="ops")

    assert states() == ["sent"]
    for gone in (first, second):
        with pytest.raises(WorkGone):
            work_desk.discard(gone.pk, at=NOON, by="ops")


def test_the_page_counts_by_queue_and_county(county):
    for _ in range(3):
        asked()
    work.dispatch(*LANE)

    (line,) = [one for one in work_desk.queue_lines(["default", "scans"]) if one.waiting]
    (one,) = work_desk.county_works()

    assert (line.queue, line.waiting, line.sent, line.running) == ("default", 1, 2, 0)
    assert (one.county, one.waiting, one.in_hand) == (county, 1, 2)


def test_every_task_of_the_house_can_be_sent_with_its_limits():
    """Celery asks when it sends: a soft limit above a task's own hard one would refuse it."""
    soft = app.conf.task_soft_time_limit

    odd = [
        name
        for name, task in app.tasks.items()
        if (task.soft_time_limit or soft or 0) > (task.time_limit or app.conf.task_time_limit)
    ]

    assert odd == []
