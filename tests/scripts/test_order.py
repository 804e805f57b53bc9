"""The longest files begin, and no process is left with one at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.order import LONGEST, sort_by_length

ROOT = Path(__file__).parents[2]


@dataclass
class Item:
    nodeid: str


def test_the_longest_files_are_there():
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []


def test_the_longest_come_first_then_those_of_most_tests():
    names = ["a.py::x", "b.py::y", "b.py::x", f"{LONGEST[1]}::x", f"{LONGEST[0]}::b"]
    items = [Item(name) for name in [*names, f"{LONGEST[0]}::a"]]

    sort_by_length(items)

    first = [f"{LONGEST[0]}::b", f"{LONGEST[0]}::a", f"{LONGEST[1]}::x"]
    assert [item.nodeid for item in items] == [*first, "b.py::y", "b.py::x", "a.py::x"]


def test_the_script_leaves_the_order_as_it_is():
    """Without the option pytest-xdist would sort by the number of tests again."""
    assert "--dist loadfile --no-loadscope-reorder" in (ROOT / "script/test").read_text()
