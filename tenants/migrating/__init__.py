"""Bringing counties up to the release: who is behind, and how each catches up.

``behind`` asks all counties in one query. ``plain`` tells which migrations are nothing but
statements. ``scripts`` notes what Django ran in one county and runs it in the next. ``run`` is
the whole of it, behind ``script/manage migrate_counties``.
"""

from tenants.migrating.behind import counties_behind, schemas_at_release
from tenants.migrating.run import Step, migrate_counties

__all__ = ["Step", "counties_behind", "migrate_counties", "schemas_at_release"]
