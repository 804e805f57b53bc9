"""16. The page of guards names tests that exist, and no guard is left untried."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.house.files import ROOT

PAGE = ROOT / "docs" / "guards.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
INPUTS = (
    *("two approvals", "clock", "template", "heavier", "before issue", "certificate"),
    *("time-stamp", "changed on disk", "calendar", "three decimals", "rare", "thirteen"),
)


def rows() -> list[list[str]]:
    """The cells of each row of both tables, without heads and rules."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[one.strip() for one in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if row[0] not in ("guard", "input") and "---" not in row[0]]


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_page_names_exists():
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))

    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
    assert len(named) > 50


def test_each_of_the_nine_guards_is_tried_by_page_by_shell_and_by_two():
    guards = {row[0][0]: row for row in rows() if len(row) == 5}

    assert sorted(guards) == list("123456789")
    for _, page, api, shell, two in guards.values():
        assert all(NAMED.search(cell) for cell in (page, shell, two))
        assert NAMED.search(api) or api == "none to cases"


def test_each_bad_input_of_the_issue_has_its_test():
    inputs = [row for row in rows() if len(row) == 2]

    assert len(inputs) == len(INPUTS)
    for row, word in zip(inputs, INPUTS, strict=True):
        assert word in row[0]
        assert NAMED.search(row[1])
