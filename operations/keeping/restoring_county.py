"""One county out of a back-up: beside the living one, compared, and put in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from operations.errors import CountyUnnamed
from operations.keeping.database import Database, note, schemas
from operations.keeping.figures import Difference, differences
from operations.keeping.files import put_back
from operations.keeping.folder import Tell, check_folder, no_word
from operations.keeping.manifest import DUMP, FILES, Manifest
from operations.keeping.pouring import pour
from operations.keeping.restoring import require_alike

RESTORED = "restored"


@dataclass(frozen=True)
class Beside:
    """A county restored beside the living one."""

    code: str
    schema: str  # where it lies now
    is_here: bool  # False: this server has no such county yet
    differences: list[Difference]
    files: int


def restore_county(kept: Path, code: str = "", *, at: datetime, tell: Tell = no_word) -> Beside:
    """Restore one county of a back-up into a schema of its own, and compare it with the living.

    Nothing living is changed: files are only added, and pages go on. ``code`` may stay away
    when the back-up holds one county.

    Raises BackupIncomplete, BackupDamaged, BackupForeign, CountyUnnamed, CountyNotInBackup,
    ToolFailed, RestoredUnlike.
    """
    database = Database()
    check_folder(kept, tell=tell)
    manifest = Manifest.read(kept)
    row = manifest.county(code or _only_code(manifest, kept))
    living, beside = row["schema_name"], apart(row["schema_name"], RESTORED, at)
    with database.connect(reading=True) as connection:
        is_here = living in schemas(connection)
    files = put_back(kept / FILES, living, under=Path(settings.YUJIAN_FILES_DIR), tell=tell)
    tell("恢复数据库", 0, 1)
    pour(kept / DUMP, living, into=database, named=beside)
    tell("恢复数据库", 1, 1)
    with database.connect(reading=True) as connection:
        require_alike(connection, beside, manifest.schemas[living])
        unlike = differences(connection, living, beside) if is_here else []
    with database.connect() as connection:
        note(connection, row["code"], "county.restore", at, {"from": str(kept), "schema": beside})
    return Beside(row["code"], beside, is_here, unlike, files)


def apart(schema: str, why: str, at: datetime) -> str:
    """The name of a schema that lies beside the living one: c431129_restored_20261121225345."""
    return f"{schema}_{why}_{at.astimezone(UTC):%Y%m%d%H%M%S}"


def _only_code(manifest: Manifest, kept: Path) -> str:
    if len(manifest.counties) != 1:
        raise CountyUnnamed(place=kept)
    return str(manifest.counties[0]["code"])
