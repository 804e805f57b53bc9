"""What is wrong: one finding per question, each asked in time, all at once.

A finding that is not well says what a person should look at. Nothing here reads a county: what
counties are behind with, they pushed themselves (console.models.CountyPulse).
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway
from redis import Redis

from common.probes import ask
from console.models import CountyPulse, Heartbeat
from documents.rendering import require_fonts
from tenants.migrating import counties_behind
from tenants.models import County, CountyEvent, CountyState
from tenants.work_desk import queue_lines

TIMEOUT_S = 4.0
LATE_BEAT = timedelta(minutes=5)
LATE_PULSE = timedelta(minutes=30)
LATE_PAPER = timedelta(minutes=30)
LATE_SEAL = timedelta(minutes=30)
LATE_BACK_UP = timedelta(hours=26)
LATE_WORK_S = 600
LEAST_FREE = 0.05
LEAST_FREE_BYTES = 2**30
MOST_SKEW_S = 5
JUMP_SHOWN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One question and its answer, in words for an operator."""

    name: str
    is_well: bool
    words: str
    took_ms: float = 0.0


Probe = Callable[[], tuple[bool, str]]


def examine() -> list[Finding]:
    """All questions, in a fixed order. Takes little longer than the slowest may."""
    with ThreadPoolExecutor(len(PROBES)) as pool:
        return list(pool.map(_find, PROBES))


def _find(name: str) -> Finding:
    start = time.perf_counter()
    try:
        is_well, words = ask(name, lambda: _closing(PROBES[name]), timeout_s=TIMEOUT_S)
    except TimeoutError:
        is_well, words = False, f"{TIMEOUT_S:g} 秒内没有回答"
    except Exception as trouble:
        # The kind only: what a driver says may hold addresses and passwords.
        is_well, words = False, f"查不到（{type(trouble).__name__}）"
    return Finding(name, is_well, words, round((time.perf_counter() - start) * 1000, 1))


def _closing(probe: Probe) -> tuple[bool, str]:
    """Each question has a thread, and each thread a connection of its own."""
    try:
        return probe()
    finally:
        connection.close()


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('transaction_read_only'), pg_is_in_recovery(),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
        )
        read_only, is_standby, sessions = cursor.fetchone()
    if read_only == "on" or is_standby:
        return False, "只读，不能保存"
    return True, f"正常，{sessions} 个会话"


def _migrations() -> tuple[bool, str]:
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- slow to load

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    behind = counties_behind()
    if plan or behind:
        return False, f"公共库落后 {len(plan)} 个版本，{len(behind)} 个县落后"
    return True, "公共库和各县都是最新版本"


def _redis() -> tuple[bool, str]:
    client = _cache_client() if settings.YUJIAN_IS_RABBIT else _broker()
    info: dict[str, Any] = client.info("memory")
    return True, f"正常，占用 {info['used_memory_human']}"


def _cache_client() -> Any:
    return Redis.from_url(settings.CACHES["default"]["LOCATION"], socket_timeout=2)


def _queue() -> tuple[bool, str]:
    waiting, lines = _in_broker(), queue_lines(settings.YUJIAN_QUEUES)
    waits = [line.oldest.total_seconds() for line in lines if line.oldest and line.waiting]
    oldest_s = max([_oldest_in_redis_s(), *waits])
    words = "，".join(f"{name} {count} 件" for name, count in waiting.items())
    if oldest_s:
        words += f"，最早的已等 {oldest_s:.0f} 秒"
    if aside := sum(line.set_aside for line in lines):
        words += f"，{aside} 件已搁置"
    return oldest_s <= LATE_WORK_S and not aside, words


def waiting_in_broker() -> dict[str, int] | None:
    """Queue -> messages that no worker has taken yet; None when the broker does not answer."""
    broker = current_app.connection_for_read()
    away: tuple[type[BaseException], ...] = (
        *broker.connection_errors,
        *broker.channel_errors,
        BrokerAway,
    )
    try:
        return _in_broker()
    except away:
        return None


def _in_broker() -> dict[str, int]:
    with current_app.connection_for_read() as broker:
        return {name: _length(broker.default_channel, name) for name in settings.YUJIAN_QUEUES}


def _length(channel: Any, name: str) -> int:
    """The same question to Redis and to RabbitMQ; neither knows a queue that was never used."""
    if hasattr(channel, "client"):
        return int(channel.client.llen(name))
    return int(channel.queue_declare(name, passive=True).message_count)


def _oldest_in_redis_s() -> float:
    """RabbitMQ shows no message without taking it; there the table tells."""
    if settings.YUJIAN_IS_RABBIT:
        return 0.0
    client = _broker()
    return max((_age_s(client.lindex(name, -1)) for name in settings.YUJIAN_QUEUES), default=0.0)


