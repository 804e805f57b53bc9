"""What a back-up says of itself: moment, release, counties, and each table in figures."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg.rows import dict_row

from operations.errors import BackupForeign, CountyNotInBackup
from operations.keeping.database import migrations_of
from operations.keeping.figures import Tables, figures, shape

NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files"
HEADS = "heads"
FORMAT = 1
# What a county brings along to another server; the rest of its row belongs to the server.
_COUNTY = (
    "SELECT schema_name, code, name, state, is_demonstration, gis.ST_AsEWKT(boundary) AS boundary,"
    " boundary_source, base_url, opened_at::text AS opened_at,"
    " ARRAY(SELECT domain FROM public.tenants_domain d WHERE d.tenant_id = c.id"
    "       ORDER BY d.is_primary DESC, d.domain) AS domains"
    " FROM public.tenants_county c ORDER BY code"
)


@dataclass
class Kept:
    """One schema in a back-up."""

    tables: Tables
    shape: dict[str, int]
    fingerprint: str  # of its migrations
    files: int = 0


@dataclass
class Manifest:
    """A back-up in words and figures. Names of settings stand here, their values never."""

    kind: str  # "whole", or "county"
    at: str  # ISO 8601, UTC
    release: str
    counties: list[dict[str, Any]]
    schemas: dict[str, Kept] = field(default_factory=dict)
    settings: list[str] = field(default_factory=list)
    damaged_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises BackupForeign when the folder was written by something else or a later release."""
        try:
            content = json.loads((folder / NAME).read_text(encoding="utf-8"))
            kept = {name: Kept(**one) for name, one in content.pop("schemas").items()}
            manifest = cls(schemas=kept, **content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupForeign(place=folder) from error
        if manifest.format != FORMAT:
            raise BackupForeign(place=folder)
        return manifest

    def county(self, code: str) -> dict[str, Any]:
        """The row of a county. Raises CountyNotInBackup."""
        for row in self.counties:
            if row["code"] == code:
                return row
        raise CountyNotInBackup(code=code)


def counties_of(connection: psycopg.Connection, code: str | None = None) -> list[dict[str, Any]]:
    """Rows and addresses of all counties, or of the one with this code."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_COUNTY).fetchall()
    return [row for row in rows if code in (None, row["code"])]


def describe(connection: psycopg.Connection, schema: str) -> Kept:
    """The figures of a schema in the snapshot of this connection."""
    return Kept(
        tables=figures(connection, schema),
        shape=shape(connection, schema),
        fingerprint=fingerprint(migrations_of(connection, schema)),
    )


def fingerprint(migrations: list[str]) -> str:
    """Two schemas made by the same migrations have the same one."""
    return sha256("\n".join(migrations).encode()).hexdigest()


def begin(kind: str, at: datetime, counties: list[dict[str, Any]]) -> Manifest:
    """A manifest before its schemas are described."""
    names = sorted(name for name in os.environ if name.startswith("YUJIAN_"))
    return Manifest(
        kind=kind, at=at.isoformat(), release=release(), counties=counties, settings=names
    )


def release() -> str:
    """The version of this software, as pyproject.toml says it."""
    lines = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    (version,) = [line.split('"')[1] for line in lines if line.startswith("version = ")]
    return version
