"""Runs topics, each in a process and a database of its own: ``python -m bench.run [--json] …``.

A row that cannot be measured is named and the others go on; the exit code is then 1. A row
below its reach is no failure of the command: it is what the table is for.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

from script.lib.postgres import Postgres

HERE = Path(__file__).parent
NOT_TOPICS = {"__init__", "harness", "run"}
DRILLS = {"hundreds"}  # no rows but facts, told as they come; run by name only


def topics() -> list[str]:
    return sorted(
        path.stem
        for path in HERE.glob("*.py")
        if path.stem not in NOT_TOPICS | DRILLS and not path.stem.startswith("_")
    )


def main(arguments: list[str]) -> int:
    """Without names: all topics. ``--inside NAME`` is this command's own second half."""
    as_json = "--json" in arguments
    names = [word for word in arguments if not word.startswith("--")] or topics()
    if "--inside" in arguments:
        return measure(names[0], as_json=as_json)
    odd = [name for name in names if name not in {*topics(), *DRILLS}]
    if odd:
        known = " ".join([*topics(), *sorted(DRILLS)])
        print(f"error: There is no bench/{odd[0]}.py; one of: {known}.")
        return 2
    if not as_json:
        print(_line("what", "ours", "against", "ratio", "reach", ""))
    return max([in_own_database(name, as_json=as_json) for name in names], default=0)


def in_own_database(name: str, *, as_json: bool) -> int:
    """An empty database for the topic, and the topic in a process of its own."""
    server, database = Postgres(), f"yujian_bench_{name}"
    server.drop_database(database)
    server.create_database(database)
    environ = os.environ | {"YUJIAN_DB_NAME": database}
    command = [sys.executable, "-P", "-m", "bench.run", "--inside", name]
    try:
        return subprocess.call(command + ["--json"] * as_json, env=environ)
    finally:
        server.drop_database(database)


def measure(name: str, *, as_json: bool) -> int:
    """All rows of one topic, or the facts of a drill, printed as they come."""
    from bench.harness import ROWS  # noqa: PLC0415 -- only the inner process needs Django

    _set_django_up()
    topic = importlib.import_module(f"bench.{name}")
    if name in DRILLS:
        for fact, value in topic.drill():
            told = json.dumps({"name": fact, "value": value}, ensure_ascii=False)
            print(told if as_json else f"{fact:<52} {value}", flush=True)
        return 0
    failed = 0
    for row in ROWS:
        try:
            figure = row.measure()
        except Exception as trouble:
            failed = 1
            print(f"error: {name}: {row.name}: {trouble!r}", file=sys.stderr)
            continue
        _tell(figure, as_json=as_json)
    return failed


def _set_django_up() -> None:
    """Every topic finds the public schema ready and makes the counties that it needs."""
    import django  # noqa: PLC0415 -- only the inner process needs Django

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup

    call_command("migrate_schemas", schema_name="public", interactive=False, verbosity=0)


def _tell(figure: object, *, as_json: bool) -> None:
    told = figure.as_json()
    if as_json:
        print(json.dumps(told, ensure_ascii=False), flush=True)
        return
    verdict = "reached" if told["reached"] else "SHORT"
    columns = [told[key] for key in ("name", "ours", "against")]
    print(_line(*columns, f"{told['ratio']:.2f}", told["reach"], verdict), flush=True)
    for fact, value in told["facts"].items():
        print(f"    {fact}: {value}", flush=True)


def _line(what: str, ours: str, against: str, ratio: str, reach: str, verdict: str) -> str:
    return f"{what:<52} {ours:>11} {against:>11} {ratio:>9}  {reach:<13} {verdict}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
