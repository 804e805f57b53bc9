"""One boundary is cut out of the package's file; the whole file read as JSON says the same."""

import json

import pytest
from django.contrib.gis.geos import GEOSGeometry

from tenants import boundaries
from tenants.boundaries import boundary_of
from tenants.errors import UnknownDivision


@pytest.fixture(scope="module")
def areas() -> dict[str, GEOSGeometry]:
    """By code, those with one; the file also draws islands without a code."""
    features = json.loads(boundaries._data_file().read_bytes())["features"]
    return {
        feature["properties"]["gb"].removeprefix("156"): feature["geometry"]
        for feature in features
        if feature["properties"].get("gb", "").startswith("156")
    }


def test_cutting_out_and_reading_the_whole_say_the_same(areas):
    codes = sorted(areas)
    assert len(codes) > 2800

    for code in [codes[0], "431129", codes[-1], *codes[:: len(codes) // 40]]:
        whole = GEOSGeometry(json.dumps(areas[code]), srid=4326)
        assert boundary_of(code).equals_exact(whole) or boundary_of(code)[0].equals_exact(whole)


@pytest.mark.parametrize("code", ["000000", "43112", '431129"', ""])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(UnknownDivision):
        boundary_of(code)
