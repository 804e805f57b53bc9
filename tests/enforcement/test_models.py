"""What the database refuses by itself, each rule by its name."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import sql

from enforcement.models import (
    AnswerPhoto,
    Delivery,
    Extension,
    InstitutionAnswer,
    Notice,
    NoticeCounter,
    NoticeFinding,
    OverdueNote,
    Reinspection,
)
from enforcement.states import NoticeState
from tests.factories.accounts import UserFactory
from tests.factories.documents import notice_payload
from tests.factories.enforcement import DeliveryFactory, NoticeFactory, WithdrawalFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
S = NoticeState


def refused_by(rule: str):
    return pytest.raises(IntegrityError, match=rule)


def change(row, **facts) -> None:
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**facts)


DRAFT = [
    ("notice_submitted_has_moment_and_person", {"state": S.DISCARDED, "submitted_at": NOON}),
    ("notice_endorsed_has_moment_and_person", {"state": S.DISCARDED, "endorsed_at": NOON}),
    ("notice_approved_has_moment_and_person", {"approved_at": NOON}),
    ("notice_closed_has_moment_and_person", {"closed_at": NOON}),
    ("notice_has_number_and_payload_from_approval_on", {"number": "1号"}),
    ("notice_has_number_and_payload_from_approval_on", {"state": S.APPROVED}),
    ("notice_waiting_was_submitted", {"state": S.SUBMITTED}),
    ("notice_paper_has_file_and_moment", {"printed_at": NOON}),
    ("notice_closed_when_state_says_so", {"state": S.CLOSED}),
    ("notice_withdrawn_when_state_says_so", {"withdrawn_at": NOON}),
    ("notice_form_decides_limit_and_withdrawn_notice", {"form": "withdrawal"}),
    ("notice_form_decides_limit_and_withdrawn_notice", {"limit_count": 0}),
    ("notice_due_after_service", {"served_on": DAY, "due_on": DAY}),
]


@pytest.mark.parametrize(("rule", "facts"), DRAFT)
def test_a_draft_that_contradicts_itself_is_refused(rule, facts):
    notice = NoticeFactory()

    with refused_by(rule):
        change(notice, **facts)


def test_a_draft_waits_for_nobody():
    notice = NoticeFactory(submitted=True)

    with refused_by("notice_draft_waits_for_nobody"):
        change(notice, state=S.DRAFT)


def test_a_stop_notice_is_not_approved_without_the_section_head():
    with refused_by("notice_stop_is_endorsed_before_approval"):
        NoticeFactory(stop=True, approved=True, endorsed_at=None, endorsed_by=None)


def test_a_printed_notice_has_its_paper():
    notice = NoticeFactory(approved=True)

    with refused_by("notice_printed_has_paper"):
        change(notice, state=S.PRINTED)


def test_a_served_notice_has_its_day_and_due_date():
    notice = NoticeFactory(printed=True)

    with refused_by("notice_served_has_day_and_due_date"):
        change(notice, state=S.SERVED)


def test_nobody_approves_what_they_drafted_or_endorsed():
    person = UserFactory()

    with refused_by("notice_approver_is_neither"), transaction.atomic():
        NoticeFactory(approved=True, approved_by=person, drafted_by=person)
    with refused_by("notice_approver_is_neither"), transaction.atomic():
        NoticeFactory(approved=True, approved_by=person, endorsed_by=person)
    with refused_by("notice_endorser_is_not_drafter"), transaction.atomic():
        NoticeFactory(endorsed=True, endorsed_by=person, drafted_by=person)


def test_a_number_is_given_once():
    NoticeFactory(approved=True, number="白教责改字〔2021〕1号", serial=1)

    with refused_by("notice_number_is_given_once"), transaction.atomic():
        NoticeFactory(approved=True, number="白教责改字〔2021〕1号", serial=2)
    with refused_by("notice_serial_is_given_once"), transaction.atomic():
        NoticeFactory(approved=True, serial=1, number="别的")


def test_a_visit_carries_one_live_notice_of_a_form():
    visit = VisitFactory(confirmed=True)
    NoticeFactory(visit=visit, state=S.DISCARDED)
    NoticeFactory(visit=visit)
    NoticeFactory(visit=visit, stop=True)

    with refused_by("one_live_notice_per_visit_and_form"):
        NoticeFactory(visit=visit)


def test_a_notice_has_one_live_withdrawal():
    first = WithdrawalFactory()

    with refused_by("one_live_withdrawal_per_notice"):
        WithdrawalFactory(withdraws=first.withdraws)


FROZEN = [
    {"payload": {}},
    {"number": "另一号"},
    {"serial": 99},
    {"token": "other"},
    {"added_order": "再加一条"},
    {"limit_count": 99},
    {"acted_on": date(2020, 1, 1)},
]


@pytest.mark.parametrize("facts", FROZEN)
def test_what_an_approved_paper_says_stays(facts):
    notice = NoticeFactory(approved=True)

    with refused_by("what it says stays"):
        change(notice, **facts)


def test_a_printed_paper_and_the_day_of_service_stay():
    notice = NoticeFactory(served=True)

    with refused_by("its paper stays"):
        change(notice, printed_at=None, document=None)
    with refused_by("the day of its service stays"):
        change(notice, served_on=date(2021, 11, 9))


def test_the_findings_of_an_approved_paper_stay():
    notice = NoticeFactory(approved=True)
    link = notice.notice_findings.get()

    with refused_by("its findings stay"), transaction.atomic():
        NoticeFinding.objects.create(
            notice=notice, finding=FindingFactory(visit=notice.visit), no=2
        )
    with refused_by("its findings stay"):
        change(link, no=5)
    with refused_by("its findings stay"), transaction.atomic():
        link.delete()


def test_a_notice_and_its_counter_are_never_deleted():
    NoticeFactory()
    NoticeCounter.objects.create(form="stop", year=2021)

    with refused_by("discard or withdraw"), transaction.atomic():
        NoticeFinding.objects.all().delete()
        Notice.objects.all().delete()
    with refused_by("discard or withdraw"), transaction.atomic():
        NoticeCounter.objects.all().delete()


def test_a_counter_begins_at_0_and_grows_by_one():
    counter = NoticeCounter.objects.create(form="stop", year=2021)

    with refused_by("grows by one"), transaction.atomic():
        NoticeCounter.objects.create(form="stop", year=2022, last=3)
    with refused_by("grows by one"):
        change(counter, last=2)
    with refused_by("grows by one"):
        change(counter, year=2022, last=1)


def test_a_number_taken_and_not_used_does_not_reach_the_commit(check_now):
    counter = NoticeCounter.objects.create(form="stop", year=2021)
    change(counter, last=1)

    with refused_by("counts to 1, but 0 numbers up to 0 are given"):
        check_now()


DELIVERY = [
    ("direct_delivery_names_who_received", {"recipient": ""}),
    ("substitute_is_a_kind_of_direct", {"is_substitute": True}),
    ("substitute_is_a_kind_of_direct", {"way": "mail", "mail_ref": "1", "relation": "家属"}),
    ("left_delivery_has_reason", {"way": "left", "reason": "拒收", "place": "x"}),
    ("electronic_delivery_has_consent", {"way": "electronic", "place": "x"}),
    ("mail_delivery_has_number", {"way": "mail"}),
    ("only_public_notice_takes_effect_later", {"effective_on": date(2021, 11, 11)}),
    (
        "public_notice_says_why",
        {"way": "public_notice", "effective_on": date(2022, 1, 9), "place": "x"},
    ),
]


@pytest.mark.parametrize(("rule", "facts"), DELIVERY)
def test_a_service_without_its_evidence_is_refused_by_the_database(rule, facts):
    with refused_by(rule):
        DeliveryFactory(**facts)


@pytest.mark.parametrize(
    "model", [AnswerPhoto, Delivery, Extension, InstitutionAnswer, Reinspection, OverdueNote]
)
def test_what_happened_to_a_notice_is_never_changed(model):
    table = sql.Identifier(model._meta.db_table)
    for words in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with refused_by("history stays"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL(words).format(table))


def test_an_extension_says_why_and_ends_later():
    facts = {
        "notice": NoticeFactory(served=True),
        "count": 5,
        "unit": "working_day",
        "old_due_on": date(2021, 12, 1),
        "start_on": date(2021, 12, 1),
        "extended_at": NOON,
        "extended_by": UserFactory(),
    }

    with refused_by("extension_says_why"), transaction.atomic():
        Extension.objects.create(new_due_on=date(2021, 12, 8), reason="", **facts)
    with refused_by("extension_ends_later"), transaction.atomic():
        Extension.objects.create(new_due_on=date(2021, 12, 1), reason="x", **facts)


def test_overdue_is_noted_once_per_limit_and_after_it():
    notice = NoticeFactory(served=True)
    OverdueNote.objects.create(notice=notice, due_on=DAY, noted_on=date(2021, 12, 2))

    with refused_by("one_overdue_note_per_limit"), transaction.atomic():
        OverdueNote.objects.create(notice=notice, due_on=DAY, noted_on=date(2021, 12, 3))
    with refused_by("overdue_is_noted_after"), transaction.atomic():
        OverdueNote.objects.create(notice=notice, due_on=date(2021, 12, 1), noted_on=DAY)


def test_a_finding_stands_once_on_a_paper_and_one_at_a_place():
    link = NoticeFactory().notice_findings.get()
    other = FindingFactory(visit=link.notice.visit)

    with refused_by("a_finding_stands_once"), transaction.atomic():
        NoticeFinding.objects.create(notice=link.notice, finding=link.finding, no=2)
    with refused_by("one_finding_per_place"), transaction.atomic():
        NoticeFinding.objects.create(notice=link.notice, finding=other, no=1)


def test_a_notice_is_named_by_its_number_and_a_draft_by_its_form():
    assert str(NoticeFactory(approved=True, number="白教1号")) == "白教1号"
    assert str(NoticeFactory(stop=True)).startswith("停办通知书（稿")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("stop", {"orders": ["立即停止办学，否则处以罚款。"]}),
        ("rectification", {"after": ["逾期不改的，依法吊 销办学许可证。"]}),
        ("rectification", {"deadline_text": "逾期予以取缔"}),
        ("stop", {"paragraphs": ["现责令停止举办。"]}),
    ],
)
def test_an_order_written_by_hand_speaks_of_no_penalty(form, words):
    payload = notice_payload(form=form, **words)

    with refused_by("notice_to_correct_speaks_of_no_penalty"):
        NoticeFactory(form=form, approved=True, payload=payload)
