"""Which county is this?"""

from __future__ import annotations

from django.db import connection
from django_tenants.utils import get_public_schema_name

from tenants.errors import NoCounty, UnknownCounty
from tenants.models import County


def schema() -> str:
    """The schema of the current county. Raises NoCounty in public."""
    if connection.schema_name == get_public_schema_name():
        raise NoCounty(what="这项操作")
    return str(connection.schema_name)


def is_public() -> bool:
    """Is this the schema of the platform and its operators, outside every county?"""
    return bool(connection.schema_name == get_public_schema_name())


def county() -> County:
    """The county whose schema the connection looks at. Raises NoCounty in public."""
    current = schema()
    tenant = connection.tenant
    if not isinstance(tenant, County):
        # Reached through schema_context(): look the row up once and keep it.
        found = County.objects.filter(schema_name=current).first()
        if found is None:
            raise UnknownCounty(code=current)
        return found
    return tenant
