"""Verbs of the operators: a county is prepared, opened, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tenants.boundaries import SOURCE, boundary_of
from tenants.errors import CountyExists, CountyNotOpen, UnknownCounty
from tenants.models import County, CountyEvent, CountyState, Domain


def prepare_county(
    code: str, *, name: str, domains: list[str], base_url: str, at: datetime, demo: bool = False
) -> County:
    """The row and the addresses. The county has no schema yet and is not open.

    Called again for a county that is still preparing, it returns that one.
    Raises CountyExists, UnknownDivision.
    """
    county = County.objects.filter(code=code).first()
    if county is None:
        return _new_county(code, name, domains, base_url, at, demo)
    if county.state != CountyState.PREPARING:
        raise CountyExists(code=code, domain=domains[0])
    return county


def hold_preparing(county_id: int) -> County:
    """Lock the county for the time of the transaction, so that it is opened by one alone.

    Raises CountyExists when somebody else was faster.
    """
    county = County.objects.select_for_update().get(pk=county_id)
    if county.state != CountyState.PREPARING:
        raise CountyExists(code=county.code, domain=county.base_url)
    return county


@transaction.atomic
def _new_county(
    code: str, name: str, domains: list[str], base_url: str, at: datetime, demo: bool
) -> County:
    if Domain.objects.filter(domain__in=domains).exists():
        raise CountyExists(code=code, domain="、".join(domains))
    county = County(
        schema_name=f"c{code}",
        code=code,
        name=name,
        is_demonstration=demo,
        boundary=boundary_of(code),
        boundary_source=SOURCE,
        base_url=base_url.rstrip("/"),
    )
    county.save(verbosity=0)
    for place, domain in enumerate(domains):
        Domain.objects.create(tenant=county, domain=domain, is_primary=place == 0)
    CountyEvent.objects.create(county_code=code, kind="county.prepare", at=at)
    return county


@transaction.atomic
def open_county(county_id: int, *, at: datetime, origin: str) -> County:
    """From preparing to open. Safe to repeat. Raises CountyNotOpen for one that was closed.

    Args:
        origin: where its schema came from: ``spare``, ``template`` or ``migrations``.
    """
    county = County.objects.select_for_update().get(pk=county_id)
    if county.state == CountyState.OPEN:
        return county
    if county.state == CountyState.CLOSED:
        raise CountyNotOpen(county=county.name)
    county.state, county.opened_at = CountyState.OPEN, at
    county.save(verbosity=0)
    CountyEvent.objects.create(
        county_code=county.code, kind="county.open", at=at, facts={"schema_from": origin}
    )
    return county


@transaction.atomic
def close_county(code: str, *, at: datetime, reason: str) -> County:
    """No page, task or command works in a closed county; nothing is deleted. Safe to repeat.

    Raises UnknownCounty.
    """
    county = County.objects.select_for_update().get(pk=get_county(code).pk)
    if county.state == CountyState.CLOSED:
        return county
    county.state = CountyState.CLOSED
    county.save(verbosity=0)
    CountyEvent.objects.create(
        county_code=code, kind="county.close", at=at, facts={"reason": reason}
    )
    return county


def get_county(code: str) -> County:
    """The county with this code. Raises UnknownCounty."""
    county = County.objects.filter(code=code).first()
    if county is None:
        raise UnknownCounty(code=code)
    return county


def get_open_county(code: str) -> County:
    """The open county with this code. Raises UnknownCounty, CountyNotOpen."""
    county = get_county(code)
    if county.state != CountyState.OPEN:
        raise CountyNotOpen(county=county.name)
    return county


@transaction.atomic
def move_address(county_id: int, *, base_url: str, at: datetime) -> County:
    """From now on papers print this address in their QR codes. The same again is no change."""
    county = County.objects.select_for_update().get(pk=county_id)
    if county.base_url != base_url.rstrip("/"):
        county.base_url = base_url.rstrip("/")
        county.save(verbosity=0)
        CountyEvent.objects.create(
            county_code=county.code, kind="county.move_address", at=at, facts={"to": base_url}
        )
    return county
