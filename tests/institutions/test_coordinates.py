from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from institutions.coordinates import from_wgs84, to_wgs84
from institutions.states import CoordinateSystem

longitudes = st.floats(73.7, 135.0)
latitudes = st.floats(3.9, 53.5)
SHIFTED = [CoordinateSystem.GCJ02, CoordinateSystem.BD09]


def metres_between(one, two):
    """Flat, which is exact enough over a kilometre."""
    north = (two[1] - one[1]) * 111_195
    east = (two[0] - one[0]) * 111_195 * cos(radians(one[1]))
    return hypot(east, north)


@pytest.mark.parametrize("system", CoordinateSystem.values)
@given(lon=longitudes, lat=latitudes)
def test_there_and_back_is_within_a_metre(system, lon, lat):
    shown = from_wgs84(lon, lat, system)

    assert metres_between((lon, lat), to_wgs84(*shown, system)) < 0.01


@pytest.mark.parametrize("system", SHIFTED)
@given(lon=longitudes, lat=latitudes)
def test_a_reading_converted_and_shown_again_is_the_reading(system, lon, lat):
    stored = to_wgs84(lon, lat, system)

    assert metres_between((lon, lat), from_wgs84(*stored, system)) < 0.01


@pytest.mark.parametrize("system", ["wgs84", "cgcs2000", "unknown"])
def test_systems_without_a_shift_are_taken_as_they_are(system):
    assert to_wgs84(111.6, 25.0, system) == (111.6, 25.0)
    assert from_wgs84(111.6, 25.0, system) == (111.6, 25.0)


@given(lon=longitudes, lat=latitudes)
def test_the_shift_of_gcj02_is_tens_to_hundreds_of_metres(lon, lat):
    assert 10 < metres_between((lon, lat), from_wgs84(lon, lat, "gcj02")) < 1500


# Values on which the published converters of several languages agree.
BEIJING = (116.404, 39.915), (116.41024449916938, 39.91640428150164)
JIAXING = (121.0917077, 30.6107779), (121.09626935575027, 30.608604331756705)
JIAXING_BD = (121.10271732371203, 30.61484572185035)


@pytest.mark.parametrize(("wgs", "gcj"), [BEIJING, JIAXING])
def test_gcj02_agrees_with_the_maps_to_a_centimetre(wgs, gcj):
    assert metres_between(from_wgs84(*wgs, "gcj02"), gcj) < 0.01
    assert metres_between(to_wgs84(*gcj, "gcj02"), wgs) < 0.01


def test_bd09_agrees_with_the_maps_to_a_centimetre():
    assert metres_between(from_wgs84(*JIAXING[0], "bd09"), JIAXING_BD) < 0.01
    assert metres_between(to_wgs84(*JIAXING_BD, "bd09"), JIAXING[0]) < 0.01


@pytest.mark.parametrize("place", [(2.35, 48.86), (-70.0, -33.4), (140.0, 36.0)])
def test_outside_china_gcj02_is_not_shifted(place):
    assert from_wgs84(*place, "gcj02") == place
    assert to_wgs84(*place, "gcj02") == place
