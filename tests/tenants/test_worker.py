"""A real worker: everything is done once, also when it is killed, and what cannot be is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tenants import work_desk
from tenants.models import County, Work
from tests.committed import committed_county
from tests.tenants import chores
from tests.tenants.rabbit import is_installed, rabbit
from tests.tenants.worker import asking_the_broker, using_rabbit, wait_until, working

pytestmark = pytest.mark.race


@pytest.fixture(scope="module", params=["redis", pytest.param("rabbit", marks=pytest.mark.slow)])
def broker(request, tmp_path_factory) -> Iterator[dict[str, str]]:
    """What a worker must be told of the broker: nothing of Redis, the address of RabbitMQ."""
    if request.param == "redis":
        yield {}
        return
    if not is_installed():
        pytest.skip("script/setup --image rabbit installs RabbitMQ")
    with rabbit(tmp_path_factory.mktemp("rabbit")) as url, using_rabbit(url):
        yield {"YUJIAN_BROKER_URL": url}


@pytest.fixture(scope="module")
def place(broker, django_db_setup, django_db_blocker) -> Iterator[County]:
    with (
        django_db_blocker.unblock(),
        committed_county("999961") as county,
        asking_the_broker(),
        working(**broker),
    ):
        yield county


@pytest.fixture
def path(place, django_db_blocker, tmp_path) -> Iterator[str]:
    with django_db_blocker.unblock():
        yield str(tmp_path / "lines")
        Work.objects.all().delete()


def lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").split("\n")[:-1] if Path(path).exists() else []


def until_nothing_waits(count: int = 0) -> None:
    wait_until(lambda: Work.objects.count() == count, "nothing waits")


def test_what_is_asked_for_is_done_once_in_its_county(path):
    with transaction.atomic():
        for number in range(7):
            chores.chore.delay_on_commit(path=path, text=str(number))
        assert lines(path) == []
    until_nothing_waits()

    assert sorted(lines(path)) == [f"c999961 {number}" for number in range(7)]


def test_what_was_rolled_back_was_never_asked_for(path):
    with transaction.atomic():
        chores.chore.delay_on_commit(path=path, text="never")
        transaction.set_rollback(True)

    assert Work.objects.count() == 0
    chores.chore.delay(path=path, text="next")
    until_nothing_waits()
    assert lines(path) == ["c999961 next"]


def test_one_is_enough_while_it_waits(path):
    Work.objects.bulk_create(_busy() for _ in range(2))  # the county's share is taken
    for _ in range(4):
        chores.one_is_enough.delay_on_commit(path=path)
    assert Work.objects.filter(task="tests.one_is_enough").count() == 1


def _busy() -> Work:
    now = timezone.now()
    return Work(
        schema="c999961", queue="default", task="tests.chore", state="running",
        asked_at=now, started_at=now, limit_s=60,
    )  # fmt: skip


def test_a_failure_is_set_aside_without_its_words_and_retried_by_a_person(path):
    chores.failing.delay(path=path)
    wait_until(lambda: Work.objects.filter(state="set_aside").exists(), "it is set aside")
    row = Work.objects.get()
    assert row.trouble == "RuntimeError"

    Path(path).touch()
    work_desk.retry(row.pk, at=timezone.now(), by="ops")
    until_nothing_waits()

    assert lines(path) == ["c999961 mended"]


def test_a_task_that_kills_its_process_is_begun_again(path):
    chores.killing.delay(path=path, times=1)
    until_nothing_waits()

    assert lines(path) == ["c999961 begun", "c999961 begun", "c999961 done"]


def test_one_that_kills_every_time_is_set_aside(path):
    chores.killing.delay(path=path, times=99)
    wait_until(lambda: Work.objects.filter(state="set_aside").exists(), "it is set aside")
    chores.chore.delay(path=path, text="after")
    until_nothing_waits(1)

    assert lines(path) == ["c999961 begun"] * 3 + ["c999961 after"]
    assert Work.objects.get().trouble == "开始3次都没有结束"


def test_a_retry_keeps_its_place_and_its_county(path):
    chores.trying.delay(path=path)
    until_nothing_waits()

    assert lines(path) == [f"c999961 try {number}" for number in range(3)]


def test_progress_is_seen_while_it_runs(path):
    chores.lasting.delay(path=path)
    wait_until(lambda: lines(path) != [], "it is half done")
    row = Work.objects.get()

    assert (row.state, row.done, row.total) == ("running", 3, 7)
    until_nothing_waits()
