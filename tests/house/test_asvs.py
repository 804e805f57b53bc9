"""docs/asvs.md answers each requirement of ASVS 5.0 once: by a test that runs, or by a reason."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.house.files import ROOT

TABLE = ROOT / "docs" / "asvs.md"
WANTED = ROOT / "tests" / "data" / "asvs-5.0.0.txt"
STATUSES = ("met", "not applicable", "front", "not met")
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py::\w+)`")
_PAGE = re.compile(r"\]\(([\w/.-]+\.md)(?:#([\w-]+))?\)")


@dataclass(frozen=True)
class Row:
    number: str
    level: str
    words: str
    status: str
    proof: str


ROWS = [Row(*found) for found in _ROW.findall(TABLE.read_text(encoding="utf-8"))]
TESTS = sorted({test for row in ROWS for test in _TEST.findall(row.proof)})


def test_every_requirement_stands_there_once_with_its_level():
    lines = WANTED.read_text(encoding="utf-8").splitlines()
    wanted = [tuple(line.split()) for line in lines if not line.startswith("#")]

    assert len(wanted) == 255
    assert [(row.number, row.level) for row in ROWS] == wanted


def test_the_sum_at_the_top_is_the_sum_of_the_table():
    counted = Counter(row.status for row in ROWS)
    said = re.findall(
        r"^\| (\w[\w ]+) \| (\d+) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert dict(said) == {status: str(counted[status]) for status in STATUSES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_row_has_a_test_or_page_if_met_and_a_reason_otherwise(row):
    assert row.status in STATUSES
    if row.status == "met":
        assert _TEST.findall(row.proof) or _PAGE.findall(row.proof)
    else:
        assert len(row.proof.split()) >= 2
        assert row.proof.rstrip().endswith((".", ".)"))


def test_every_test_that_is_named_runs_in_the_usual_run():
    files = sorted({test.partition("::")[0] for test in TESTS})
    assert [name for name in files if not (ROOT / name).is_file()] == []

    asked = ["-m", "pytest", "--collect-only", "-q", "-m", "not slow and not browser", *files]
    done = subprocess.run([sys.executable, *asked], cwd=ROOT, capture_output=True, text=True)
    collected = {line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line}

    assert [test for test in TESTS if test not in collected] == []


def test_no_test_that_is_named_is_skipped():
    marks = ("skip", "skipif", "xfail", "slow", "browser")
    odd = [
        f"{test} is marked {mark}"
        for test in TESTS
        for decorator in _function(test).decorator_list
        for mark in marks
        if f"pytest.mark.{mark}" in ast.unparse(decorator)
    ]
    assert odd == []


def _function(test: str) -> ast.FunctionDef:
    name, _, function = test.partition("::")
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function]
    assert len(found) == 1, test
    return found[0]


def test_every_page_that_is_named_has_that_heading():
    missing = []
    for row in ROWS:
        for page, heading in _PAGE.findall(row.proof):
            text = (ROOT / "docs" / page).read_text(encoding="utf-8")
            if heading and not re.search(rf"^## {re.escape(heading)}$", text, re.MULTILINE):
                missing.append(f"{row.number}: {page}#{heading}")
    assert missing == []
