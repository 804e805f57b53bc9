"""Entering and changing an institution."""

from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, ChangedMeanwhile, NotAllowed, NotFound
from institutions.errors import (
    CreditCodeTaken,
    LicenceMissing,
    LicenceNoTaken,
    LicenceTermBackwards,
    NotAFirstState,
    PointOutsideCounty,
    RegisterContradictsCode,
    RegisterMissing,
    WrongCreditCode,
)
from institutions.models import Institution, Site
from institutions.services import (
    InstitutionData,
    SiteData,
    change_institution,
    register_institution,
)
from tests.factories.accounts import UserFactory
from tests.factories.institutions import BUSINESS_CODE, CIVIL_CODE, InstitutionFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


def _data(**changes):
    return InstitutionData(**({"name": "青禾培训学校", "kind": "subject"} | changes))


def test_register_unlicensed_needs_neither_licence_nor_code(clerk):
    site = SiteData(address="城关镇文化路1号", x=111.6, y=25.0, accuracy_m=15)

    made = register_institution(_data(state="unlicensed"), site=site, by=clerk, at=NOON)

    found = Institution.objects.get()
    assert (found, found.state, found.licence_no) == (made, "unlicensed", None)
    assert (found.credit_code, found.version, found.created_by) == (None, 1, clerk)
    where = found.current_site
    assert (where.address, where.point.coords) == ("城关镇文化路1号", (111.6, 25.0))
    assert (where.valid_from, where.accuracy_m) == (DAY, 15)
    kinds = AuditEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["institution.register", "institution.move_site"]


def test_register_cleans_words_and_numbers(clerk):
    sent = _data(
        name="  青禾　培训学校 ",
        state="licensed",
        licence_no=" 教民 143112970000018号 ",
        credit_code=" 52999901mjx000018k ",
        register_kind="civil",
    )

    made = register_institution(sent, by=clerk, at=NOON)

    assert (made.name, made.licence_no) == ("青禾 培训学校", "教民143112970000018号")
    assert made.credit_code == CIVIL_CODE


def test_register_without_permission_is_refused_and_changes_nothing():
    with pytest.raises(NotAllowed):
        register_institution(_data(), by=UserFactory(inspector=True), at=NOON)

    assert not Institution.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        (
            {"credit_code": "91999901MA1TEK102G"},
            WrongCreditCode,
            "统一社会信用代码“91999901MA1TEK102G”第18位校验码不符，请对照证照原件核对后重填。",
        ),
        (
            {"credit_code": BUSINESS_CODE, "register_kind": "civil"},
            RegisterContradictsCode,
            "前两位属于“市场监管登记（营业执照）”，与所填登记机关“民政登记（民办非企业单位）”不一致",
        ),
        ({"state": "licensed"}, LicenceMissing, "机构“青禾培训学校”没有办学许可证编号"),
        ({"state": "registered"}, RegisterMissing, "机构“青禾培训学校”没有填写登记机关"),
        ({"state": "revoked"}, NotAFirstState, "不能直接处于“吊销”，请先按“线索、无证、"),
        (
            {"licence_from": date(2021, 9, 1), "licence_until": date(2021, 8, 31)},
            LicenceTermBackwards,
            "许可证有效期止（2021年8月31日）早于有效期起（2021年9月1日）",
        ),
        ({"name": " "}, BadInput, "机构名称是空的，请按证照或现场招牌填写名称。"),
        ({"kind": "school"}, BadInput, "没有“school”这个选项，请从列表中选择。"),
        ({"state": "open"}, BadInput, "没有“open”这个选项，请从列表中选择。"),
        ({"short_name": "长" * 61}, BadInput, "简称有61个字，最多60个字，请缩短后再保存。"),
        ({"licence_no": "1" * 41}, BadInput, "办学许可证编号有41个字，最多40个字"),
    ],
)
def test_register_what_cannot_be_is_refused_and_changes_nothing(clerk, changes, refusal, words):
    with pytest.raises(refusal) as caught:
        register_institution(_data(**changes), by=clerk, at=NOON)

    assert words in str(caught.value)
    assert not Institution.objects.exists()
    assert not AuditEvent.objects.exists()


