"""A workbook as rows of plain values, read by a process that may die without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from imports.errors import ListTooWide, ListUnreadable

MEMORY_MB = 1024
SECONDS = 120  # of processor time
_CHILD = Path(__file__).with_name("child.py")
# Of a sheet that asks for too much: out of memory aborts, out of time is killed.
_TOO_MUCH = {-6, -9, -24}

Cell = Any  # None, str, int, float, bool, {"d": day} or {"t": time}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet; ``number`` is what stands at its left in the spreadsheet program."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet with its first rows."""

    name: str
    rows: int
    head: list[Row]


@contextmanager
def on_disk(content: bytes) -> Iterator[Path]:
    """The bytes as a file that only this process and its child see."""
    with NamedTemporaryFile(prefix="list-") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def sheets(path: Path, *, name: str) -> list[Sheet]:
    """The visible sheets of a workbook. Raises ListUnreadable, ListTooWide."""
    return [
        Sheet(told["name"], told["rows"], [_row(row) for row in told["head"]])
        for told in _lines(path, name, "peek")
    ]


def rows(path: Path, sheet: str, *, name: str) -> Generator[Row, None, None]:
    """The rows of a sheet, one at a time. Raises ListUnreadable, ListTooWide."""
    with closing(_lines(path, name, "rows", sheet)) as lines:
        for told in lines:
            yield _row(told)


def _row(told: list[Any]) -> Row:
    return Row(told[0], told[1:])


def _lines(path: Path, name: str, *what: str) -> Generator[Any, None, None]:
    command = [sys.executable, "-I", str(_CHILD), str(path), str(MEMORY_MB), str(SECONDS), *what]
    with (
        NamedTemporaryFile(prefix="list-") as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as child,
    ):
        assert child.stdout is not None
        is_read = False
        try:
            for line in child.stdout:
                yield json.loads(line)
            is_read = True
        finally:
            if not is_read:  # whoever reads has seen enough
                child.kill()
        ended = child.wait()
        if ended in _TOO_MUCH or _is_about_memory(complaints.name):
            raise ListTooWide(name=name)
        if ended:
            raise ListUnreadable(name=name)


def _is_about_memory(path: str) -> bool:
    return b"MemoryError" in Path(path).read_bytes()[-2000:]
