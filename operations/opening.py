"""Opening a county, from its code to its first administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django_tenants.utils import tenant_context

from operations.furnishing import first_administrator, furnish
from tenants.models import County
from tenants.services import open_county, prepare_county


def open_whole_county(
    code: str,
    *,
    name: str,
    domains: list[str],
    base_url: str,
    administrator: str,
    at: datetime,
    demo: bool = False,
) -> tuple[County, str]:
    """Schema, furnishing, first administrator, open. The county and its one-time link.

    Stopped half-way it stays ``preparing``; the same call goes on.
    Raises CountyExists, UnknownDivision, AdministratorExists.
    """
    county = prepare_county(code, name=name, domains=domains, base_url=base_url, at=at, demo=demo)
    with tenant_context(county), transaction.atomic():
        furnish(at=at)
        link = first_administrator(administrator, full_name="县管理员", at=at)
    return open_county(county.pk, at=at), f"{county.base_url}{link}"