def _broker() -> Any:
    return current_app.connection_for_read().default_channel.client


def _age_s(message: bytes | None) -> float:
    """How long the message at the end of a queue has waited; 0 for an empty queue."""
    sent_s = json.loads(message)["headers"].get("yujian_sent") if message else None
    return max(0.0, time.time() - sent_s) if sent_s else 0.0


def _beat(name: str, what: str) -> Probe:
    def probe() -> tuple[bool, str]:
        row = Heartbeat.objects.filter(name=name).first()
        if row is None:
            return False, f"{what}还没有运行过"
        late = timezone.now() - row.at
        return late <= LATE_BEAT, f"最近一次在 {_ago(late)}"

    return probe


def _disk() -> tuple[bool, str]:
    usage = shutil.disk_usage(_existing(Path(settings.YUJIAN_FILES_DIR)))
    is_well = usage.free >= max(LEAST_FREE_BYTES, LEAST_FREE * usage.total)
    return is_well, f"剩余 {usage.free / 2**30:.1f} GB（{usage.free / usage.total:.0%}）"


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _clock() -> tuple[bool, str]:
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    skew_s = (theirs - before - (timezone.now() - before) / 2).total_seconds()
    jump = Heartbeat.objects.filter(name="clock", at__gte=before - JUMP_SHOWN).first()
    if abs(skew_s) > MOST_SKEW_S:
        return False, f"与数据库相差 {skew_s:+.0f} 秒"
    if jump is not None:
        return False, f"时钟在 {_ago(before - jump.at)}跳动过 {jump.note}"
    return True, f"与数据库相差 {skew_s:+.2f} 秒"


def _fonts() -> tuple[bool, str]:
    require_fonts()
    return True, "文书字体齐全"


def _counties() -> tuple[bool, str]:
    open_codes = set(County.objects.filter(state=CountyState.OPEN).values_list("code", flat=True))
    fresh = CountyPulse.objects.filter(at__gte=timezone.now() - LATE_PULSE)
    silent = open_codes - set(fresh.values_list("county_code", flat=True))
    if silent:
        return False, f"{len(silent)} 个县近半小时没有上报：{_some(silent)}"
    return True, f"{len(open_codes)} 个县都已上报"


def _papers() -> tuple[bool, str]:
    found = CountyPulse.objects.aggregate(
        count=models.Sum("waiting_papers", default=0),
        stopped=models.Sum("stopped_papers", default=0),
        oldest=models.Min("oldest_waiting_at"),
    )
    words = f"{found['count']} 份待印，其中 {found['stopped']} 份印制受阻"
    if found["oldest"] is None:
        return True, words
    late = timezone.now() - found["oldest"]
    return late <= LATE_PAPER and not found["stopped"], f"{words}，最早批准于 {_ago(late)}"


def _seals() -> tuple[bool, str]:
    now = timezone.now()
    open_codes = County.objects.filter(state=CountyState.OPEN).values("code")
    pulses = CountyPulse.objects.filter(county_code__in=open_codes)
    late = pulses.filter(models.Q(sealed_at__lt=now - LATE_SEAL) | models.Q(sealed_at=None))
    codes = set(late.values_list("county_code", flat=True))
    if codes:
        return False, f"{len(codes)} 个县的历史封存落后：{_some(codes)}"
    return True, "各县历史都已封存"


def _back_up() -> tuple[bool, str]:
    newest = CountyEvent.objects.filter(kind="platform.back_up").order_by("-at").first()
    if newest is None:
        return False, "还没有备份过"
    late = timezone.now() - newest.at
    return late <= LATE_BACK_UP, f"最近一次在 {_ago(late)}"


def _some(codes: set[str]) -> str:
    return "、".join(sorted(codes)[:5]) + ("等" if len(codes) > 5 else "")


def _ago(late: timedelta) -> str:
    seconds = int(late.total_seconds())
    if seconds < 0:
        return f"{-seconds} 秒之后"
    for size, word in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size} {word}前"
    return f"{seconds} 秒前"


def lasting(time: timedelta | None) -> str:
    """How long, as an operator reads it."""
    return _ago(time).removesuffix("前") if time and time.total_seconds() >= 1 else "—"


def seen_at(moment: datetime | None, *, now: datetime) -> str:
    """A moment as an operator reads it: how long ago."""
    return _ago(now - moment) if moment else "—"


PROBES: dict[str, Probe] = {
    "数据库": _database,
    "数据库版本": _migrations,
    "Redis": _redis,
    "任务队列": _queue,
    "定时调度": _beat("scheduler", "定时调度"),
    "任务进程": _beat("worker", "任务进程"),
    "磁盘": _disk,
    "时钟": _clock,
    "字体": _fonts,
    "各县上报": _counties,
    "待印文书": _papers,
    "历史封存": _seals,
    "备份": _back_up,
}
