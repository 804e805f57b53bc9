"""Between the coordinate systems of Chinese maps and the one that is stored.

Stored is WGS 84. CGCS2000 differs from it by centimetres and is taken as equal. GCJ-02
shifts a true position by some hundred metres with a smooth, published-by-use formula;
BD-09 shifts GCJ-02 once more. Both are undone numerically, to well under a metre.
Outside the rectangle that the maps call China there is no shift.

Source: registry-funds 9.3. The series is the one all map clients use; no law prints it.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt

from institutions.states import CoordinateSystem

LonLat = tuple[float, float]  # degrees

# Krasovsky 1940, on which the shift was drawn up.
_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BD_TURN = pi * 3000 / 180
_BD_EAST, _BD_NORTH = 0.0065, 0.006
_CLOSE_ENOUGH_DEG = 1e-9  # a tenth of a millimetre


def to_wgs84(x: float, y: float, system: str) -> LonLat:
    """A reading of longitude ``x`` and latitude ``y`` in ``system``, as WGS 84 degrees.

    A reading of unknown system is taken as it is: it may be some hundred metres off.
    """
    if system == CoordinateSystem.BD09:
        return _gcj_to_wgs(*_bd_to_gcj(x, y))
    if system == CoordinateSystem.GCJ02:
        return _gcj_to_wgs(x, y)
    return x, y


def from_wgs84(lon: float, lat: float, system: str) -> LonLat:
    """A stored position as ``system`` shows it, for a map or a link of that maker."""
    if system == CoordinateSystem.BD09:
        return _gcj_to_bd(*_wgs_to_gcj(lon, lat))
    if system == CoordinateSystem.GCJ02:
        return _wgs_to_gcj(lon, lat)
    return lon, lat


def _is_shifted(lon: float, lat: float) -> bool:
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _shift_m(x: float, y: float) -> LonLat:
    """East and north shift in metres; x and y are degrees from 105° E, 35° N."""
    u, v, root = pi * x, pi * y, sqrt(abs(x))
    common = 20 * sin(6 * u) + 20 * sin(2 * u)
    east = 20 * sin(u) + 40 * sin(u / 3) + 150 * sin(u / 12) + 300 * sin(u / 30)
    north = 20 * sin(v) + 40 * sin(v / 3) + 160 * sin(v / 12) + 320 * sin(v / 30)
    return (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + (common + east) * 2 / 3,
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + (common + north) * 2 / 3,
    )


def _wgs_to_gcj(lon: float, lat: float) -> LonLat:
    if not _is_shifted(lon, lat):
        return lon, lat
    east_m, north_m = _shift_m(lon - 105, lat - 35)
    phi = radians(lat)
    squeeze = 1 - _ECCENTRICITY_SQUARED * sin(phi) ** 2
    per_degree_east = _SEMI_MAJOR_M / sqrt(squeeze) * cos(phi) * pi / 180
    per_degree_north = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / squeeze**1.5 * pi / 180
    return lon + east_m / per_degree_east, lat + north_m / per_degree_north


def _gcj_to_wgs(x: float, y: float) -> LonLat:
    """Step towards the position whose shift lands on the reading; the shift is nearly flat."""
    lon, lat = x, y
    for _ in range(20):
        shown_x, shown_y = _wgs_to_gcj(lon, lat)
        miss_x, miss_y = x - shown_x, y - shown_y
        lon, lat = lon + miss_x, lat + miss_y
        if max(abs(miss_x), abs(miss_y)) < _CLOSE_ENOUGH_DEG:
            break
    return lon, lat


def _gcj_to_bd(x: float, y: float) -> LonLat:
    radius = hypot(x, y) + 0.00002 * sin(y * _BD_TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * _BD_TURN)
    return radius * cos(angle) + _BD_EAST, radius * sin(angle) + _BD_NORTH


def _bd_to_gcj(x: float, y: float) -> LonLat:
    """As with GCJ-02: step back by what is missed until nothing is."""
    lon, lat = x - _BD_EAST, y - _BD_NORTH
    for _ in range(20):
        shown_x, shown_y = _gcj_to_bd(lon, lat)
        miss_x, miss_y = x - shown_x, y - shown_y
        lon, lat = lon + miss_x, lat + miss_y
        if max(abs(miss_x), abs(miss_y)) < _CLOSE_ENOUGH_DEG:
            break
    return lon, lat
