"""No change of county inside a transaction.

What waits for a commit is run in the county that is current *at* the commit. A transaction
that was opened in public and committed there would send a county's tasks to public
(house.md 3.1); so the change itself is refused.
"""

from __future__ import annotations

from typing import Any

from django_tenants.postgresql_backend import base


class CountyChangedInTransaction(RuntimeError):
    """A programming error, not a refusal: open the transaction inside the county."""


class DatabaseWrapper(base.DatabaseWrapper):
    # Tests run inside one transaction and walk between counties; only they set this.
    may_change_county_in_transaction = False

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        changes = self.schema_name not in (None, tenant.schema_name)
        if changes and self.in_atomic_block and not self.may_change_county_in_transaction:
            raise CountyChangedInTransaction(
                f"a transaction of {self.schema_name} is open; "
                f"{tenant.schema_name} must open its own"
            )
        super().set_tenant(tenant, include_public)
