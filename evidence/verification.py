"""Is every original what it was when it came, and does each day's list still say so?

Reads every file once, so it takes as long as the disk does; changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from common import timestamps
from common.clock import CHINA, localdate
from common.errors import Refusal, TimeStampWrong
from evidence import manifest
from evidence.models import Manifest, Original, Paper, Signature
from tenants.current import county

KEPT = 20  # troubles told in words; the others are counted
PATIENCE = timedelta(days=2)  # for the night's task

Progress = Callable[[int, int], None]
Lines = dict[int, dict[str, Any]]


@dataclass(slots=True)
class Verdict:
    """What a check found. ``troubles`` are sentences, first the files, then the lists."""

    originals: int = 0
    manifests: int = 0
    stamps: int = 0
    trouble_count: int = 0
    troubles: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return self.trouble_count == 0

    def add(self, sentence: str) -> None:
        self.trouble_count += 1
        if len(self.troubles) < KEPT:
            self.troubles.append(sentence)


def verify(*, at: datetime, progress: Progress = lambda done, total: None) -> Verdict:
    """Check all evidence of the current county against its files, lists and stamps."""
    verdict = Verdict()
    _check_files(verdict, progress)
    _check_lists(verdict)
    _check_unlisted(verdict, at)
    return verdict


def _check_files(verdict: Verdict, progress: Progress) -> None:
    rows = Original.objects.select_related("file").order_by("pk")
    total = rows.count()
    for original in rows.iterator(chunk_size=500):
        try:
            _ = original.file.content
        except Refusal:
            where = f"检查{original.visit_id}的{original}"
            verdict.add(f"{where}：文件丢失或与校验值 {original.file.sha256[:16]} 不符。")
        verdict.originals += 1
        if verdict.originals % 500 == 0:
            progress(verdict.originals, total)
    progress(verdict.originals, total)


def _check_lists(verdict: Verdict) -> None:
    before = ""
    for made in Manifest.objects.select_related("file").order_by("day"):
        verdict.manifests += 1
        try:
            content = made.file.content
        except Refusal:
            verdict.add(f"{made}：清单文件丢失或已被改动。")
        else:
            _check_list(verdict, made, content, before)
            _check_stamps(verdict, made, content)
        before = made.file.sha256


def _check_list(verdict: Verdict, made: Manifest, content: bytes, before: str) -> None:
    body = json.loads(content)
    if (body["previous"], body["county"], body["day"]) != (
        before,
        county().code,
        made.day.isoformat(),
    ):
        verdict.add(f"{made}：与前一日的清单接不上，中间的清单被删除或者调换。")
    _compare(verdict, made, "原件", _by_key(body["originals"]), _rows_of(made, Original))
    _compare(verdict, made, "签名", _by_key(body["signatures"]), _rows_of(made, Signature))
    _compare(verdict, made, "文书", _by_key(body["papers"]), _rows_of(made, Paper))


def _by_key(lines: list[dict[str, Any]]) -> Lines:
    return {line["id"]: line for line in lines}


def _rows_of(made: Manifest, model: type[Any]) -> Lines:
    """What the rows that stand on a list say today."""
    rows = model.objects.filter(manifest_entry__manifest=made)
    if model is Original:
        return {row.pk: manifest.line_of_original(row) for row in rows.select_related("file")}
    line = manifest.line_of_signature if model is Signature else manifest.line_of_paper
    return {row.pk: line(row) for row in rows}


def _compare(verdict: Verdict, made: Manifest, what: str, said: Lines, now: Lines) -> None:
    for key in sorted(said.keys() | now.keys()):
        if key not in now:
            verdict.add(f"{made}：{what}{key}列在清单上，现已不在库中。")
        elif key not in said:
            verdict.add(f"{made}：{what}{key}不在清单文件上，是事后添加的。")
        elif json.loads(json.dumps(now[key])) != said[key]:
            names = "、".join(name for name in said[key] if said[key][name] != now[key].get(name))
            verdict.add(f"{made}：{what}{key}在列入清单之后被改动（{names}）。")


def _check_stamps(verdict: Verdict, made: Manifest, content: bytes) -> None:
    if not timestamps.can_be_checked():
        return
    for stamp in made.stamps.all():
        try:
            held = timestamps.check(bytes(stamp.token), content)
        except TimeStampWrong as refusal:
            verdict.add(f"{made}：时间戳核验不通过，{refusal.facts['reason']}。")
            continue
        verdict.stamps += 1
        if held.at != stamp.stamped_at:
            shown = held.at.astimezone(CHINA)
            verdict.add(f"{made}：库中记的盖戳时间与时间戳所载（{shown:%Y-%m-%d %H:%M:%S}）不同。")


def _check_unlisted(verdict: Verdict, at: datetime) -> None:
    old = Original.objects.filter(manifest_entry__isnull=True, kept_at__lt=at - PATIENCE).count()
    if old:
        verdict.add(f"有 {old} 份两天前存入的原件不在任何一日的清单上，请检查定时任务。")
    bare = Manifest.objects.unstamped().count()
    if bare and timestamps.is_configured():
        verdict.remarks.append(f"有 {bare} 份清单尚未盖时间戳，系统将继续请求。")
    if not timestamps.is_configured() and verdict.manifests:
        verdict.remarks.append("没有设置 YUJIAN_TSA_URL，清单不盖时间戳。")
    stamped = Manifest.objects.exclude(stamps__isnull=True).exists()
    if stamped and not timestamps.can_be_checked():
        verdict.remarks.append("没有设置 YUJIAN_TSA_ROOTS，时间戳未予核验。")
    waiting = Original.objects.filter(manifest_entry__isnull=True).count() - old
    if waiting:
        today = localdate(at)
        verdict.remarks.append(f"{waiting} 份原件等待列入清单（{today:%Y-%m-%d} 核验）。")
