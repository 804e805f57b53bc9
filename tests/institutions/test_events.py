"""Events that reports count, and people."""

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound
from institutions.errors import (
    AlreadyNonprofit,
    DayInFuture,
    EventCountedAlready,
    PersonNamedAlready,
    RegisterContradictsCode,
)
from institutions.models import Institution, Person, ReportingEvent
from institutions.services import (
    name_person,
    record_reporting_event,
    release_person,
    reregister_as_nonprofit,
)
from tests.factories.accounts import UserFactory
from tests.factories.institutions import (
    BUSINESS_CODE,
    CIVIL_CODE,
    InstitutionFactory,
    PersonFactory,
)
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


@pytest.fixture
def shop():
    return InstitutionFactory(name="甲校", credit_code=BUSINESS_CODE)


@pytest.mark.parametrize(("given", "stored"), [(CIVIL_CODE.lower(), CIVIL_CODE), (None, None)])
def test_reregister_changes_the_nature_and_not_the_state(clerk, shop, given, stored):
    event = reregister_as_nonprofit(shop.pk, on=DAY, credit_code=given, by=clerk, at=NOON)

    shop.refresh_from_db()
    assert (shop.nature, shop.register_kind) == ("non_profit", "civil")
    assert (shop.credit_code, shop.state) == (stored, "licensed")
    assert (event.institution, event.kind, event.on) == (shop, "reregistered_nonprofit", DAY)
    history = AuditEvent.objects.get()
    assert history.kind == "institution.reregistered_nonprofit"
    assert history.facts["old"] == f"营利性，市场监管登记（营业执照），{BUSINESS_CODE}"
    assert history.facts["new"].startswith("非营利性，民政登记（民办非企业单位），")


def test_reregister_twice_is_refused_and_counted_once(clerk, shop):
    reregister_as_nonprofit(shop.pk, on=DAY, by=clerk, at=NOON)

    with pytest.raises(AlreadyNonprofit) as caught:
        reregister_as_nonprofit(shop.pk, on=DAY, by=clerk, at=NOON)

    assert str(caught.value) == "机构“甲校”已是非营利性机构，无须再次登记为非营利性。"
    assert ReportingEvent.objects.count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"on": DAY + timedelta(days=1)}, DayInFuture),
        ({"credit_code": "92999901MA2TEK219Y"}, RegisterContradictsCode),
    ],
)
def test_reregister_what_cannot_be_is_refused_and_changes_nothing(clerk, shop, fields, refusal):
    with pytest.raises(refusal):
        reregister_as_nonprofit(shop.pk, **({"on": DAY} | fields), by=clerk, at=NOON)

    assert Institution.objects.get().nature == "for_profit"
    assert not ReportingEvent.objects.exists()
    assert not AuditEvent.objects.exists()


def test_reduced_is_counted_and_leaves_the_institution_open(clerk, shop):
    record_reporting_event(shop.pk, kind="reduced", on=DAY, note="转非学科类", by=clerk, at=NOON)

    shop.refresh_from_db()
    assert (shop.state, shop.version) == ("licensed", 1)
    event = ReportingEvent.objects.get()
    assert (event.kind, event.note, event.recorded_by) == ("reduced", "转非学科类", clerk)


def test_an_event_is_counted_once_a_day(clerk, shop):
    record_reporting_event(shop.pk, kind="reduced", on=DAY, by=clerk, at=NOON)

    with pytest.raises(EventCountedAlready) as caught:
        record_reporting_event(shop.pk, kind="reduced", on=DAY, by=clerk, at=NOON)

    assert str(caught.value) == (
        "机构“甲校”在2021年11月10日的“压减”已经登记过，同一事件每天只计一次。"
    )
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("kind", ["closed", "reregistered_nonprofit"])
def test_an_event_that_is_none_or_has_its_own_verb_is_refused(clerk, shop, kind):
    with pytest.raises(BadInput):
        record_reporting_event(shop.pk, kind=kind, on=DAY, by=clerk, at=NOON)

    assert not ReportingEvent.objects.exists()


def test_events_without_permission_are_refused(shop):
    head = UserFactory(section_head=True)

    with pytest.raises(NotAllowed):
        record_reporting_event(shop.pk, kind="reduced", on=DAY, by=head, at=NOON)
    with pytest.raises(NotAllowed):
        reregister_as_nonprofit(shop.pk, on=DAY, by=head, at=NOON)

    assert not ReportingEvent.objects.exists()


def test_name_person_and_release_person_are_history(clerk, shop):
    person = name_person(shop.pk, name=" 李四 ", role="teacher", by=clerk, at=NOON)

    release_person(person.pk, on=DAY, by=clerk, at=NOON)

    found = Person.objects.get()
    assert (found.name, found.role, found.left_on) == ("李四", "teacher", DAY)
    events = AuditEvent.objects.order_by("pk")
    assert [(event.object_id, event.facts) for event in events] == [
        (str(shop.pk), {"new": "教学人员李四"}),
        (str(shop.pk), {"old": "教学人员李四", "on": "2021年11月10日"}),
    ]


def test_name_person_twice_is_refused_until_the_first_has_left(clerk, shop):
    first = name_person(shop.pk, name="李四", role="teacher", by=clerk, at=NOON)
    with pytest.raises(PersonNamedAlready) as caught:
        name_person(shop.pk, name="李四", role="teacher", by=clerk, at=NOON)
    release_person(first.pk, on=DAY, by=clerk, at=NOON)

    name_person(shop.pk, name="李四", role="teacher", by=clerk, at=NOON)

    assert str(caught.value) == ("机构“甲校”已登记教学人员“李四”，如需更正请先登记其离开。")
    assert Person.objects.count() == 2


@pytest.mark.parametrize(("name", "role"), [(" ", "teacher"), ("李四", "king")])
def test_name_person_without_name_or_role_is_refused(clerk, shop, name, role):
    with pytest.raises(BadInput):
        name_person(shop.pk, name=name, role=role, by=clerk, at=NOON)

    assert not Person.objects.exists()


def test_release_person_twice_keeps_the_first_day(clerk):
    person = PersonFactory(left_on=DAY - timedelta(days=9))

    release_person(person.pk, on=DAY, by=clerk, at=NOON)

    assert Person.objects.get().left_on == DAY - timedelta(days=9)
    assert not AuditEvent.objects.exists()


def test_release_person_unknown_or_without_permission_is_refused(clerk):
    person = PersonFactory()

    with pytest.raises(NotFound):
        release_person(404, on=DAY, by=clerk, at=NOON)
    with pytest.raises(NotAllowed):
        release_person(person.pk, on=DAY, by=UserFactory(inspector=True), at=NOON)

    assert Person.objects.get().left_on is None
