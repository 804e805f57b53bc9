"""Opening a county, from its code to its first administrators."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django_tenants.utils import tenant_context

from operations.county_template import county_template, take_over
from operations.furnishing import (
    FIRST_USERNAMES,
    FirstLink,
    first_administrators,
    furnish_its_own,
    furnish_the_same,
)
from tenants.models import County, SchemaTemplate
from tenants.pg_tools import PgToolFailed
from tenants.schemas import migrate_schema, replay, schema_exists
from tenants.services import hold_preparing, open_county, prepare_county
from tenants.spares import take_spare

log = logging.getLogger(__name__)


def open_whole_county(
    code: str,
    *,
    name: str,
    domains: list[str],
    base_url: str,
    at: datetime,
    administrators: Mapping[str, str] = FIRST_USERNAMES,
    demo: bool = False,
) -> tuple[County, list[FirstLink]]:
    """Schema, furnishing, first administrators, open. The county and their one-time links.

    The schema is a spare; without one the template's text is replayed; without a template it
    comes from migrations. All but the row and the migrations is one transaction: stopped
    half-way the county stays ``preparing``, and the same call goes on.

    Raises CountyExists, UnknownDivision, AdministratorExists.
    """
    county = prepare_county(code, name=name, domains=domains, base_url=base_url, at=at, demo=demo)
    template = _template(at)
    if template is None or schema_exists(county.schema_name):
        migrate_schema(county.schema_name)
    with tenant_context(county), transaction.atomic():
        hold_preparing(county.pk)
        origin = _furnished_schema(county.schema_name, template, at)
        furnish_its_own(at=at)
        links = first_administrators(at=at, usernames=administrators)
        county = open_county(county.pk, at=at, origin=origin)
    return county, links


def _template(at: datetime) -> SchemaTemplate | None:
    try:
        return county_template(at=at)
    except PgToolFailed as trouble:
        log.warning("no template of counties, migrations take its place: %s", trouble)
        return None


def _furnished_schema(schema: str, template: SchemaTemplate | None, at: datetime) -> str:
    """See to the schema and to what is the same in every county; where the schema came from."""
    if template is None or schema_exists(schema):
        furnish_the_same(at=at)
        return "migrations"
    if take_spare(template.fingerprint, schema=schema):
        origin = "spare"
    else:
        replay(template.text, schema)
        origin = "template"
    take_over(template, at=at)
    return origin
