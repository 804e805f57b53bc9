"""What the settings of a server say, read by a process of its own as the server reads them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest

from tests.house.files import ROOT, name_of, own_files

SECRETS = {
    "YUJIAN_SECRET_KEY": "k7Qw-" * 16,
    "YUJIAN_FIELD_KEYS": "f3Zt-" * 16,
    "YUJIAN_HISTORY_KEYS": "h1:" + "c4Xr-" * 16,
    "YUJIAN_REDIS_URL": "redis://127.0.0.1:1/0",
}
# What a test run sets for itself and no server has.
OURS = {"YUJIAN_DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}
ASKED = (
    *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"),
    *("SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH"),
    *("CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_SAMESITE", "YUJIAN_DEVICE_COOKIE"),
    *("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT"),
    *("DEBUG", "PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS"),
)


def run(settings: str, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= SECRETS | {"DJANGO_SETTINGS_MODULE": f"config.settings.{settings}"} | changes
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def production() -> dict[str, object]:
    tell = (
        "import json; from django.conf import settings;"
        f"print(json.dumps({{n: getattr(settings, n) for n in {ASKED!r}}}))"
    )
    return json.loads(run("production", "-c", tell).stdout)


def test_the_deployment_check_finds_nothing_in_production():
    done = run("production", "-m", "django", "check", "--deploy", "--fail-level", "INFO")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("place", ["local", "test"])
def test_elsewhere_it_misses_only_what_tls_brings(place):
    """One machine without TLS: no Secure cookies, no HSTS, no redirect, and nothing else."""
    done = run(place, "-m", "django", "check", "--deploy")

    found = set(re.findall(r"security\.W\d+", done.stderr))
    tls = {"security.W004", "security.W008", "security.W012", "security.W016"}
    short_key_of_the_tests = {"security.W009"} if place == "test" else set()
    assert found == tls | short_key_of_the_tests


def test_cookies_belong_to_this_host_over_tls(production):
    for cookie in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "YUJIAN_DEVICE_COOKIE"):
        assert str(production[cookie]).startswith("__Host-")
    assert production["SESSION_COOKIE_SECURE"]
    assert production["CSRF_COOKIE_SECURE"]
    assert production["SESSION_COOKIE_HTTPONLY"]
    assert (production["SESSION_COOKIE_DOMAIN"], production["SESSION_COOKIE_PATH"]) == (None, "/")
    sites = {production["SESSION_COOKIE_SAMESITE"], production["CSRF_COOKIE_SAMESITE"]}
    assert sites <= {"Lax", "Strict"}


def test_tls_is_asked_for_a_year_everywhere(production):
    assert production["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert production["SECURE_SSL_REDIRECT"]


def test_debugging_is_off(production):
    assert production["DEBUG"] is False
    wanted = run(
        "production",
        "-c",
        "from django.conf import settings; print(settings.DEBUG)",
        YUJIAN_DEBUG="1",
    )
    assert wanted.stdout.strip() == "False"


def test_passwords_are_judged_and_kept_as_decided(production):
    assert production["PASSWORD_HASHERS"][0].endswith(
        ("PBKDF2PasswordHasher", "ScryptPasswordHasher", "Argon2PasswordHasher")
    )
    judges = {row["NAME"].rpartition(".")[2]: row for row in production["AUTH_PASSWORD_VALIDATORS"]}
    assert judges["LongEnoughValidator"]["OPTIONS"]["min_length"] >= 8
    assert {"CommonPasswordValidator", "UserAttributeSimilarityValidator"} <= set(judges)


@pytest.mark.parametrize("name", ["YUJIAN_SECRET_KEY", "YUJIAN_REDIS_URL"])
def test_the_start_stops_without_secrets(name):
    done = run("production", "-m", "django", "check", **{name: ""})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_no_secret_stands_in_the_code():
    given = re.compile(r"(?:SECRET|PASSWORD|TOKEN|_KEY)\w*\s*=\s*[\"'][^\"']{12,}[\"']")
    found = [
        f"{name_of(path)}: {line.strip()}"
        for path in own_files(".py", ".toml", ".sh", ".yml")
        if not name_of(path).startswith("tests/")
        for line in path.read_text(encoding="utf-8").splitlines()
        if given.search(line) and "noqa: S105" not in line
    ]
    assert found == []


def test_no_tool_of_the_tests_is_installed_for_production():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tools = project["optional-dependencies"]["test"]
    names = {re.split(r"[=<>\[]", tool)[0].lower() for tool in tools}
    pinned = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8").lower()

    assert [name for name in names if re.search(rf"^{re.escape(name)}==", pinned, re.M)] == []
