import json
from datetime import timedelta

import pytest

from common.errors import BadInput
from common.filters import Asker
from institutions.filters import InstitutionFilters
from institutions.models import Institution
from institutions.queries import as_geojson, institutions_for, search, timeline
from institutions.services import change_institution, move_institution, reregister_as_nonprofit
from tenants.errors import WrongCounty
from tests.factories.accounts import UserFactory
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory, SiteFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
ASKER = Asker(None, DAY)
EMPTY = {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("role", ["inspector", "section_head", "registry_clerk", "bureau_head"])
def test_the_bureaus_people_see_the_registry(role):
    shop = InstitutionFactory()

    assert list(institutions_for(UserFactory(**{role: True}))) == [shop]


def test_a_partner_officer_sees_no_registry():
    InstitutionFactory()

    assert not institutions_for(UserFactory(partner_officer=True)).exists()


@pytest.mark.parametrize("text", ["春", "春芽", "小芽", "芽 托管", "143112", "MA1TEK", "解放"])
def test_search_finds_by_any_part_of_name_number_or_address(text):
    wanted = InstitutionFactory(
        name="春芽托管中心",
        short_name="小芽",
        licence_no="143112970000018",
        credit_code=BUSINESS_CODE,
        site__address="城关镇解放路1号",
    )
    InstitutionFactory(name="青禾学校", licence_no="999", site=True)

    assert list(search(text)) == [wanted]


@pytest.mark.parametrize("text", ["", "  ", "春芽 学校", "文化"])
def test_search_finds_nothing_without_words_or_by_a_former_address(text):
    shop = InstitutionFactory(name="春芽托管中心")
    SiteFactory(institution=shop, address="文化路", valid_until=DAY)

    assert list(search(text)) == []


@pytest.fixture
def three_kinds():
    tutoring = InstitutionFactory(name="甲", nature="for_profit", site=True)
    care = InstitutionFactory(name="乙", childcare=True, nature="non_profit")
    illegal = InstitutionFactory(name="丙", unlicensed=True, nature="unknown", site=True)
    return {"甲": tutoring, "乙": care, "丙": illegal}


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, "丙乙甲"),
        ({"kind": "childcare"}, "乙"),
        ({"state": "unlicensed", "page": "2"}, "丙"),
        ({"nature": "for_profit"}, "甲"),
        ({"located": "yes"}, "丙甲"),
        ({"located": "no"}, "乙"),
        ({"text": "甲"}, "甲"),
        ({"kind": "subject", "state": "unlicensed", "text": " "}, "丙"),
    ],
)
def test_filters_narrow_the_list(three_kinds, given, names):
    rows = InstitutionFilters(given, asker=ASKER).narrow(Institution.objects.all())

    assert {row.name for row in rows} == set(names)


@pytest.mark.parametrize("given", [{"kind": "school"}, {"state": "open"}, {"located": "perhaps"}])
def test_an_unknown_filter_value_is_refused_and_not_left_out(given):
    with pytest.raises(BadInput, match="筛选条件“..”没有“.+”这个选项，请重新选择。"):
        InstitutionFilters(given, asker=ASKER)


def test_an_unknown_filter_is_left_to_the_page_and_refused_to_other_programs():
    assert InstitutionFilters({"page": "2", "stat": "x"}, asker=ASKER).chosen == {}

    with pytest.raises(BadInput, match="没有“stat”这个筛选条件，可用的是：text、kind、"):
        InstitutionFilters({"stat": "x"}, asker=ASKER, strict=True)


def test_geojson_holds_the_located_ones_at_their_current_site():
    shop = InstitutionFactory(name='双引号"与\\', site__address="文化路1号")
    SiteFactory(institution=shop, valid_until=DAY, source_x=111.9)
    SiteFactory(institution=InstitutionFactory(), unsurveyed=True)
    InstitutionFactory()

    assert json.loads(as_geojson(Institution.objects.all())) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": shop.pk,
                "geometry": {"type": "Point", "coordinates": [111.6, 25.0]},
                "properties": {
                    "id": shop.pk,
                    "name": '双引号"与\\',
                    "kind": "subject",
                    "state": "licensed",
                    "address": "文化路1号",
                },
            }
        ],
    }


def test_geojson_of_nothing_is_an_empty_collection(three_kinds):
    user = UserFactory(partner_officer=True)

    assert json.loads(as_geojson(Institution.objects.filter(name="丁"))) == EMPTY
    assert json.loads(as_geojson(institutions_for(user))) == EMPTY


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_list_and_map_cost_the_same_however_long(rows, django_assert_num_queries):
    InstitutionFactory.create_batch(rows, site=True)
    clerk = UserFactory(registry_clerk=True)
    given = {"kind": "subject", "text": "青禾", "located": "yes"}
    narrowed = InstitutionFilters(given, asker=ASKER).narrow

    with django_assert_num_queries(2):
        addresses = [row.current_site.address for row in narrowed(institutions_for(clerk))]
    with django_assert_num_queries(1):
        features = json.loads(as_geojson(narrowed(institutions_for(clerk))))["features"]

    assert (len(addresses), len(features)) == (rows, rows)


def test_timeline_tells_what_happened_newest_first(django_assert_num_queries):
    clerk = UserFactory(registry_clerk=True, full_name="王录")
    shop = InstitutionFactory(name="老名", credit_code=BUSINESS_CODE)
    change_institution(shop.pk, {"name": "新名"}, version=1, by=clerk, at=NOON)
    later = NOON + timedelta(hours=1)
    move_institution(shop.pk, "suspend", by=clerk, at=later, reason="自行申请")
    last = later + timedelta(hours=1)
    reregister_as_nonprofit(shop.pk, on=DAY, note="批复", by=clerk, at=last)

    with django_assert_num_queries(1):
        told = timeline(shop)

    assert [(entry.at, entry.title, entry.detail, entry.who) for entry in told] == [
        (
            last,
            "统一登记为非营利性机构",
            f"营利性，市场监管登记（营业执照），{BUSINESS_CODE} → "
            "非营利性，民政登记（民办非企业单位），无统一社会信用代码；批复",
            "王录",
        ),
        (later, "停业", "正式设立 → 停业；自行申请", "王录"),
        (NOON, "变更信息", "机构名称：老名 → 新名", "王录"),
    ]


def test_the_neighbour_county_sees_nothing(next_door):
    shop = InstitutionFactory(name="春芽", site=True)
    built_here = Institution.objects.all()

    with next_door():
        clerk = UserFactory(registry_clerk=True)
        assert not institutions_for(clerk).exists()
        assert list(search("春芽")) == []
        assert json.loads(as_geojson(Institution.objects.all())) == EMPTY
        assert timeline(InstitutionFactory(pk=shop.pk)) == []
        with pytest.raises(WrongCounty):
            as_geojson(built_here)
