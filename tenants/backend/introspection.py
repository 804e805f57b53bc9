"""Which tables there are: those of the current schema, asked for by its number.

Django and its tenants library ask for everything visible, which looks at each relation of each
county with a function call: 42 ms at 300 counties, four times in each migrated one.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.introspection import TableInfo
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection

_TABLES = """
SELECT relname,
       CASE WHEN relispartition THEN 'p' WHEN relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
       obj_description(oid, 'pg_class')
FROM pg_catalog.pg_class
WHERE relkind IN ('f', 'm', 'p', 'r', 'v')
  AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %s)
"""


class Introspection(DatabaseSchemaIntrospection):
    # Made by PostGIS where it is installed, which may be public.
    ignored_tables = (
        "geography_columns",
        "geometry_columns",
        "raster_columns",
        "raster_overviews",
        "spatial_ref_sys",
    )

    def get_table_list(self, cursor: Any) -> list[TableInfo]:
        """Tables and views of the current schema. Same answer as the library's, fewer rows read."""
        cursor.execute(_TABLES, [self.connection.schema_name])
        return [TableInfo(*row) for row in cursor.fetchall() if row[0] not in self.ignored_tables]
