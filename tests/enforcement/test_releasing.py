"""Numbers released in advance for papers made out on site: given, carried, given back, lost."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from accounts.roles import ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from enforcement import queries, services
from enforcement.errors import NotYourOrder, OwnRelease, ReasonMissing, ReleaseWrong
from enforcement.models import NoticeCounter, OrderRelease, ReleasedOrder
from enforcement.states import NoticeForm, ReleaseState
from tests.enforcement.on_site import first_of, officers_of, released
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.times import DAY, NOON


def states() -> list[str]:
    return list(ReleasedOrder.objects.order_by("pk").values_list("state", flat=True))


def test_a_release_gives_each_officer_numbers_of_their_own(visit, people, check_now):
    release = released(visit, people, each=2)
    check_now()

    orders = release.orders.order_by("serial")
    assert [order.number for order in orders] == [f"县教当改字〔2021〕{n}号" for n in (1, 2, 3, 4)]
    king, li = officers_of(visit)
    assert [order.holder for order in orders] == [king, king, li, li]
    assert set(states()) == {ReleaseState.OUT}
    assert queries.numbers_missing() == []
    event = AuditEvent.objects.get(kind="released_order.release")
    assert event.facts["told"]["numbers"] == [order.number for order in orders]


def test_the_text_is_frozen_with_the_release(visit, people):
    release = released(visit, people, NoticeForm.SPOT_LIMIT)

    assert release.blank["title"] == "责令限期改正通知书"
    assert "第二十八条" in release.blank["basis"][1]
    assert release.limits[0]["label"] == "15个工作日"
    assert release.limits[0]["due_on"] == "2021-12-01"
    assert [one["count"] for one in release.limits] == [15, 1, 3, 5, 7, 10, 20, 30]


def test_releasing_needs_the_right_and_a_reason(visit, people):
    facts = {
        "form": NoticeForm.SPOT,
        "day": DAY,
        "officer_ids": [officers_of(visit)[0].pk],
        "each": 1,
        "at": NOON,
    }
    for role in set(ROLES) - {"bureau_head"}:
        with pytest.raises(NotAllowed):
            services.release_orders(reason="巡查", by=UserFactory(roles=[role]), **facts)
    with pytest.raises(ReasonMissing, match="签发"):
        services.release_orders(reason=" ", by=people.bureau_head, **facts)

    assert not OrderRelease.objects.exists()
    assert not NoticeCounter.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"form": NoticeForm.STOP}, "责令改正通知书或者"),
        ({"day": DAY - timedelta(days=1)}, "不在其中"),
        ({"day": DAY + timedelta(days=15)}, "不在其中"),
        ({"each": 0}, "1至20份"),
        ({"each": 21}, "1至20份"),
        ({"officer_ids": []}, "没有选择持用人"),
        ({"officer_ids": [987654]}, "不存在"),
    ],
)
def test_what_cannot_be_released_takes_no_number(visit, people, changes, why):
    facts = {"form": NoticeForm.SPOT, "day": DAY, "each": 1, "reason": "巡查"}
    facts |= {"officer_ids": [officers_of(visit)[0].pk]} | changes

    with pytest.raises(ReleaseWrong, match=why):
        services.release_orders(**facts, by=people.bureau_head, at=NOON)

    assert not NoticeCounter.objects.exists()


def test_only_certified_officers_of_education_hold_numbers(visit, people):
    fire = DepartmentFactory(fire=True)
    unfit = {
        "没有有效的执法证": UserFactory(inspector=True),
        "不是本机关人员": UserFactory(partner_officer=True, department=fire, certificate=True),
    }
    facts = {"form": NoticeForm.SPOT, "day": DAY, "each": 1, "reason": "巡查"}
    for why, person in unfit.items():
        with pytest.raises(ReleaseWrong, match=why):
            services.release_orders(
                **facts, officer_ids=[person.pk], by=people.bureau_head, at=NOON
            )
    with pytest.raises(OwnRelease):
        services.release_orders(
            **facts, officer_ids=[people.bureau_head.pk], by=people.bureau_head, at=NOON
        )


def test_a_number_is_carried_by_one_device_only(visit, people):
    released(visit, people)
    king = officers_of(visit)[0]

    for device in ("phone-a", "phone-a", "phone-b"):
        services.carry_orders(device=device, by=king, on=DAY, at=NOON)

    assert [one["number"] for one in queries.order_section(king, DAY, "phone-a")["orders"]] == [
        "县教当改字〔2021〕1号"
    ]
    assert queries.order_section(king, DAY, "phone-b")["orders"] == []
    assert AuditEvent.objects.filter(kind="released_order.carry").count() == 1


def test_a_phone_takes_the_blank_and_what_may_be_cited(visit, people):
    release = released(visit, people)
    king = officers_of(visit)[0]
    services.carry_orders(device="phone-a", by=king, on=DAY, at=NOON)

    section = queries.order_section(king, DAY, "phone-a")

    assert section["releases"][str(release.pk)]["blank"] == release.blank
    assert section["citable"]["V40"]["law"].startswith("《")
    assert "罚款" in section["words_refused"]
    tomorrow = queries.order_section(king, DAY + timedelta(days=1), "phone-a")
    assert (tomorrow["orders"], tomorrow["citable"]) == ([], {})


def test_unused_numbers_come_back_as_voided_once(visit, people, check_now):
    release = released(visit, people, each=2)
    king = officers_of(visit)[0]
    mine = [order.pk for order in release.orders.filter(holder=king)]

    returned = services.return_unused(mine, by=king, at=NOON)
    again = services.return_unused(mine, by=king, at=NOON)
    check_now()

    assert ([order.pk for order in returned], again) == (mine, [])
    kept = ReleasedOrder.objects.filter(holder=king)
    assert {(o.state, o.voided_by, o.void_reason) for o in kept} == {
        (ReleaseState.VOIDED, king, "未使用，交回作废")
    }
    assert queries.numbers_missing() == []
    assert [(book.voided, book.out) for book in queries.numbers_given()] == [(2, 2)]


def test_anothers_number_is_voided_by_the_bureau_head_only(visit, people):
    order = first_of(released(visit, people))
    li = officers_of(visit)[1]

    with pytest.raises(NotYourOrder, match="王小明"):
        services.return_unused([order.pk], by=li, at=NOON)
    assert states() == [ReleaseState.OUT, ReleaseState.OUT]

    services.return_unused([order.pk], by=people.bureau_head, at=NOON, reason="检查取消")
    assert ReleasedOrder.objects.get(pk=order.pk).void_reason == "检查取消"


def test_numbers_of_a_lost_phone_are_voided_and_no_others(visit, people):
    released(visit, people, each=2)
    king, li = officers_of(visit)
    services.carry_orders(device="lost", by=king, on=DAY, at=NOON)
    services.carry_orders(device="kept", by=li, on=DAY, at=NOON)

    voided = services.void_lost("lost", reason="手机遗失", by=people.clerk, at=NOON)

    assert voided == 2
    assert services.void_lost("lost", reason="手机遗失", by=people.clerk, at=NOON) == 0
    assert services.void_lost("", reason="手机遗失", by=people.clerk, at=NOON) == 0
    assert states() == [ReleaseState.VOIDED] * 2 + [ReleaseState.OUT] * 2


def test_verify_numbers_says_why_a_number_stands_on_no_paper(county, visit, people):
    release = released(visit, people)
    services.return_unused([first_of(release).pk], by=officers_of(visit)[0], at=NOON)
    out = StringIO()

    call_command("verify_numbers", "--county", "999901", stdout=out)
    connection.set_tenant(county)

    told = out.getvalue()
    assert "文号 2 个，作废 1 个，已签发未使用 1 个，无缺号、无重号" in told
    assert "县教当改字〔2021〕1号：作废，王小明，2021年11月10日，未使用，交回作废" in told
    assert "县教当改字〔2021〕2号：未使用，李小红持用（2021年11月10日）" in told


def test_who_sees_which_numbers(visit, people):
    release = released(visit, people)
    king = officers_of(visit)[0]
    stranger = UserFactory(audit_administrator=True)

    assert queries.get_release(release.pk, user=people.section_head).out == 2
    assert [o.holder for o in queries.orders_of(release, user=king)] == officers_of(visit)
    with pytest.raises(NotFound):
        queries.get_release(release.pk, user=stranger)
    assert [o.serial for o in queries.left_over(DAY + timedelta(days=1))] == [1, 2]
    assert not queries.left_over(DAY).exists()


@pytest.mark.parametrize(
    "change", [{"number": "x"}, {"serial": 9}, {"holder_id": 1}, {"token": "t"}]
)
def test_a_released_number_stays_as_given(visit, people, change):
    order = first_of(released(visit, people))

    with pytest.raises(DatabaseError, match="what was given stays"), transaction.atomic():
        ReleasedOrder.objects.filter(pk=order.pk).update(**change)


def test_a_release_is_neither_changed_nor_deleted(visit, people):
    release = released(visit, people)

    for statement in (
        "UPDATE enforcement_orderrelease SET reason = 'x'",
        "DELETE FROM enforcement_releasedorder",
    ):
        with (
            pytest.raises(DatabaseError, match="is not allowed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert OrderRelease.objects.get() == release
