"""No change of county inside a transaction; connections that end; a schema that is one county's.

What waits for a commit is run in the county that is current *at* the commit. A transaction
that was opened in public and committed there would send a county's tasks to public
(house.md 3.1); so the change itself is refused.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_tenants.postgresql_backend import base

from tenants.backend.introspection import Introspection
from tenants.backend.schema import SchemaEditor


class CountyChangedInTransaction(RuntimeError):
    """A programming error, not a refusal: open the transaction inside the county."""


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    # While it is a list, schema editors note there what they run; see tenants/migrating.
    scripts: list[list[str]] | None = None
    # Tests run inside one transaction and walk between counties; only they set this.
    may_change_county_in_transaction = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._schemas_met: set[str] = set()
        super().__init__(*args, **kwargs)
        self.introspection = Introspection(self)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        changes = self.schema_name not in (None, tenant.schema_name)
        if changes and self.in_atomic_block and not self.may_change_county_in_transaction:
            raise CountyChangedInTransaction(
                f"a transaction of {self.schema_name} is open; "
                f"{tenant.schema_name} must open its own"
            )
        super().set_tenant(tenant, include_public)
        self._schemas_met.add(tenant.schema_name)

    def connect(self) -> None:
        self._schemas_met.clear()
        super().connect()
        self._schemas_met.add(self.schema_name)

    def close_if_unusable_or_obsolete(self) -> None:
        """Django asks before and after each request, the worker before each task.

        A session of PostgreSQL keeps about 35 KB for each table that it ever touched and never
        gives it back. So it ends at its age (CONN_MAX_AGE, however busy it is), and when it
        has seen many counties.
        """
        super().close_if_unusable_or_obsolete()
        if self.in_atomic_block or self.connection is None:
            return
        if len(self._schemas_met) > settings.YUJIAN_DB_COUNTIES_MAX:
            self.close()
