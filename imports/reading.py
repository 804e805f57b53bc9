"""A workbook as rows of plain values, read by a process that may die without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


class Book:
    """A workbook in its process: the visible sheets, then the rows of one of them."""

    def __init__(self, child: subprocess.Popen[bytes], complaints: Path, name: str) -> None:
        self._child, self._complaints, self._name = child, complaints, name
        self.sheets = [
            Sheet(told["name"], told["rows"], [_row(row) for row in told["head"]])
            for told in iter(self._line, None)
        ]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet, one at a time, once. Raises ListUnreadable, ListTooWide."""
        child = self._child
        assert child.stdin is not None
        assert child.stdout is not None
        with child.stdin as wish:
            wish.write(json.dumps(sheet).encode() + b"\n")
        for line in child.stdout:
            yield _row(json.loads(line))
        self._require_good_end()

    def _line(self) -> Any:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            self._require_good_end()
            raise ListUnreadable(name=self._name)
        return json.loads(line)

    def _require_good_end(self) -> None:
        ended = self._child.wait()
        if ended in _TOO_MUCH or _is_about_memory(self._complaints):
            raise ListTooWide(name=self._name)
        if ended:
            raise ListUnreadable(name=self._name)


@contextmanager
def opened(content: bytes, *, name: str) -> Iterator[Book]:
    """A workbook and its sheets, read until the block ends. Raises ListUnreadable, ListTooWide."""
    with (
        NamedTemporaryFile(prefix="list-") as file,
        NamedTemporaryFile(prefix="list-") as complaints,
    ):
        file.write(content)
        file.flush()
        command = [sys.executable, "-I", str(_CHILD), file.name, str(MEMORY_MB), str(SECONDS)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=complaints) as child:
            try:
                yield Book(child, Path(complaints.name), name)
            finally:
                child.kill()  # whoever reads has seen enough, or it has ended by itself


def _row(told: list[Any]) -> Row:
    return Row(told[0], told[1:])


def _is_about_memory(complaints: Path) -> bool:
    return b"MemoryError" in complaints.read_bytes()[-2000:]
