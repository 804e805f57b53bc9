"""A spreadsheet program without its window: what LibreOffice makes of a workbook of ours."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest

MISSING = "LibreOffice is not installed here; script/setup --image spreadsheet installs it."
TIMEOUT_S = 300  # its first start makes a profile, on a machine shared by many
# Commas, quotes, UTF-8, cells as they are shown, every sheet in a file of its own.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

Rows = list[list[Any]]


class Office:
    """LibreOffice with a profile of its own; it opens files and saves them again."""

    def __init__(self, folder: Path) -> None:
        self._program = shutil.which("soffice")
        if self._program is None:
            pytest.fail(MISSING, pytrace=False)
        self._folder = folder

    def saved_again(self, books: Mapping[str, bytes], kind: str = "xlsx") -> dict[str, bytes]:
        """The workbooks as it saves them, in the format of this ending."""
        out = self._convert(books, kind, kind)
        return {name: (out / f"{name}.{kind}").read_bytes() for name in books}

    def shown(self, books: Mapping[str, bytes]) -> dict[tuple[str, str], Rows]:
        """By workbook and sheet, the words that it shows in each cell."""
        out = self._convert(books, CSV, "csv")
        found = {}
        for name in books:
            for path in out.glob(f"{name}-*.csv"):
                with path.open(encoding="utf-8", newline="") as file:
                    found[name, path.stem.removeprefix(f"{name}-")] = list(csv.reader(file))
        return found

    def _convert(self, books: Mapping[str, bytes], to: str, ending: str) -> Path:
        sent, out = self._folder / "sent", self._folder / ending
        for folder in (sent, out):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        for name, content in books.items():
            (sent / f"{name}.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        done = subprocess.run(
            [str(self._program), profile, "--headless", "--norestore", "--convert-to", to]
            + ["--outdir", str(out), *map(str, sorted(sent.iterdir()))],
            env={"PATH": os.environ["PATH"], "HOME": str(self._folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr + done.stdout
        return out


def cells_in(content: bytes) -> dict[str, Rows]:
    """By sheet, what each cell holds: text, number or day. Raises AssertionError for a formula."""
    found = {}
    for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "d"}, f"{sheet.title}: {kinds}"  # f: formula, e: its error
        rows = [[_held(cell.value) for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = [_without_end(row) for row in rows]
    return found


def _held(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _without_end(row: list[Any]) -> list[Any]:
    while row and row[-1] in (None, ""):
        row = row[:-1]
    return row


def differences(written: Rows, shown: Rows) -> list[tuple[Any, str]]:
    """Cells that are not shown as they were written: (what was written, what is shown)."""
    return [
        (value, said)
        for row, words in zip_longest(written, shown, fillvalue=[])
        for value, said in zip_longest(row, words)
        if not _is_shown_as(value, said or "")
    ]


def _is_shown_as(value: Any, said: str) -> bool:
    if isinstance(value, int | float):
        return float(said) == pytest.approx(value, abs=1e-9)
    return said == (value.isoformat() if isinstance(value, date) else value or "")
