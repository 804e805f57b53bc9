"""The end of a county here: closed with an export, and much later removed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django_tenants.utils import tenant_context
from psycopg import sql

from audit.services import publish_head, seal
from common.clock import localdate
from operations.errors import CountyStillOpen, ExportOutdated, PlaceTaken, StillToBeKept
from operations.keeping.database import Database
from operations.keeping.exporting import Export, export_county, exported_figures, read_export
from operations.keeping.figures import unlike
from operations.keeping.folder import Tell, no_word
from policies.errors import ParameterMissing
from policies.queries import parameter, parameters_of_county
from tenants.errors import CountyNotOpen
from tenants.models import County, CountyEvent, CountyState
from tenants.services import close_county, get_county

YEARS = "keeping.years_after_closing"


def close_whole_county(
    code: str, *, at: datetime, reason: str, export: Path | None = None, tell: Tell = no_word
) -> tuple[County, Export | None]:
    """Close a county and end its sessions; then, when nobody writes any more, export it.

    Pages answer 410 with a sentence, tasks that wait are refused, history is sealed to its
    end, nothing is deleted.
    Safe to repeat. Raises UnknownCounty, PlaceTaken (before anything was closed), DiskFull.
    """
    if export is not None and (export.exists() or not export.parent.is_dir()):
        raise PlaceTaken(place=export)
    county = close_county(code, at=at, reason=reason)
    with tenant_context(county):
        Session.objects.all().delete()
        # No task comes here any more, so what happened last is sealed now.
        seal(at=at, whole=True)
        publish_head(at=at)
    return county, export_county(code, export, at=at, tell=tell) if export else None


@transaction.atomic
def reopen_county(code: str, *, at: datetime, reason: str) -> County:
    """Take a closing back. Safe to repeat.

    Raises UnknownCounty, and CountyNotOpen for one that was never open.
    """
    county = County.objects.select_for_update().get(pk=get_county(code).pk)
    if county.state == CountyState.OPEN:
        return county
    if county.opened_at is None or county.state != CountyState.CLOSED:
        raise CountyNotOpen(county=county.name)
    county.state = CountyState.OPEN
    county.save(verbosity=0)
    CountyEvent.objects.create(
        county_code=code, kind="county.reopen", at=at, facts={"reason": reason}
    )
    return county


def remove_closed_county(code: str, export: Path, *, at: datetime, handed_to: str = "") -> County:
    """Delete a closed county: its schema, its addresses, its row. Its events stay.

    Demands a whole package that equals the county row by row, and either the years of keeping
    or the name of the archive that took the package over. Files stay on the disk until the
    operator removes the folder; they are in the package.

    Raises UnknownCounty, CountyStillOpen, BackupForeign, BackupDamaged, ExportOutdated,
    StillToBeKept.
    """
    county = get_county(code)
    if county.state != CountyState.CLOSED:
        raise CountyStillOpen(county=county.name)
    package = read_export(export)
    _require_equal(county, package)
    until = kept_until(county)
    if localdate(at) < until and not handed_to.strip():
        raise StillToBeKept(county=county.name, until=f"{until:%Y年%-m月%-d日}")
    facts = {"export": str(export), "of": package.at, "handed_to": handed_to}
    with transaction.atomic():
        schema = sql.Identifier(county.schema_name)
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(schema).as_string(None))
        CountyEvent.objects.create(county_code=code, kind="county.remove", at=at, facts=facts)
        County.objects.filter(pk=county.pk).delete()
    return county


def kept_until(county: County) -> date:
    """The day before which a closed county is not removed without an archive."""
    closed = CountyEvent.objects.filter(county_code=county.code, kind="county.close").first()
    day = localdate(closed.at) if closed else date.max
    with tenant_context(county):
        try:
            years = parameter(YEARS, day)
        except ParameterMissing:  # closed before this release knew the parameter
            years = parameters_of_county()[YEARS].value
    # The end of the year, as archives count.
    return date(min(day.year + int(years) + 1, date.max.year), 1, 1)


def _require_equal(county: County, package: Export) -> None:
    with Database().connect(reading=True) as reading:
        found = exported_figures(reading, county.schema_name)
    wrong = unlike(package.tables, found)
    if package.code != county.code or package.missing_files or wrong:
        raise ExportOutdated(county=county.name, tables="、".join(wrong + package.missing_files))
