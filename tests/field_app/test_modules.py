"""The phone's own modules, run where they will run: in Chromium."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.field_app.phone import PIN
from tests.house.files import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ODD = {
    "z": [1, -7, 0, 9007199254740991],
    "a": 'quotes " and \\ and / and \n\t\x01',
    "\ue000": "private use sorts after the pair of units below",
    "😀": {"b": None, "a": True, "é": "e\u0301 stays as typed"},
    "": "责令改正〔2026〕1号",
}


def _canonical(value: object) -> str:
    """The same rule in Python: keys by UTF-16 units."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        inside = (f"{_canonical(key)}:{_canonical(value[key])}" for key in keys)
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def run(new_phone):
    """``run("bytes", "canonical", value)``: call what a module of the app exports."""
    page = new_phone().page
    page.goto("/field/")

    def call(module: str, name: str, *values: object) -> object:
        return page.evaluate(
            "([module, name, values]) => import(`/static/field/js/${module}.js`)"
            ".then((it) => it[name](...values))",
            [module, name, list(values)],
        )

    return call


def test_a_value_is_written_down_as_python_writes_it(run):
    assert run("bytes", "canonical", ODD) == _canonical(ODD)


@pytest.mark.parametrize("value", [0.5, 2**53, {"a": [1, 2.25]}])
def test_a_fraction_is_never_written_down(run, value):
    with pytest.raises(Exception, match="not a whole number"):
        run("bytes", "canonical", value)


def test_a_distance_is_the_one_of_the_map(run):
    site = {"lat_e7": 250000000, "lon_e7": 1116000000}
    north = {"lat_e7": 250090000, "lon_e7": 1116000000}  # 0.009 degrees of a meridian
    east = {"lat_e7": 250000000, "lon_e7": 1116100000}

    assert run("position", "distanceM", site, site) == 0
    assert run("position", "distanceM", site, north) == pytest.approx(997, abs=5)
    assert run("position", "distanceM", site, east) == pytest.approx(1009, abs=5)
    assert run("position", "distanceM", site, None) is None


LIMITS = {"far_m": 500, "coarse_m": 100, "old_s": 120, "jump_m_per_s": 60}


def _reading(at: str, *, lat: int = 250000000, accuracy: int = 10) -> dict:
    return {"lat_e7": lat, "lon_e7": 1116000000, "accuracy_m": accuracy, "at": at}


@pytest.mark.parametrize(
    ("position", "before", "marks"),
    [
        (None, None, ["none"]),
        (_reading("2026-11-22T03:00:00.000Z"), None, []),
        (_reading("2026-11-22T03:00:00.000Z", accuracy=900), None, ["coarse"]),
        (_reading("2026-11-22T02:50:00.000Z"), None, ["old"]),
        (_reading("2026-11-22T03:00:00.000Z", lat=250090000), None, ["far"]),
        (
            _reading("2026-11-22T03:00:00.000Z"),
            _reading("2026-11-22T02:59:59.000Z", lat=251000000),
            ["jump"],
        ),
        (
            _reading("2026-11-22T03:00:00.000Z"),
            _reading("2026-11-22T02:59:00.000Z"),
            ["repeat"],
        ),
    ],
)
def test_an_odd_position_is_marked(run, position, before, marks):
    told = {
        "at": "2026-11-22T03:00:10.000Z",
        "before": before,
        "site": {"lat_e7": 250000000, "lon_e7": 1116000000},
        "limits": LIMITS,
    }

    assert run("position", "marksOf", position, told) == marks


def test_a_signature_fits_the_box_of_a_paper(run):
    drawn = {
        "v": 1,
        "width": 600,
        "height": 450,
        "strokes": [[[0, 0, 0], [600, 450, 9]], [[5, 5, 20]]],
    }

    path = run("ink", "asPath", drawn)

    assert re.fullmatch(r"(?:[ML]\d{1,4} \d{1,3})+", path)
    assert path.startswith("M300 0L700 300M")
    assert path.count("L") == 2  # a dot is a line of no length


def test_an_order_is_filled_in_as_the_server_fills_it(run):
    """The example that both sides are held against; its payload was written by the server."""
    told = json.loads((ROOT / "tests/data/orders_on_site.json").read_text(encoding="utf-8"))
    section = {"releases": {told["order"]["release"]: told["release"]}, "citable": told["citable"]}

    paper = run("orders", "fill", section, told["order"], told["filled"])

    assert paper == told["payload"]
    assert run("orders", "digest", paper) == told["sha256"]


BROKEN = {
    "indexedDB": "delete window.indexedDB; delete Window.prototype.indexedDB",
    "locks": "Object.defineProperty(navigator, 'locks', { value: undefined })",
    "serviceWorker": "delete Navigator.prototype.serviceWorker",
}


@pytest.mark.parametrize("lost", BROKEN)
def test_a_browser_that_cannot_hold_a_visit_says_so(new_phone, lost):
    phone = new_phone()
    phone.page.add_init_script(BROKEN[lost])
    phone.page.goto("/field/")

    expect(phone.page.locator("h1")).to_have_text("这个浏览器不能用于现场检查")
    expect(phone.page.locator(".reasons li")).to_have_count(1)


def test_a_browser_inside_another_app_is_sent_away(new_phone):
    phone = new_phone()
    phone.page.add_init_script(
        "Object.defineProperty(navigator, 'userAgent', { value: 'Android MicroMessenger/8.0' })"
    )
    phone.page.goto("/field/")

    expect(phone.page.locator(".reasons")).to_contain_text("系统浏览器")


def test_registering_needs_somebody_who_is_signed_in(new_phone):
    phone = new_phone()
    phone.page.goto("/field/")
    phone.page.fill("#device", "陌生手机")
    phone.page.fill("#pin", PIN)
    phone.page.fill("#again", PIN)
    phone.press("登记")

    expect(phone.page.locator("[role=alert]")).to_contain_text("请先登录")
    assert phone.stored("plain") == 0


@pytest.mark.parametrize(
    ("pin", "again", "sentence"),
    [("12345", "12345", "6位数字"), ("111111", "111111", "太容易"), ("204871", "204872", "不一致")],
)
def test_a_poor_pin_is_refused(new_phone, pin, again, sentence):
    phone = new_phone()
    phone.page.goto("/field/")
    phone.page.fill("#device", "手机")
    phone.page.fill("#pin", pin)
    phone.page.fill("#again", again)
    phone.press("登记")

    expect(phone.page.locator("[role=alert]")).to_contain_text(sentence)
