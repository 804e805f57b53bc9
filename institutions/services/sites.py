"""Where an institution is, and where it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.gis.geos import Point
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput
from institutions.coordinates import LonLat, to_wgs84
from institutions.errors import MoveBeforeSite, PointOutsideCounty
from institutions.models import Institution, Site
from institutions.rules import is_on_earth
from institutions.services import _rows
from institutions.states import CoordinateSystem
from tenants.current import county

_SYSTEMS = frozenset(CoordinateSystem.values)


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteData:
    """A place as somebody read it: address, and longitude ``x``, latitude ``y`` in ``system``.

    ``may_lie_outside``: a person looked at a point outside the county and keeps it; it is then
    a question until somebody answers it.
    """

    address: str
    x: float | None = None
    y: float | None = None
    system: str = CoordinateSystem.WGS84
    accuracy_m: int | None = None
    may_lie_outside: bool = False


@transaction.atomic
def move_site(institution_id: int, site: SiteData, *, on: date, by: User, at: datetime) -> Site:
    """From the day ``on`` the institution is at this site; the former one ends that day.

    Also the way to put a wrong position right: dated on the day on which the present site
    began, it takes its place and leaves the wrong one as a site of no day.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        PointOutsideCounty: the point does not lie in the county.
        MoveBeforeSite, DayInFuture: the day cannot be.
        BadInput: no address, half a reading, a reading that is on no map.
    """
    require(by, Permission.INSTITUTION_EDIT)
    institution = _rows.locked(institution_id)
    _rows.require_happened("地点变更日期", on, at=at)
    before = institution.sites.current().first()
    if before is None:
        return first_site(institution, site, on=on, by=by, at=at)
    if on < before.valid_from:
        raise MoveBeforeSite(thing=institution, since=chinese_date(before.valid_from))
    new = built(institution, site, on=on)
    if same(before, new):
        return before
    before.valid_until = on
    before.save(update_fields=["valid_until"])
    new.save()
    record(
        "institution.move_site",
        institution,
        by=by,
        at=at,
        old=told(before),
        new=told(new),
        on=on.isoformat(),
    )
    return new


def first_site(
    institution: Institution, site: SiteData, *, on: date, by: User, at: datetime
) -> Site:
    """Give an institution the site it has none of. The caller has asked permission and locked."""
    new = built(institution, site, on=on)
    new.save()
    record(
        "institution.move_site",
        institution,
        by=by,
        at=at,
        old="",
        new=told(new),
        on=on.isoformat(),
    )
    return new


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """What is stored of a site, whoever it belongs to; ``point`` is WGS 84 longitude, latitude."""

    address: str
    point: LonLat | None
    source_system: str
    source_x: float | None
    source_y: float | None
    accuracy_m: int | None

    def __str__(self) -> str:
        """As history tells it: address and stored position."""
        if self.point is None:
            return self.address
        return f"{self.address}（{self.point[0]:.6f}，{self.point[1]:.6f}）"


def check_site(site: SiteData) -> CheckedSite:
    """A site as it would be stored. Raises BadInput, PointOutsideCounty."""
    address = _rows.words(Site, "address", site.address)
    if not address:
        raise BadInput(sentence="地址是空的，请填写详细地址。")
    if site.system not in _SYSTEMS:
        raise BadInput(sentence=f"没有“{site.system}”这种坐标系，请从列表中选择。")
    if site.accuracy_m is not None and not 0 <= site.accuracy_m <= 100_000:
        raise BadInput(sentence="定位精度须在0至100000米之间，不知道时请留空。")
    point = _point_in_county(site)
    if point is None:
        return CheckedSite(address, None, CoordinateSystem.UNKNOWN.value, None, None, None)
    return CheckedSite(address, point, str(site.system), site.x, site.y, site.accuracy_m)


def _point_in_county(site: SiteData) -> LonLat | None:
    """The reading as a WGS 84 point. None if there is no reading; half a one is refused."""
    if site.x is None and site.y is None:
        return None
    if site.x is None or site.y is None:
        raise BadInput(sentence="坐标只填了一半，请同时填写经度和纬度，或都留空。")
    if not is_on_earth(site.x, site.y):
        raise BadInput(sentence="坐标超出范围：经度须在-180至180之间，纬度须在-90至90之间。")
    lon, lat = to_wgs84(site.x, site.y, site.system)
    here = county()
    if not site.may_lie_outside and not here.covers(Point(lon, lat)):
        raise PointOutsideCounty(lon=f"{lon:.5f}", lat=f"{lat:.5f}", county=here.name)
    return lon, lat


def built(institution: Institution, site: SiteData, *, on: date) -> Site:
    """The row as it would be stored. Raises BadInput, PointOutsideCounty."""
    checked = check_site(site)
    return Site(
        institution_id=institution.pk,
        address=checked.address,
        point=Point(*checked.point, srid=4326) if checked.point else None,
        source_system=checked.source_system,
        source_x=checked.source_x,
        source_y=checked.source_y,
        accuracy_m=checked.accuracy_m,
        valid_from=on,
    )


def same(old: Site, new: Site) -> bool:
    """Do two sites say the same of where it is?"""
    fields = ("address", "source_system", "source_x", "source_y", "accuracy_m")
    return all(getattr(old, field) == getattr(new, field) for field in fields)


def told(site: Site) -> str:
    """A stored site as history tells it."""
    if site.point is None:
        return site.address
    return f"{site.address}（{site.point.x:.6f}，{site.point.y:.6f}）"
