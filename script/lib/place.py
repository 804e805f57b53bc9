"""Where everything lies, and the environment that Django is started with.

A place is one set of data: the developer's own under ``.local``, or the smoke run's
under ``.local/smoke``. Both use the same PostgreSQL server, but never the same database.
"""

import fcntl
import os
import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from .failure import Failure

ROOT = Path(__file__).resolve().parents[2]

# The port only names the socket file of PostgreSQL, which listens on no network address.
DATABASE_PORT = 54329
REDIS_PORT = 54330
WEB_PORT = 8000
LEAST_FREE_MB = 1024


@dataclass(frozen=True)
class Place:
    """One set of data and the names that keep it apart from the others."""

    name: str
    local: Path
    database: str
    test_database: str = "test_yujian"
    settings: str = "local"
    redis_port: int = REDIS_PORT  # 0: any free one
    redis_database: int = 0

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment; the same for every place."""
        return ROOT / ".local" / "venv" / "bin" / "python"

    @property
    def logins_file(self) -> Path:
        """Where ``open_demonstration`` writes the invented passwords."""
        return self.local / "demonstration-logins.txt"


def place_of_developer() -> Place:
    """The data that ``script/server`` and ``script/manage`` work on."""
    redis_port = port_setting("YUJIAN_REDIS_PORT", REDIS_PORT)
    return Place("developer", ROOT / ".local", database="yujian", redis_port=redis_port)


def place_of_tests() -> Place:
    """The developer's servers, but a Redis number and a test database of its own.

    So a run of script/test doesn't meet a pytest that somebody started by hand.
    """
    return replace(
        place_of_developer(),
        name="test",
        settings="test",
        redis_database=1,
        test_database="test_all",
    )


def place_of_smoke() -> Place:
    """Data of its own for ``script/server --smoke``; thrown away afterwards."""
    return Place("smoke", ROOT / ".local" / "smoke", database="yujian_smoke", redis_port=0)


def prepare(place: Place) -> None:
    """Make the folders of a place, or say in one sentence why that can't be done."""
    check_owner(ROOT / ".local")
    try:
        for folder in (ROOT / ".local", place.local):
            # Readable by all: the database server runs as another user and must pass through.
            folder.mkdir(mode=0o755, exist_ok=True)
        (place.local / "files").mkdir(mode=0o700, exist_ok=True)
        # Whitenoise warns at every start when this is missing, though it reads elsewhere here.
        (place.local / "static").mkdir(exist_ok=True)
    except OSError as error:
        raise Failure(
            f"{error.filename} cannot be made ({error.strerror}); "
            "clone the repository into a folder that you may write to."
        ) from None


def check_owner(local: Path) -> None:
    """Refuse to mix files of two users: the second would fail half way with odd messages."""
    if local.exists() and local.stat().st_uid != os.geteuid():
        raise Failure(
            f"{local} belongs to another user (uid {local.stat().st_uid}, you are "
            f"{os.geteuid()}); run the script as that user, or remove that folder."
        )


def check_free_space(folder: Path) -> None:
    """Refuse to start on a full disk; PostgreSQL would stop in the middle of a write."""
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < LEAST_FREE_MB:
        raise Failure(
            f"The disk that holds {folder} has only {free_mb} MB free; "
            f"free at least {LEAST_FREE_MB} MB and start again."
        )


def secret(place: Place, name: str) -> str:
    """A secret that is made at the first call and kept in the place's ``env`` file."""
    path = place.local / "env"
    path.touch(mode=0o600)
    with path.open("r+") as file:
        # Two first starts at once must agree on one value.
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = dict(line.split("=", 1) for line in file.read().splitlines() if "=" in line)
        if name not in kept:
            kept[name] = secrets.token_urlsafe(48)
            file.write(f"{name}={kept[name]}\n")
    return kept[name]


def port_setting(name: str, default: int) -> int:
    """A port from the environment, checked."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not 1024 <= int(value) <= 65535:
        raise Failure(f"{name}={value} is not a port; give a number from 1024 to 65535.")
    return int(value)


def environment(place: Place, redis_port: int) -> dict[str, str]:
    """What Django and Celery are started with.

    Values that belong to the place win over what the shell holds: a shell that was set up
    for one clone must not lead another clone's scripts to the first one's data.
    """
    redis = f"127.0.0.1:{redis_port}/{place.redis_database}"
    return os.environ | {
        "YUJIAN_ENV": place.settings,
        "YUJIAN_SECRET_KEY": secret(place, "YUJIAN_SECRET_KEY"),
        "YUJIAN_FIELD_KEYS": secret(place, "YUJIAN_FIELD_KEYS"),
        "YUJIAN_DB_NAME": place.database,
        "YUJIAN_TEST_DB": place.test_database,
        "YUJIAN_DB_USER": "yujian",
        "YUJIAN_DB_PASSWORD": "",
        "YUJIAN_DB_HOST": str(ROOT / ".local" / "postgres" / "run"),
        "YUJIAN_DB_PORT": str(DATABASE_PORT),
        "YUJIAN_REDIS_URL": f"redis://:{secret(place, 'YUJIAN_REDIS_PASSWORD')}@{redis}",
        "YUJIAN_LOCAL_DIR": str(place.local),
        "YUJIAN_FILES_DIR": str(place.local / "files"),
        "YUJIAN_FONTS_DIR": str(ROOT / ".local" / "fonts"),
        "YUJIAN_CONSOLE_HOSTS": os.environ.get("YUJIAN_CONSOLE_HOSTS", "console.localhost"),
        "YUJIAN_READABLE_LOGS": os.environ.get("YUJIAN_READABLE_LOGS", "1"),
        "DJANGO_SETTINGS_MODULE": f"config.settings.{place.settings}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{place.python.parent}:{os.environ.get('PATH', os.defpath)}",
    }
