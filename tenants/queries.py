"""What operators see of the counties."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from tenants.migrating.behind import applied_by_schema
from tenants.models import County, CountyMigration, CountyState, MigrationState
from tenants.release import fingerprint, migrations_of_release

# Tables only: pg_total_relation_size adds their indexes and what lies beside them.
_SIZES = """
SELECT nspname, sum(pg_total_relation_size(pg_class.oid))::bigint
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'm') AND nspname = ANY(%s)
GROUP BY nspname
"""


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county as an operator sees it."""

    code: str
    name: str
    state: CountyState
    version: str  # fingerprint of what its schema has; empty without a schema
    behind: int  # migrations of this release that it lacks
    size_bytes: int  # tables with their indexes
    migration_state: MigrationState | None  # of the last run that touched it
    last_error: str

    @property
    def is_behind(self) -> bool:
        return self.behind > 0


def county_rows() -> list[CountyRow]:
    """All counties by code. Four queries, however many there are; sizes read the disk."""
    counties = list(County.objects.defer("boundary").order_by("code"))
    schemas = [county.schema_name for county in counties]
    applied, sizes = applied_by_schema(schemas), _sizes(schemas)
    runs = {run.county_id: run for run in CountyMigration.objects.all()}
    wanted = migrations_of_release()
    rows = []
    for county in counties:
        has, run = applied.get(county.schema_name), runs.get(county.pk)
        rows.append(
            CountyRow(
                code=county.code,
                name=county.name,
                state=CountyState(county.state),
                version="" if has is None else fingerprint(has & wanted),
                behind=len(wanted) if has is None else len(wanted - has),
                size_bytes=sizes.get(county.schema_name, 0),
                migration_state=None if run is None else MigrationState(run.state),
                last_error="" if run is None else run.error,
            )
        )
    return rows


def release_version() -> str:
    """The version that a county has which lacks nothing."""
    return fingerprint(migrations_of_release())


def _sizes(schemas: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, [schemas])
        return dict(cursor.fetchall())
