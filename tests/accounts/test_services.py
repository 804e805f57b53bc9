"""Verbs about people: who may, what is refused, what stays unchanged when it is."""

from __future__ import annotations

from datetime import date

import pytest

from accounts import services
from accounts.errors import (
    AuxiliaryCannotSign,
    CertificateEndsEarly,
    CertificateTaken,
    LastAdministrator,
    UsernameTaken,
)
from accounts.models import Department, OfficerCertificate, User
from accounts.queries import certificate_on, certified_officers_on
from audit.models import AuditEvent
from common.errors import NotAllowed
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.times import DAY, NOON


@pytest.fixture
def boss(county):
    return UserFactory(system_administrator=True, full_name="周明远")


@pytest.fixture
def education(county):
    return DepartmentFactory()


def create(education, by, **changes) -> User:
    facts = {"full_name": "赵红梅", "department": education} | changes
    return services.create_user("zhaohm", by=by, at=NOON, **facts)


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_create_user_makes_a_person_who_cannot_sign_in_yet(boss, education):
    user = create(education, boss, phone="0746-1", is_auxiliary=True)

    user.refresh_from_db()
    assert (user.username, user.roles, user.phone) == ("zhaohm", [], "0746-1")
    assert user.is_auxiliary
    assert not user.has_usable_password()
    assert kinds() == ["user.create"]


def test_create_user_twice_is_refused(boss, education):
    create(education, boss)

    with pytest.raises(UsernameTaken):
        create(education, boss)

    assert kinds() == ["user.create"]


def test_create_user_without_the_right_is_refused(education):
    for person in (None, UserFactory(section_head=True), UserFactory(security_administrator=True)):
        with pytest.raises(NotAllowed):
            create(education, person)

    assert not User.objects.filter(username="zhaohm").exists()
    assert kinds() == []


def test_change_user_keeps_before_and_after(boss, education):
    user = UserFactory(roles=["inspector"], phone="1")
    fire = DepartmentFactory(fire=True)

    services.change_user(user.pk, department=fire, by=boss, at=NOON)

    user.refresh_from_db()
    assert (user.roles, user.department, user.phone) == (["inspector"], fire, "1")
    facts = AuditEvent.objects.get(kind="user.change").facts
    assert (facts["was"], facts["now"]) == ({"department": "edu"}, {"department": "fire"})


def test_change_user_to_what_is_there_already_is_no_change(boss):
    user = UserFactory(roles=["inspector"], phone="1")

    services.change_user(user.pk, phone="1", is_active=True, by=boss, at=NOON)

    assert kinds() == []


def test_change_user_is_refused_and_changes_nothing(boss):
    user = UserFactory(roles=["inspector"])

    for person in (user, UserFactory(security_administrator=True), None):
        with pytest.raises(NotAllowed):
            services.change_user(user.pk, is_active=False, by=person, at=NOON)

    user.refresh_from_db()
    assert user.is_active
    assert kinds() == []


def test_an_account_put_out_of_use_loses_its_roles(boss):
    user = UserFactory(roles=["inspector"])

    services.change_user(user.pk, is_active=False, by=boss, at=NOON)
    services.change_user(user.pk, is_active=True, by=boss, at=NOON)

    user.refresh_from_db()
    assert (user.is_active, user.roles) == (True, [])
    facts = AuditEvent.objects.filter(kind="user.change").earliest("pk").facts
    assert facts["was"] == {"is_active": True, "roles": ["inspector"]}


def test_last_administrator_stays(boss):
    with pytest.raises(LastAdministrator, match="周明远是本县唯一在用的系统管理员"):
        services.change_user(boss.pk, by=boss, is_active=False, at=NOON)

    boss.refresh_from_db()
    assert (boss.is_active, boss.roles) == (True, ["system_administrator"])
    assert kinds() == []


def test_administrator_may_go_when_another_is_there(boss):
    UserFactory(system_administrator=True)

    services.change_user(boss.pk, is_active=False, by=boss, at=NOON)

    boss.refresh_from_db()
    assert not boss.is_active


def grant(user, by, until=date(2021, 12, 31)) -> OfficerCertificate:
    return services.grant_certificate(
        user.pk,
        number="HN001",
        issuer="县人民政府",
        valid_from=date(2021, 1, 1),
        valid_until=until,
        by=by,
        at=NOON,
    )


def test_grant_certificate_holds_from_the_first_to_the_last_day(boss):
    user = UserFactory(inspector=True)

    certificate = grant(user, boss)

    days = (date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1))
    held = [certificate_on(user, day) for day in days]
    assert held == [None, certificate, certificate, None]
    assert certified_officers_on(DAY) == [user]
    assert kinds() == ["user.certificate"]


def test_grant_certificate_to_an_auxiliary_is_refused(boss):
    helper = UserFactory(is_auxiliary=True)

    with pytest.raises(AuxiliaryCannotSign):
        grant(helper, boss)
    with pytest.raises(NotAllowed):
        grant(helper, helper)

    assert OfficerCertificate.objects.count() == 0
    assert kinds() == []


def test_grant_certificate_with_a_taken_number_is_refused(boss):
    grant(UserFactory(full_name="李小红"), boss)

    with pytest.raises(CertificateTaken, match="“HN001”已登记在李小红名下"):
        grant(UserFactory(), boss)

    assert OfficerCertificate.objects.count() == 1
    assert kinds() == ["user.certificate"]


def test_grant_certificate_that_ends_before_it_begins_is_refused(boss):
    with pytest.raises(CertificateEndsEarly, match="2020年12月31日"):
        grant(UserFactory(), boss, until=date(2020, 12, 31))

    assert OfficerCertificate.objects.count() == 0


def test_departments_are_furnished_once(county):
    wanted = [("edu", "县教育局", "education"), ("fire", "县消防大队", "fire")]

    services.furnish_departments(wanted)
    services.furnish_departments(wanted)

    assert list(Department.objects.values_list("code", flat=True)) == ["edu", "fire"]
