"""Each trouble is named, in time, and only the machine itself is told."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from console import health
from console.models import CountyPulse, Heartbeat
from tenants.models import CountyEvent

NOW = timezone.now()


@pytest.fixture
def well(counties):
    """Everything that runs by itself has just run."""
    connection.set_schema_to_public()
    now = timezone.now()
    for name in ("scheduler", "worker"):
        Heartbeat.objects.create(name=name, at=now)
    for county in counties:
        CountyPulse.objects.create(
            county_code=county.code, at=now, sealed_at=now, waiting_papers=0, stopped_papers=0
        )
    CountyEvent.objects.create(county_code="", kind="platform.back_up", at=now)


def answer(name: str) -> tuple[bool, str]:
    """In this thread and its transaction: the probe's own would not see the test's rows."""
    return health.PROBES[name]()


@pytest.mark.parametrize("name", health.PROBES)
def test_a_platform_that_is_well_says_so(well, name):
    assert answer(name)[0] is True


LONG_AGO = NOW - timedelta(days=3)


@pytest.mark.parametrize(
    ("name", "model", "fields", "words"),
    [
        ("定时调度", Heartbeat, {"at": LONG_AGO}, "最近一次在 3 天前"),
        ("任务进程", Heartbeat, {"at": LONG_AGO}, "最近一次在 3 天前"),
        ("各县上报", CountyPulse, {"at": LONG_AGO}, "2 个县近半小时没有上报：999901、999902"),
        ("历史封存", CountyPulse, {"sealed_at": None}, "2 个县的历史封存落后：999901、999902"),
        (
            "待印文书",
            CountyPulse,
            {"waiting_papers": 2, "oldest_waiting_at": LONG_AGO},
            "4 份待印，其中 0 份印制受阻，最早批准于 3 天前",
        ),
    ],
)
def test_what_is_late_is_named(well, name, model, fields, words):
    model.objects.update(**fields)

    assert answer(name) == (False, words)


def test_a_back_up_of_last_week_is_late(counties):
    connection.set_schema_to_public()
    assert answer("备份") == (False, "还没有备份过")

    CountyEvent.objects.create(county_code="", kind="platform.back_up", at=LONG_AGO)

    assert answer("备份") == (False, "最近一次在 3 天前")


def test_a_jump_of_the_clock_is_shown_for_a_day(well):
    Heartbeat.objects.create(name="clock", at=timezone.now(), note="-3600 s")

    assert answer("时钟") == (False, "时钟在 0 秒前跳动过 -3600 s")


def test_a_font_that_is_gone_is_trouble(well, settings, tmp_path):
    settings.YUJIAN_FONTS_DIR = tmp_path

    found = health._find("字体")

    assert (found.is_well, found.words) == (False, "查不到（FontMissing）")


def test_what_hangs_is_given_up_in_time(well, monkeypatch):
    monkeypatch.setattr(health, "TIMEOUT_S", 0.05)
    monkeypatch.setitem(health.PROBES, "Redis", lambda: (time.sleep(0.5), ""))

    found = health._find("Redis")

    assert (found.is_well, found.words) == (False, "0.05 秒内没有回答")


def test_the_oldest_waiting_work_is_timed_by_its_own_header(well):
    message = json.dumps({"headers": {"yujian_sent": time.time() - 700}}).encode()

    assert health._age_s(message) == pytest.approx(700, abs=5)
    assert health._age_s(None) == 0.0


def asked(**headers) -> int:
    return Client(HTTP_HOST="127.0.0.1").get("/health/details", **headers).status_code


@pytest.fixture
def quick(counties, monkeypatch):
    monkeypatch.setattr(health, "PROBES", {"好": lambda: (True, "好")})


def test_the_machine_itself_is_told(quick):
    told = Client(HTTP_HOST="127.0.0.1:8000").get("/health/details")

    assert (told.status_code, told.json()["health"]) == (200, "ok")
    assert [one["name"] for one in told.json()["findings"]] == ["好"]


def test_trouble_answers_503(quick, monkeypatch):
    monkeypatch.setattr(health, "PROBES", {"坏": lambda: (False, "坏")})

    assert asked() == 503


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_HOST": "999901.test"},
    ],
)
def test_nobody_else_is_told(quick, headers):
    assert asked(**headers) in (302, 404)
