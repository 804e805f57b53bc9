"""Phones come home: 500 visits with six photos of 200 kB each, over sockets into two workers.

Ours: every call asks who the phone is, every byte is hashed, every signature checked, every part
lies on the disk before it is acknowledged. Against: a bare view that writes a phone's very calls
(headers and bodies to the byte, the same turns, as many phones at once) to the same disk, under
the same server with as many workers. It forces each file and its name to the disk, because that
is what ours promises of a visit; earlier it was sent smaller entries without headers and left
the names to chance. ``YUJIAN_BENCH_PHONES`` makes it smaller on a busy machine.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench._phones import (
    Socket,
    calls_of,
    officers,
    ready_phones,
    send_all,
    send_bare,
    visits,
)
from bench._registry import county_with
from bench.harness import Sides, at_least, at_most, row
from field import blobs
from field.models import FieldEntry, FieldRecord
from field.services import register_device
from script.lib.broker import free_port
from tests.field.phone import Chain, Phone

PHONES = int(os.environ.get("YUJIAN_BENCH_PHONES", "500"))
ROUNDS = 5  # each with a fifth of the phones
PATIENCE_S = 60
Pair = tuple[Phone, Chain]


@row(f"{PHONES} phones send a visit with six photos of 200 kB", reach=at_least(0.5))
def send() -> Iterator[Sides]:
    with _two_servers("990801") as (ours, bare, people):
        took_s: list[float] = []
        pairs = ready_phones(PHONES, lambda _: Socket(ours, "990801.test", took_s=took_s), people)
        batch = len(pairs) // ROUNDS
        calls = calls_of(pairs[0])
        left = iter(range(0, len(pairs), batch))
        yield Sides(
            ours=lambda: send_all(_slice(pairs, next(left), batch)),
            against=lambda: send_bare(bare, calls, batch),
            rounds=ROUNDS,
            warm_up=False,
            facts=lambda: _proof(pairs) | _spread(took_s),
        )


@row(f"{PHONES} phones, one in ten connections cut, beside none", reach=at_most(3))
def send_with_cuts() -> Iterator[Sides]:
    with _two_servers("990802") as (ours, _bare, people):
        cut = ready_phones(PHONES, lambda no: _cutting(ours, no), people)
        whole = ready_phones(PHONES, lambda _: Socket(ours, "990802.test"), people)
        yield Sides(
            ours=lambda: send_all(cut),
            against=lambda: send_all(whole),
            rounds=1,
            warm_up=False,
            facts=lambda: _proof([*cut, *whole]),
        )


@row("the day's work again on the phone, beside the first time", reach=at_most(1))
def pack() -> Iterator[Sides]:
    with _two_servers("990803") as (ours, _bare, people):
        visits(200, people)
        phone = Phone(Socket(ours, "990803.test"), seed=1)
        phone.token = register_device("手机", phone.jwk, by=people[0], at=timezone.now()).token
        wire: dict[str, int] = {}
        yield Sides(
            ours=lambda: _open_again(phone, wire),
            against=lambda: _open_first(phone, wire),
            rounds=3,
            facts=lambda: {name: f"{size / 1000:.1f} kB" for name, size in wire.items()},
        )


def _cutting(port: int, no: int) -> Socket:
    line = Socket(port, "990802.test", cuts=1)
    line.chance.seed(no)
    return line


def _slice(pairs: list[Pair], begins: int, batch: int) -> list[Pair]:
    return pairs[begins : begins + batch]


def _proof(pairs: list[Pair]) -> dict[str, object]:
    """What the server holds is what the phones hold, bit for bit, once."""
    for _phone, chain in pairs:
        rows = FieldEntry.objects.filter(chain__key=chain.key).order_by("seq")
        told = [(one["text"], one["sig"]) for one in chain.entries]
        assert list(rows.values_list("text", "signature")) == told
        assert all(blobs.whole(name).read_bytes() == data for name, data in chain.blobs.items())
        assert FieldRecord.objects.get(chain__key=chain.key).head == chain.head
    assert FieldRecord.objects.count() == len(pairs)
    return {"visits held, equal bit for bit, each once": len(pairs)}


def _spread(took_s: list[float]) -> dict[str, object]:
    return {"p95 of a call": f"{statistics.quantiles(took_s, n=20)[-1] * 1000:.0f} ms"}


def _open_first(phone: Phone, wire: dict[str, int]) -> None:
    headers = {"Accept-Encoding": "gzip"}
    index = phone.call("GET", "pack/", headers=headers)
    sections = _plain(index.body)["sections"].values()
    answers = [phone.call("GET", f"pack/{one['sha256']}/", headers=headers) for one in sections]
    assert {answer.status for answer in answers} == {200}
    wire["first time, headers included"] = sum(map(_size, [index, *answers]))
    phone.pack_tag = index.headers["etag"]  # type: ignore[attr-defined]  # ours for the next time


def _open_again(phone: Phone, wire: dict[str, int]) -> None:
    if not hasattr(phone, "pack_tag"):
        _open_first(phone, wire)
    answer = phone.call("GET", "pack/", headers={"If-None-Match": phone.pack_tag})
    assert answer.status == 304, answer.status
    wire["second time, headers included"] = _size(answer)
    assert wire["first time, headers included"] < 300_000
    assert wire["second time, headers included"] < 5_000


def _plain(body: bytes) -> dict:
    return json.loads(gzip.decompress(body))


def _size(answer) -> int:
    return len(answer.body) + sum(
        len(name) + len(value) + 4 for name, value in answer.headers.items()
    )


@contextmanager
def _two_servers(code: str) -> Iterator[tuple[int, int, list]]:
    """The project and the bare view on one disk, and a county with 200 institutions."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(dir=settings.YUJIAN_LOCAL_DIR))
        )
        os.environ["YUJIAN_FILES_DIR"] = str(folder)
        settings.YUJIAN_FILES_DIR = folder
        county_with(code, 200, sites=True)
        people = officers()
        ours = stack.enter_context(
            _server("bench._field_app", "config.wsgi", folder / "ours.log", f"{code}.test")
        )
        bare = stack.enter_context(
            _server("bench._field_bare", "bench._field_bare_wsgi", folder / "bare.log", "bare.test")
        )
        yield ours, bare, people
        connection.set_schema_to_public()


@contextmanager
def _server(module: str, wsgi: str, log: Path, host: str) -> Iterator[int]:
    """Two sync workers with these settings; yields the port."""
    port = free_port()
    command = [sys.executable, "-P", "-m", "gunicorn", wsgi, "--workers=2"]
    command += [f"--bind=127.0.0.1:{port}", "--worker-class=sync", "--no-control-socket"]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": module}
    with log.open("w") as lines:
        process = subprocess.Popen(command, env=environ, stdout=lines, stderr=lines)
    try:
        _wait_for(port, host, log)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _wait_for(port: int, host: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/field/api/pack/", headers={"Host": host}
    )
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=30):  # noqa: S310 -- our own
                return
        except urllib.error.HTTPError as answer:
            if answer.code in (204, 401):
                return
            raise RuntimeError(log.read_text()[-2000:]) from answer
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(log.read_text()[-2000:]) from None
            time.sleep(0.2)
