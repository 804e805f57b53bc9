"""Each way of service has its evidence and its own day of effect."""

from datetime import date

import pytest

from serving import rules
from serving.rules import DeliveryFacts
from serving.states import DeliveryWay, Hindrance
from tests.times import DAY


@pytest.mark.parametrize("way", [w for w in DeliveryWay if w != DeliveryWay.PUBLIC_NOTICE])
def test_service_takes_effect_the_same_day(way):
    assert rules.effective_day(way, DAY, public_notice_days=30) == DAY


def test_public_notice_takes_effect_when_its_days_have_passed():
    day = rules.effective_day(DeliveryWay.PUBLIC_NOTICE, date(2022, 3, 1), public_notice_days=30)

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
    assert rules.delivery_gaps(COMPLETE[way]) == []
    assert rules.delivery_gaps(DeliveryFacts(way)) != []


def test_a_photo_stands_in_for_the_witness_of_a_paper_left_behind():
    left = DeliveryFacts("left", reason="拒收", place="城关镇", has_proof=True)

    assert rules.delivery_gaps(left) == []


def test_a_substitute_names_the_relation():
    facts = DeliveryFacts("direct", recipient="李芳", is_substitute=True)

    assert rules.delivery_gaps(facts) == ["代收人与受送达人的关系"]


def test_a_substitute_is_a_kind_of_direct_service_only():
    facts = DeliveryFacts("mail", mail_ref="EMS123", recipient="王春梅", is_substitute=True)

    assert rules.delivery_gaps(facts) == ["代收只能用于直接送达，请改选送达方式"]


@pytest.mark.parametrize(
    ("tried", "is_open"),
    [([], False), ([Hindrance.REFUSED], False), ([Hindrance.ABSENT], True)]
    + [([Hindrance.REFUSED, Hindrance.RETURNED], True), ([Hindrance.UNKNOWN], True)],
)
def test_public_notice_is_the_last_way(tried, is_open):
    assert rules.may_go_public(tried) is is_open
