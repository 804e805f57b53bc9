"""The books of the made-up market regulation: one file, which outlives its program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

_TABLES = """
    CREATE TABLE IF NOT EXISTS thing (kind TEXT, id INTEGER, said TEXT, PRIMARY KEY (kind, id));
    CREATE TABLE IF NOT EXISTS place (feed TEXT PRIMARY KEY, query TEXT);
    CREATE TABLE IF NOT EXISTS pending (key TEXT PRIMARY KEY, said TEXT);
    CREATE TABLE IF NOT EXISTS refusal (said TEXT);
    CREATE TABLE IF NOT EXISTS done (what TEXT PRIMARY KEY, times INTEGER);
    CREATE TABLE IF NOT EXISTS hook (
        no INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, subject TEXT, cursor INTEGER
    );
"""


class Books:
    """Each line is kept before the next thing is done."""

    def __init__(self, path: Path) -> None:
        self.lock = Lock()
        self.file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.file.executescript(_TABLES)

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.lock:
            return self.file.execute(sql, values).fetchall()

    # What the feeds told, and where each goes on.

    def place(self, feed: str) -> dict[str, str]:
        found = self._rows("SELECT query FROM place WHERE feed = ?", feed)
        return json.loads(found[0][0]) if found else {"updated_since": "begin"}

    def keep(self, feed: str, items: Iterable[Any], query: dict[str, str]) -> None:
        """A page and the place behind it, both or neither."""
        with self.lock, self.file:
            self.file.execute("BEGIN")
            for one in items:
                told = one.to_dict()
                row = (feed, told["id"], json.dumps(told))
                self.file.execute("INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", row)
            self.file.execute(
                "INSERT OR REPLACE INTO place VALUES (?, ?)", (feed, json.dumps(query))
            )

    def things(self, kind: str) -> list[dict[str, Any]]:
        rows = self._rows("SELECT said FROM thing WHERE kind = ? ORDER BY id", kind)
        return [json.loads(said) for (said,) in rows]

    def has_reported(self, reference: str) -> bool:
        told = any(one["reference"] == reference for one in self.things("event"))
        return told or any(
            body and body.get("reference") == reference for _, _, body in self.pending().values()
        )

    # What it said itself, until it was confirmed.

    def begin(self, name: str, subject: int | None, body: Any) -> str:
        key = str(uuid4())
        self._rows("INSERT INTO pending VALUES (?, ?)", key, json.dumps([name, subject, body]))
        return key

    def confirm(self, key: str) -> None:
        self._rows("DELETE FROM pending WHERE key = ?", key)

    def pending(self) -> dict[str, tuple[str, int | None, Any]]:
        rows = self._rows("SELECT key, said FROM pending ORDER BY rowid")
        return {key: tuple(json.loads(said)) for key, said in rows}

    def refused(self, name: str, subject: int | None, code: str) -> None:
        self._rows("INSERT INTO refusal VALUES (?)", json.dumps([name, subject, code]))

    def done(self, what: str) -> None:
        self.count(what)

    def is_done(self, what: str) -> bool:
        return bool(self._rows("SELECT 1 FROM done WHERE what = ?", what))

    def count(self, what: str) -> None:
        self._rows(
            "INSERT INTO done VALUES (?, 1) ON CONFLICT (what) DO UPDATE SET times = times + 1",
            what,
        )

    # What came by itself.

    def took(self, uid: str, told: dict[str, Any]) -> None:
        """The same id again is nothing new."""
        data = told["data"]
        row = (uid, told["type"], data["subject"], data["cursor"])
        sql = "INSERT OR IGNORE INTO hook (id, kind, subject, cursor) VALUES (?, ?, ?, ?)"
        self._rows(sql, *row)

    def all(self) -> dict[str, Any]:
        """Everything, for whoever compares."""
        kinds = ("institution", "assignment", "transfer", "event")
        return {
            **{kind: self.things(kind) for kind in kinds},
            "pending": self.pending(),
            "refusals": [json.loads(said) for (said,) in self._rows("SELECT said FROM refusal")],
            "hooks": self._rows("SELECT id, kind, subject, cursor FROM hook ORDER BY no"),
            "counts": dict(self._rows("SELECT what, times FROM done")),
        }
