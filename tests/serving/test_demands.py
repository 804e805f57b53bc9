"""Each way of service has its evidence and its own day of effect."""

from dataclasses import replace
from datetime import date

import pytest

from serving import demands
from serving.demands import DeliveryFacts
from serving.states import DeliveryWay, Hindrance
from tests.times import DAY


@pytest.mark.parametrize("way", [w for w in DeliveryWay if w != DeliveryWay.PUBLIC_NOTICE])
def test_service_takes_effect_the_same_day(way):
    assert demands.effective_day(way, DAY, public_notice_days=30) == DAY


def test_public_notice_takes_effect_when_its_days_have_passed():
    day = demands.effective_day(DeliveryWay.PUBLIC_NOTICE, date(2022, 3, 1), public_notice_days=30)

    assert day == date(2022, 3, 31)


COMPLETE = {
    "direct": DeliveryFacts("direct", recipient="王春梅"),
    "left": DeliveryFacts("left", reason="拒收", place="城关镇", witness="社区李主任"),
    "electronic": DeliveryFacts("electronic", consent_ref="确认书1号", place="a@example.cn"),
    "mail": DeliveryFacts("mail", mail_ref="EMS123", recipient="王春梅"),
    "public_notice": DeliveryFacts("public_notice", reason="下落不明", place="县政府网站"),
}


@pytest.mark.parametrize("way", DeliveryWay.values)
def test_each_way_has_its_evidence(way):
    assert demands.delivery_gaps(COMPLETE[way]) == []
    assert demands.delivery_gaps(DeliveryFacts(way)) != []


def test_a_photo_stands_in_for_the_witness_of_a_paper_left_behind():
    left = DeliveryFacts("left", reason="拒收", place="城关镇", has_proof=True)

    assert demands.delivery_gaps(left) == []


def test_a_substitute_names_the_relation():
    facts = DeliveryFacts("direct", recipient="李芳", is_substitute=True)

    assert demands.delivery_gaps(facts) == ["代收人与受送达人的关系"]


def test_a_substitute_is_a_kind_of_direct_service_only():
    facts = DeliveryFacts("mail", mail_ref="EMS123", recipient="王春梅", is_substitute=True)

    assert demands.delivery_gaps(facts) == ["代收只能用于直接送达，请改选送达方式"]


@pytest.mark.parametrize(
    ("tried", "is_open"),
    [([], False), ([Hindrance.REFUSED], False), ([Hindrance.ABSENT], False)]
    + [([Hindrance.REFUSED, Hindrance.RETURNED], False), ([Hindrance.RETURNED], False)]
    + [([Hindrance.ABSENT, Hindrance.RETURNED], True), ([Hindrance.UNKNOWN], True)],
)
def test_public_notice_is_the_last_way(tried, is_open):
    assert demands.may_go_public(tried) is is_open


@pytest.mark.parametrize("way", DeliveryWay.values)
def test_a_paper_is_served_with_its_receipt(way):
    facts = replace(COMPLETE[way], has_proof=True)

    assert demands.paper_gaps(facts) == []
    assert len(demands.paper_gaps(replace(facts, has_proof=False))) >= 1


@pytest.mark.parametrize(
    ("hindrance", "missing"),
    [
        ("absent", ["送达的地点", "到场的经过"]),
        ("refused", ["送达的地点", "拒绝签收的理由"]),
        ("returned", ["送达的地点", "退回的原因", "邮件号码"]),
        ("unknown", ["送达的地点", "查找的经过"]),
    ],
)
def test_each_hindrance_has_its_story(hindrance, missing):
    assert demands.attempt_gaps(hindrance, place="", note="", mail_ref="") == missing
    assert demands.attempt_gaps(hindrance, place="路1号", note="说明", mail_ref="E1") == []


def test_a_party_is_found_by_its_code_or_its_name_and_day_of_birth():
    born = date(1985, 3, 1)

    assert demands.party_key("甲校", credit_code=" 91X ") == "91X"
    assert demands.party_key(" 甲班 ") == "甲班"
    assert demands.party_key("李大山", born_on=born) == "李大山/19850301"
    assert len(demands.party_key("长" * 200, born_on=born)) == 80


@pytest.mark.parametrize(
    ("party", "is_own"),
    [
        ({"name": "甲", "credit_code": "91X"}, True),
        ({"name": "甲", "credit_code": "91Y"}, False),
        ({"name": "甲"}, True),
        ({"name": "乙"}, False),
        ("甲", True),
        (None, False),
    ],
)
def test_a_confirmation_is_that_of_the_party_on_the_paper(party, is_own):
    assert demands.is_of_party(party, name="甲", key="91X") is is_own


def test_electronic_addresses_are_told_apart():
    assert demands.accounts_in("a@b.cn、0746-1；c@d.cn") == ["a@b.cn", "0746-1", "c@d.cn"]
