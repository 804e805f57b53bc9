"""django-hordak in an environment and a database of its own, beside our posting.

Its transfers go through its own API, each in a transaction, as its guide has it. The package is
no dependency of ours: it is installed into ``.local`` when this measurement runs, or the row is
told as not measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from script.lib.place import ROOT
from script.lib.postgres import Postgres

VERSION = "2.0.0"
WANTED = ("Django==5.2.19", "psycopg[binary]==3.3.9", f"django-hordak=={VERSION}")
FOLDER = ROOT / ".local" / "hordak"
DATABASE = "yujian_bench_hordak"
APPS = ("contenttypes", "auth")


@contextmanager
def running(accounts: int) -> Iterator[Callable[[int], float]]:
    """A process that answers a number of transfers with the seconds they took."""
    server = Postgres()
    server.drop_database(DATABASE)
    server.create_database(DATABASE)
    settings = connection.settings_dict
    given = {key: str(settings[key]) for key in ("HOST", "PORT", "USER", "PASSWORD")}
    environ = {**os.environ, **{f"HORDAK_{key}": value for key, value in given.items()}}
    command = [str(_python()), "-P", __file__, str(accounts)]
    process = subprocess.Popen(
        command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    asked, answers = process.stdin, process.stdout
    assert asked is not None
    assert answers is not None

    def transfers(count: int) -> float:
        print(count, file=asked, flush=True)
        return float(answers.readline())

    try:
        assert answers.readline() == "ready\n", "django-hordak did not start"
        yield transfers
    finally:
        asked.close()
        process.wait(30)
        server.drop_database(DATABASE)


def _python() -> Path:
    python = FOLDER / "bin" / "python"
    if not (FOLDER / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *WANTED], check=True)
        (FOLDER / "done").touch()
    return python


def _serve(accounts: int) -> None:
    """Inside the other environment: nothing of ours is imported there."""
    import time  # noqa: PLC0415 -- the inner process only
    from random import Random  # noqa: PLC0415

    _set_django_up()
    from django.db import transaction  # noqa: PLC0415 -- after setup
    from hordak.models import Account  # type: ignore[import-not-found]  # noqa: PLC0415
    from moneyed import Money  # type: ignore[import-not-found]  # noqa: PLC0415

    rows = [
        Account.objects.create(name=f"n{place}", code=f"{place}", type=kind, currencies=["CNY"])
        for place in range(accounts)
        for kind in ("AS" if place % 2 else "LI",)
    ]
    dice, amount = Random(1), Money(1, "CNY")
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        for _ in range(int(line)):
            with transaction.atomic():
                dice.choice(rows).transfer_to(dice.choice(rows), amount)
        print(time.perf_counter() - began, flush=True)


def _set_django_up() -> None:
    import django  # noqa: PLC0415 -- of the other environment
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    given = {key: os.environ[f"HORDAK_{key}"] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    settings.configure(
        DATABASES={
            "default": {"ENGINE": "django.db.backends.postgresql", "NAME": DATABASE, **given}
        },
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "mptt", "hordak"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        CURRENCIES=("CNY",),
        DEFAULT_CURRENCY="CNY",
    )
    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
