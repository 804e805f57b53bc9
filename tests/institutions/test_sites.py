"""Where an institution is."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound
from institutions.coordinates import from_wgs84
from institutions.errors import DayInFuture, MoveBeforeSite, PointOutsideCounty
from institutions.models import Site
from institutions.services import SiteData, move_site
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory, SiteFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
HERE = SiteData(address="城关镇朝阳路9号", x=111.7, y=25.1, system="wgs84", accuracy_m=10)


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


@pytest.fixture
def shop():
    return InstitutionFactory(site__address="城关镇文化路1号")


def test_move_ends_the_former_site_and_begins_the_next(clerk, shop):
    former = shop.current_site

    move_site(shop.pk, HERE, on=DAY, by=clerk, at=NOON)

    former.refresh_from_db()
    assert former.valid_until == DAY
    assert shop.current_site.address == "城关镇朝阳路9号"
    assert shop.current_site.point.coords == (111.7, 25.1)
    event = AuditEvent.objects.get()
    assert (event.kind, event.object_id) == ("institution.move_site", str(shop.pk))
    assert event.facts == {
        "old": "城关镇文化路1号（111.600000，25.000000）",
        "new": "城关镇朝阳路9号（111.700000，25.100000）",
        "on": "2021-11-10",
    }


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_move_stores_the_position_converted_and_the_reading_as_it_came(clerk, shop, system):
    x, y = from_wgs84(111.7, 25.1, system)

    move_site(shop.pk, SiteData(address="甲", x=x, y=y, system=system), on=DAY, by=clerk, at=NOON)

    site = shop.current_site
    assert site.point.coords == pytest.approx((111.7, 25.1), abs=1e-7)
    assert (site.source_system, site.source_x, site.source_y) == (system, x, y)


def test_move_to_the_same_place_changes_nothing(clerk, shop):
    move_site(shop.pk, HERE, on=DAY, by=clerk, at=NOON)

    move_site(shop.pk, HERE, on=DAY, by=clerk, at=NOON)

    assert Site.objects.count() == 2
    assert AuditEvent.objects.count() == 1


def test_move_on_the_first_day_puts_a_wrong_position_right(clerk, shop):
    wrong = shop.current_site

    move_site(shop.pk, HERE, on=wrong.valid_from, by=clerk, at=NOON)

    assert list(Site.objects.on(wrong.valid_from)) == [shop.current_site]


def test_move_without_a_former_site_is_its_first(clerk):
    shop = InstitutionFactory()

    move_site(shop.pk, SiteData(address="城关镇文化路1号"), on=DAY, by=clerk, at=NOON)

    site = shop.current_site
    assert (site.point, site.source_system, site.accuracy_m) == (None, "unknown", None)
    assert AuditEvent.objects.get().facts["old"] == ""


@pytest.mark.parametrize(
    ("site", "on", "refusal", "sentence"),
    [
        (
            SiteData(address="甲", x=25.1, y=111.7),
            DAY,
            BadInput,
            "坐标超出范围：经度须在-180至180之间，纬度须在-90至90之间。",
        ),
        (
            SiteData(address="甲", x=113.0, y=25.1),
            DAY,
            PointOutsideCounty,
            "坐标（经度113.00000，纬度25.10000）不在桤木县辖区内，请核对读数和坐标系后重填。",
        ),
        (
            SiteData(address="甲", x=111.7),
            DAY,
            BadInput,
            "坐标只填了一半，请同时填写经度和纬度，或都留空。",
        ),
        (
            SiteData(address="长" * 301),
            DAY,
            BadInput,
            "地址有301个字，最多300个字，请缩短后再保存。",
        ),
        (
            SiteData(address="甲", x=111.7, y=25.1, accuracy_m=-1),
            DAY,
            BadInput,
            "定位精度须在0至100000米之间，不知道时请留空。",
        ),
        (SiteData(address=" "), DAY, BadInput, "地址是空的，请填写详细地址。"),
        (
            SiteData(address="甲", x=111.7, y=25.1, system="mars"),
            DAY,
            BadInput,
            "没有“mars”这种坐标系，请从列表中选择。",
        ),
        (
            HERE,
            date(2021, 8, 31),
            MoveBeforeSite,
            "机构“甲校”现地点自2021年9月1日起启用，变更日期不能早于这一天，请核对日期。",
        ),
        (
            HERE,
            DAY + timedelta(days=1),
            DayInFuture,
            "地点变更日期（2021年11月11日）晚于今天（2021年11月10日），请在发生之后登记。",
        ),
    ],
)
def test_move_to_where_it_cannot_be_is_refused_and_changes_nothing(
    clerk, site, on, refusal, sentence
):
    shop = InstitutionFactory(name="甲校", site=True)

    with pytest.raises(refusal) as caught:
        move_site(shop.pk, site, on=on, by=clerk, at=NOON)

    assert str(caught.value) == sentence
    assert Site.objects.get().valid_until is None
    assert not AuditEvent.objects.exists()


def test_move_without_permission_is_refused_and_changes_nothing(shop):
    with pytest.raises(NotAllowed):
        move_site(shop.pk, HERE, on=DAY, by=UserFactory(inspector=True), at=NOON)

    assert Site.objects.count() == 1


def test_move_of_an_unknown_institution_is_refused(clerk):
    with pytest.raises(NotFound):
        move_site(404, HERE, on=DAY, by=clerk, at=NOON)


def test_sites_on_a_day_begin_with_it_and_end_before_their_last():
    site = SiteFactory(valid_from=date(2021, 9, 1), valid_until=date(2021, 10, 1))

    held = [Site.objects.on(date(2021, 9, 1)), Site.objects.on(date(2021, 9, 30))]
    assert [list(sites) for sites in held] == [[site], [site]]
    assert not Site.objects.on(date(2021, 8, 31)).exists()
    assert not Site.objects.on(date(2021, 10, 1)).exists()
