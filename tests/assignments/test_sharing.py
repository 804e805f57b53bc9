"""A department's own part, and the record of everything that goes to another body."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from assignments.errors import NotTheAsker, NotYourDepartment, SharingIncomplete
from assignments.models import AssignmentFile, PartFinding, Sharing
from assignments.queries import files_for, overdue_of_askers, parts_seen, sharings_for
from assignments.services import (
    Within,
    add_material,
    answer,
    ask,
    attach,
    decline,
    record_part,
    share_part,
)
from common.clock import at_noon
from common.db import broken_rule
from common.errors import NotAllowed, NotFound, WrongState
from deadlines.models import Reminder
from deadlines.queries import reminders_for
from deadlines.services import remind_of_deadlines
from policies.services import load_calendar, load_catalogue, seed_parameters
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory, PartFindingFactory, SharingFactory
from tests.factories.documents import StoredFileFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
SAID = {"kind": "assistance", "title": "核查消防手续", "text": "请核查。", "basis": "第二十六条"}


@pytest.fixture
def inspector():
    return UserFactory(inspector=True)


@pytest.fixture
def fire_officer():
    return UserFactory(partner_officer=True)


@pytest.fixture
def law(county):
    load_calendar((2021,), at=NOON)
    load_catalogue(at=NOON)
    seed_parameters({}, at=NOON)


def _ask(by, **more):
    return ask(DepartmentFactory(fire=True), **{**SAID, **more}, by=by, at=NOON)


@pytest.mark.parametrize(
    ("within", "due_on"),
    [
        (Within(), date(2021, 11, 19)),
        (Within(7, "working_day"), date(2021, 11, 19)),
        (Within(7, "calendar_day"), date(2021, 11, 17)),
        (Within(3, "calendar_day"), date(2021, 11, 15)),  # the 13th is a Saturday
    ],
)
def test_the_last_day_is_counted_in_the_days_that_were_asked_for(law, inspector, within, due_on):
    asked = _ask(inspector, within=within)

    assert (asked.due_on, asked.deadline.owner) == (due_on, inspector)


def test_an_answer_meets_the_deadline_and_a_return_cancels_it(law, inspector, fire_officer):
    met, gone = _ask(inspector, within=Within()), _ask(inspector, within=Within())

    answer(met.pk, text="已核查。", outcome="handled", by=fire_officer, at=NOON)
    decline(gone.pk, reason="不属本部门。", by=fire_officer, at=NOON)

    for row in (met, gone):
        row.deadline.refresh_from_db()
    assert (met.deadline.state, met.deadline.met_on) == ("met", DAY)
    assert (gone.deadline.state, gone.deadline.cancel_reason) == ("cancelled", "不属本部门。")


def test_what_is_overdue_goes_from_the_asker_to_the_section_and_the_bureau(law, inspector):
    asked = _ask(inspector, within=Within())
    late = asked.due_on + timedelta(days=1)

    remind_of_deadlines(late, at=at_noon(late))

    levels = Reminder.objects.values_list("level", flat=True)
    assert sorted(levels) == ["bureau_head", "owner", "section_head"]
    for person in (inspector, UserFactory(section_head=True), UserFactory(bureau_head=True)):
        assert [one.deadline_id for one in reminders_for(person)][:1] == [asked.deadline_id]
    assert list(overdue_of_askers(inspector, late)) == [asked]


def test_material_is_given_once_and_on_record(inspector):
    file = StoredFileFactory(photo=True)
    asked = _ask(inspector, material=[file, file])

    shared = Sharing.objects.get()
    assert AssignmentFile.objects.count() == 1
    assert (shared.giver, shared.receiver) == (inspector.department, asked.asked_of)
    assert (shared.purpose, shared.basis, shared.about) == (
        "assistance",
        "第二十六条",
        "核查消防手续",
    )
    assert shared.fields == ["事项", "请办内容", file.name]
    assert add_material(asked.pk, files=[file], by=inspector, at=NOON) == []
    assert Sharing.objects.count() == 1


def test_an_answer_and_its_papers_go_back_on_record(inspector, fire_officer):
    asked = _ask(inspector)
    paper = StoredFileFactory(photo=True, name="复函.jpg")

    answer(asked.pk, text="已核查。", outcome="handled", papers=[paper], by=fire_officer, at=NOON)

    back = Sharing.objects.get(purpose="result")
    assert (back.giver, back.receiver) == (asked.asked_of, inspector.department)
    assert back.fields == ["办理情况", "复函.jpg"]


@pytest.mark.parametrize(
    ("person", "refusal"), [("partner_officer", NotAllowed), ("funds_supervisor", NotTheAsker)]
)
def test_material_comes_from_the_asking_department_alone(person, refusal):
    asked = AssignmentFactory()
    stranger = UserFactory(**{person: True}, department=DepartmentFactory(market=True))

    with pytest.raises(refusal):
        add_material(asked.pk, files=[StoredFileFactory(photo=True)], by=stranger, at=NOON)

    assert not Sharing.objects.exists()


def test_material_for_an_answered_assignment_is_refused(inspector):
    asked = AssignmentFactory(answered=True, asked_by=inspector)

    with pytest.raises(WrongState):
        add_material(asked.pk, files=[StoredFileFactory(photo=True)], by=inspector, at=NOON)

    assert not AssignmentFile.objects.exists()


def test_a_file_that_a_machine_sends_is_a_paper_of_the_answer_and_on_record(
    inspector, fire_officer
):
    asked, photo = AssignmentFactory(asked_by=inspector), StoredFileFactory(photo=True)

    first, again = (attach(asked.pk, file=photo, by=fire_officer, at=NOON) for _ in range(2))

    shared = Sharing.objects.get()
    assert (first, first.role) == (again, "answer")
    assert (shared.giver, shared.receiver) == (fire_officer.department, inspector.department)
    assert (shared.purpose, shared.fields) == ("result", [first.name])
    assert list(files_for(inspector)) == [first]


def test_what_the_asker_sends_is_material_and_on_record(inspector, fire_officer):
    asked = AssignmentFactory(asked_by=inspector)

    row = attach(asked.pk, file=StoredFileFactory(photo=True), by=inspector, at=NOON)

    shared = Sharing.objects.get()
    assert row.role == "material"
    assert (shared.receiver, shared.fields) == (fire_officer.department, [row.name])


def test_nothing_is_attached_to_what_was_answered_or_is_not_seen(inspector, fire_officer):
    answered = AssignmentFactory(answered=True, asked_by=inspector)
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))
    given = {"file": StoredFileFactory(photo=True), "at": NOON}

    with pytest.raises(WrongState):
        attach(answered.pk, by=fire_officer, **given)
    with pytest.raises(NotFound):
        attach(answered.pk, by=market, **given)

    assert not AssignmentFile.objects.exists()
    assert not Sharing.objects.exists()


def test_a_part_is_seen_by_its_own_department_until_it_is_shared(inspector, fire_officer):
    asked = AssignmentFactory(accepted=True, asked_by=inspector)
    photo = StoredFileFactory(photo=True)
    part = record_part(asked.pk, text="通道堵塞。", files=[photo], by=fire_officer, at=NOON)
    (file,) = part.files.all()

    assert [one.text for one in parts_seen([asked.pk], fire_officer)] == ["通道堵塞。"]
    assert parts_seen([asked.pk], inspector) == []
    assert list(files_for(fire_officer)) == [file]
    assert list(files_for(inspector)) == []


def test_a_receiver_sees_the_shared_fields_and_no_more(inspector, fire_officer):
    part = PartFindingFactory(assignment__asked_by=inspector)
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))
    said = {"purpose": "joint_visit", "by": fire_officer, "at": NOON}

    share_part(part.pk, receiver=inspector.department, fields=["law"], **said)

    (seen,) = parts_seen([part.assignment_id], inspector)
    assert (seen.text, seen.law_text, seen.files) == ("", part.law_text, ())
    assert parts_seen([part.assignment_id], market) == []
    shared = Sharing.objects.get()
    assert (shared.fields, shared.receiver_name, shared.part) == (["依据"], "县教育局", part)


@pytest.mark.parametrize(
    "wrong", [{"fields": []}, {"fields": ["pages"]}, {"purpose": ""}, {"purpose": "curiosity"}]
)
def test_nothing_is_shared_without_purpose_and_fields(fire_officer, wrong):
    part = PartFindingFactory()
    said = {"fields": ["text"], "purpose": "result", "receiver": DepartmentFactory(market=True)}

    with pytest.raises(SharingIncomplete):
        share_part(part.pk, **{**said, **wrong}, by=fire_officer, at=NOON)

    assert not Sharing.objects.exists()


def test_another_departments_part_is_not_shared_and_not_entered(inspector):
    part = PartFindingFactory()
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))

    with pytest.raises(NotYourDepartment):
        share_part(
            part.pk,
            receiver=inspector.department,
            fields=["text"],
            purpose="result",
            by=market,
            at=NOON,
        )
    with pytest.raises(NotYourDepartment):
        record_part(part.assignment_id, text="看到的。", by=market, at=NOON)

    assert (PartFinding.objects.count(), Sharing.objects.count()) == (1, 0)


@pytest.mark.parametrize("sql", ["UPDATE {} SET about = '改'", "DELETE FROM {}"])
def test_a_record_of_sharing_is_neither_changed_nor_taken_away(sql):
    SharingFactory()

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        connection.cursor().execute(sql.format("assignments_sharing"))

    assert broken_rule(caught.value) == "assignments_sharing_stays"


def test_records_are_read_by_both_sides_and_by_who_reads_history():
    row = SharingFactory()
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))
    auditor = UserFactory(audit_administrator=True, department=None)

    readers = (UserFactory(inspector=True), UserFactory(partner_officer=True), auditor)
    assert [list(sharings_for(person)) for person in readers] == [[row]] * 3
    assert not sharings_for(market).exists()
