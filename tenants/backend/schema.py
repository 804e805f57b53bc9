"""Django's editor of schemas, which can also tell what it ran."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.gis.db.backends.postgis.schema import PostGISSchemaEditor


class SchemaEditor(PostGISSchemaEditor):
    """While the connection keeps ``scripts``, each editor adds one: the statements it ran.

    Django opens one editor for each migration, so a script is what one migration did. Unlike
    the text of ``sqlmigrate`` it also knows constraints that an earlier migration of the same
    run made, because that one was really run.
    """

    def __enter__(self) -> Self:
        if self._records():
            self.connection.scripts.append([])
        return super().__enter__()

    def execute(self, sql: Any, params: Any = ()) -> Any:
        # As the parent does it: PostgreSQL takes no parameters in statements about schemas.
        text = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
        done = super().execute(text, None)
        if self._records():
            self.connection.scripts[-1].append(text)
        return done

    def _records(self) -> bool:
        return self.connection.scripts is not None and not self.collect_sql