def test_register_outside_the_county_leaves_nothing_behind(clerk):
    site = SiteData(address="邻县", x=113.0, y=25.0)

    with pytest.raises(PointOutsideCounty):
        register_institution(_data(), site=site, by=clerk, at=NOON)

    assert not Institution.objects.exists()
    assert not Site.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal", "sentence"),
    [
        (
            {"credit_code": BUSINESS_CODE},
            CreditCodeTaken,
            f"统一社会信用代码“{BUSINESS_CODE}”已登记在机构“老店”名下，"
            "请核对代码，或到该机构页面修改。",
        ),
        (
            {"licence_no": "143112970000018"},
            LicenceNoTaken,
            "办学许可证编号“143112970000018”已登记在机构“老店”名下，"
            "请核对编号，或到该机构页面修改。",
        ),
    ],
)
def test_register_a_number_that_is_taken_is_refused(clerk, fields, refusal, sentence):
    InstitutionFactory(name="老店", **fields)

    with pytest.raises(refusal) as caught:
        register_institution(_data(**fields), by=clerk, at=NOON)

    assert str(caught.value) == sentence
    assert Institution.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_change_keeps_before_and_after_in_history(clerk):
    shop = InstitutionFactory(name="老名", nature="for_profit")
    changes = {
        "name": "新名",
        "nature": "non_profit",
        "phone": shop.phone,
        "licence_until": date(2024, 8, 31),
    }

    changed = change_institution(shop.pk, changes, version=1, by=clerk, at=NOON)

    shop.refresh_from_db()
    assert (shop.name, shop.nature, shop.version) == ("新名", "non_profit", 2)
    assert changed == shop
    events = AuditEvent.objects.order_by("pk")
    assert [(event.kind, event.actor_id, event.facts) for event in events] == [
        ("institution.change", clerk.pk, fact)
        for fact in (
            {"field": "name", "label": "机构名称", "old": "老名", "new": "新名"},
            {"field": "nature", "label": "性质", "old": "营利性", "new": "非营利性"},
            {
                "field": "licence_until",
                "label": "许可证有效期止",
                "old": "",
                "new": "2024年8月31日",
            },
        )
    ]


def test_change_with_equal_values_changes_nothing(clerk):
    shop = InstitutionFactory()

    change_institution(shop.pk, {"name": f" {shop.name} "}, version=1, by=clerk, at=NOON)

    assert Institution.objects.get().version == 1
    assert not AuditEvent.objects.exists()


def test_change_of_an_older_version_is_refused_and_keeps_the_newer(clerk):
    shop = InstitutionFactory(name="老名")
    change_institution(shop.pk, {"name": "甲"}, version=1, by=clerk, at=NOON)

    with pytest.raises(ChangedMeanwhile) as caught:
        change_institution(shop.pk, {"name": "乙"}, version=1, by=clerk, at=NOON)

    assert str(caught.value) == "机构“甲”刚刚已被他人修改，请刷新页面核对后再保存。"
    assert Institution.objects.get().name == "甲"
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": "stopped"}, BadInput),
        ({"version": 7}, BadInput),
        ({"licence_no": ""}, LicenceMissing),
        ({"credit_code": "123"}, WrongCreditCode),
        ({"kind": "school"}, BadInput),
    ],
)
def test_change_to_what_cannot_be_is_refused_and_changes_nothing(clerk, changes, refusal):
    shop = InstitutionFactory(name="老名")

    with pytest.raises(refusal):
        change_institution(shop.pk, {"name": "新名"} | changes, version=1, by=clerk, at=NOON)

    shop.refresh_from_db()
    assert (shop.name, shop.version) == ("老名", 1)
    assert not AuditEvent.objects.exists()


def test_change_without_permission_is_refused_and_changes_nothing():
    shop = InstitutionFactory(name="老名")

    with pytest.raises(NotAllowed):
        change_institution(
            shop.pk, {"name": "新名"}, version=1, by=UserFactory(section_head=True), at=NOON
        )

    assert Institution.objects.get().name == "老名"


def test_the_neighbour_county_cannot_change_by_number(next_door):
    shop = InstitutionFactory(name="老名")

    with next_door():
        stranger = UserFactory(registry_clerk=True)
        with pytest.raises(NotFound):
            change_institution(shop.pk, {"name": "新名"}, version=1, by=stranger, at=NOON)

    assert Institution.objects.get().name == "老名"
