"""One schema out of a back-up into a database, in one transaction: all of it or nothing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from psycopg import sql

from operations.errors import ToolFailed
from operations.keeping.database import Database, last_words, schemas
from tenants.pg_tools import pg_environment, pg_tool

PUBLIC = "public"


def pour(dump: Path, schema: str, *, into: Database, named: str = "") -> None:
    """Restore ``schema`` of a dump. Streamed: memory does not grow with the county.

    PostgreSQL restores a schema under its own name only, and changing names in the text would
    change data too. So with ``named`` the living schema steps aside within the transaction, the
    kept one is restored under the common name and renamed, and the living one steps back. Nobody
    else sees any of it before the commit, and no table of the living one is locked.

    Raises ToolFailed; then nothing was changed.
    """
    with into.connect(reading=True) as connection:
        before, after = _around(schema, named, schema in schemas(connection))
    with tempfile.TemporaryFile() as words, tempfile.TemporaryFile() as restorers:
        writer = subprocess.Popen(
            [pg_tool("psql"), "-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1"],
            stdin=subprocess.PIPE,
            stderr=words,
            env=pg_environment(into.name),
        )
        reader = subprocess.Popen(
            [pg_tool("pg_restore"), *_OPTIONS, f"--schema={schema}", "--file=-", str(dump)],
            stdout=subprocess.PIPE,
            stderr=restorers,
        )
        try:
            _feed(writer, reader, before, after)
        finally:
            # Without the COMMIT, which is sent last, the end of the input undoes everything.
            for process in (reader, writer):
                process.kill() if process.poll() is None else None
                process.wait()
        _require(reader, "pg_restore", restorers)
        _require(writer, "psql", words)


_OPTIONS = ("--no-owner", "--no-privileges", "--exit-on-error")


def _feed(
    writer: subprocess.Popen[bytes], reader: subprocess.Popen[bytes], before: str, after: str
) -> None:
    assert writer.stdin is not None
    assert reader.stdout is not None
    try:
        writer.stdin.write(before.encode())
        shutil.copyfileobj(reader.stdout, writer.stdin, 1024 * 1024)
        if reader.wait() == 0:
            writer.stdin.write(after.encode())
        writer.stdin.close()
    except BrokenPipeError:
        pass  # psql refused a statement and has said why
    writer.wait()


def _around(schema: str, named: str, is_there: bool) -> tuple[str, str]:
    own = sql.Identifier(schema).as_string(None)
    made = "" if schema == PUBLIC else f"CREATE SCHEMA {own};\n"
    if not named:
        return f"BEGIN;\n{made}", "\nCOMMIT;\n"
    other = sql.Identifier(named).as_string(None)
    aside = sql.Identifier(f"{schema}_steps_aside").as_string(None)
    step = f"ALTER SCHEMA {own} RENAME TO {aside};\n" if is_there else ""
    back = f"ALTER SCHEMA {aside} RENAME TO {own};\n" if is_there else ""
    return f"BEGIN;\n{step}{made}", f"\nALTER SCHEMA {own} RENAME TO {other};\n{back}COMMIT;\n"


def _require(process: subprocess.Popen[bytes], tool: str, words: IO[bytes]) -> None:
    if process.returncode != 0:
        words.seek(0)
        raise ToolFailed(tool=tool, why=last_words(words.read().decode(errors="replace")))
