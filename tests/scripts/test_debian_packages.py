"""One list of Debian packages, which the set-up and the images read by the same script."""

import subprocess

import pytest

from tests.house.files import ROOT

LIST = ROOT / "requirements" / "debian.txt"
USED_BY_SETUP = {"application", "database", "broker", "tools", "test"}


def read(function: str, *arguments: str) -> list[str]:
    command = f'source "{ROOT}/script/lib/debian.sh"; {function} "$@"'
    done = subprocess.run(
        ["bash", "-euc", command, "-", str(LIST), *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()


def rows() -> list[list[str]]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def test_every_line_is_a_part_and_a_package():
    assert [row for row in rows() if len(row) != 2] == []
    assert len({tuple(row) for row in rows()}) == len(rows())


def test_the_script_reads_what_the_list_says():
    parts = read("debian_parts")

    assert (
        set(parts)
        == {part for part, _ in rows()}
        == USED_BY_SETUP | {"front", "spreadsheet", "rabbit"}
    )
    for part in parts:
        expected = sorted(package for of, package in rows() if of == part)
        assert read("debian_packages", part) == expected
    everything = read("debian_packages", *parts)
    assert everything == sorted({package for _, package in rows()})


def test_the_set_up_names_no_package_by_itself():
    """A package that only stands in the script would be missing in the images."""
    code = (ROOT / "script" / "setup").read_text(encoding="utf-8")
    words = {word.strip("\"'()") for word in code.split()}

    assert words & {package for _, package in rows()} == {"redis-server"}  # Debian's own service


@pytest.mark.parametrize("arguments", [("--image",), ("--image", "elsewhere"), ("--else",)])
def test_an_unknown_part_is_refused_before_anything_is_installed(arguments):
    done = subprocess.run([ROOT / "script" / "setup", *arguments], capture_output=True, text=True)

    assert done.returncode == 2
    assert done.stderr.startswith("usage: script/setup")


def test_every_package_of_the_tests_and_the_server_is_installed_here():
    wanted = read("debian_packages", *sorted(USED_BY_SETUP))
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *wanted],
        check=True,
        capture_output=True,
        text=True,
    )

    assert shown.stdout.splitlines() == [f"{package} installed" for package in wanted]
