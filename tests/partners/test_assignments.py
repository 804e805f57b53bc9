"""Assignments in and out, once for a key, as they were read; their files by parts."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from assignments.models import Assignment, AssignmentFile
from audit.models import AuditEvent
from clients.models import SavedAnswer
from exchange.models import Upload
from partners.api.v1.assignments import AssignmentOut
from policies.services import seed_parameters
from tests.factories.accounts import DepartmentFactory
from tests.factories.assignments import (
    AssignmentFactory,
    AssignmentFileFactory,
    PartFindingFactory,
)
from tests.partners.test_access import code_of
from tests.partners.things import announced, pdf
from tests.times import NOON


@pytest.fixture
def market(county):
    return DepartmentFactory(market=True)


@pytest.fixture
def asked(market):
    """An assignment that the caller's department was asked."""
    return AssignmentFactory(asked_of=market)


ANSWER = {"outcome": "handled", "text": "已责令改正。"}


def test_list_shows_ones_own_department_only(caller, asked):
    AssignmentFactory()  # of the fire brigade

    items = caller.get("assignments").json()["items"]

    assert [item["id"] for item in items] == [asked.pk]
    assert set(items[0]) == set(AssignmentOut().fields)
    assert items[0]["asked_at"] == "2021-11-10T12:00:00+08:00"


def test_ask_says_on_which_law_and_in_which_days(caller, market):
    DepartmentFactory(fire=True)
    seed_parameters({}, at=NOON)
    asked = {"department": "fire", "kind": "assistance", "title": "请协助核实"}
    term = {"count": 5, "unit": "calendar_day"}

    told = caller.post("assignments", {**asked, "basis": "行政处罚法第二十六条", "within": term})
    both = caller.post("assignments", {**asked, "within": term, "due_on": "2099-01-01"})

    assert told.status_code == 201, told.content.decode()
    assert told.json()["basis"] == "行政处罚法第二十六条"
    due = timezone.localdate() + timedelta(days=5)
    assert told.json()["due_on"] >= due.isoformat()  # the next working day, if it is none
    assert Assignment.objects.get().deadline.due_on.isoformat() == told.json()["due_on"]
    assert both.status_code == 422
    assert [one["pointer"] for one in both.json()["errors"]] == ["/within"]


def test_assignment_of_others_is_not_found(caller):
    other = AssignmentFactory()

    assert caller.get(f"assignments/{other.pk}").status_code == 404
    assert code_of(caller.post(f"assignments/{other.pk}/accept")) == "not_found"
    other.refresh_from_db()
    assert other.state == "asked"


def test_accept_and_answer_as_the_department(caller, asked):
    taken = caller.post(f"assignments/{asked.pk}/accept")
    said = caller.post(f"assignments/{asked.pk}/answer", ANSWER)

    assert (taken.json()["state"], said.json()["state"]) == ("accepted", "answered")
    asked.refresh_from_db()
    assert (asked.answered_by, asked.answer_outcome) == (caller.client.user, "handled")
    kinds = AuditEvent.objects.filter(actor_id=caller.client.user_id).values_list("kind", flat=True)
    assert set(kinds) == {"assignment.accept", "assignment.answer"}


def test_same_key_and_body_is_answered_as_before(caller, asked):
    first = caller.post(f"assignments/{asked.pk}/answer", ANSWER, key="one")
    again = caller.post(f"assignments/{asked.pk}/answer", ANSWER, key="one")

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert AuditEvent.objects.filter(kind="assignment.answer").count() == 1


def test_same_key_with_another_body_or_address_is_refused(caller, asked):
    caller.post(f"assignments/{asked.pk}/accept", key="one")

    other_body = caller.post(f"assignments/{asked.pk}/accept", {"a": 1}, key="one")
    elsewhere = caller.post(f"assignments/{asked.pk}/answer", ANSWER, key="one")

    assert code_of(elsewhere) == "idempotency_key_reused"
    assert code_of(other_body) == "idempotency_key_reused"
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_key_is_the_clients_own(caller, caller_of, asked):
    caller.post(f"assignments/{asked.pk}/accept", key="one")
    other = caller_of()

    assert other.post(f"assignments/{asked.pk}/answer", ANSWER, key="one").status_code == 200


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "a\tb", "é"])
def test_writing_needs_a_key(caller, asked, key):
    answer = caller.post(f"assignments/{asked.pk}/accept", **{"Idempotency_Key": key})

    assert code_of(answer) == "idempotency_key_missing"
    assert not SavedAnswer.objects.exists()


def test_refusal_saves_no_answer(caller, asked):
    wrong = caller.post(f"assignments/{asked.pk}/answer", {**ANSWER, "text": " "}, key="one")
    right = caller.post(f"assignments/{asked.pk}/answer", ANSWER, key="one")

    assert (wrong.status_code, code_of(wrong)) == (422, "fields_wrong")
    assert wrong.json()["errors"][0]["pointer"] == "/text"
    assert right.status_code == 200


def test_what_changed_meanwhile_is_not_written_over(caller, asked):
    tag = caller.get(f"assignments/{asked.pk}")["ETag"]
    english = caller.get(f"assignments/{asked.pk}", Accept_Language="en")["ETag"]
    caller.post(f"assignments/{asked.pk}/accept", If_Match=english)

    late = caller.post(f"assignments/{asked.pk}/answer", ANSWER, If_Match=tag)
    now = caller.get(f"assignments/{asked.pk}")["ETag"]
    right = caller.post(f"assignments/{asked.pk}/answer", ANSWER, If_Match=now)

    assert (late.status_code, code_of(late)) == (412, "precondition_failed")
    assert right.status_code == 200


def test_wrong_state_is_told_in_a_sentence(caller, asked):
    caller.post(f"assignments/{asked.pk}/answer", ANSWER)

    again = caller.post(f"assignments/{asked.pk}/decline", {"reason": "重复"})

    assert (again.status_code, code_of(again)) == (409, "wrong_state")
    assert "已答复" in again.json()["detail"]


def test_ask_another_department(caller):
    DepartmentFactory(fire=True)
    given = {"department": "fire", "kind": "routed_finding", "title": "疏散通道堵塞"}

    made = caller.post("assignments", given)
    unknown = caller.post("assignments", {**given, "department": "nobody"})
    past = caller.post("assignments", {**given, "due_on": "2020-01-01"})

    assert (made.status_code, made.json()["asked_by"]) == (201, "samr")
    assert code_of(unknown) == "not_found"
    assert code_of(past) == "due_in_the_past"
    row = Assignment.objects.get()
    assert (row.asked_of.code, row.asked_by) == ("fire", caller.client.user)
    gone = caller.post(f"assignments/{row.pk}/withdraw", {"reason": "重复"})
    assert gone.json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "body_unreadable"),
        (b"[]", "body_unreadable"),
        (b"\xff", "body_unreadable"),
        (b'{"title": NaN}', "body_unreadable"),
        (b'{"title": "\\ud800"}', "body_unreadable"),
        (b'{"a":' * 100_000, "body_unreadable"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "body_unreadable"),
        (b'{"title": "a\\u0000b", "department": "fire", "kind": "fund"}', "fields_wrong"),
        (b'{"surprise": 1}', "fields_wrong"),
        (b"{" + b" " * (1024 * 1024 + 1) + b"}", "body_too_large"),
    ],
)
def test_bad_bodies_are_problems(caller, body, code):
    assert code_of(caller.post("assignments", body)) == code
    assert not Assignment.objects.exists()


def send(caller, key: int, part: bytes, *, at: int | str):
    return caller.send_part(f"uploads/{key}", part, begins=at)


def test_file_comes_by_parts_and_goes_on_after_a_broken_line(caller, asked):
    content = pdf()
    upload = caller.post(f"assignments/{asked.pk}/uploads", announced(content)).json()

    first = send(caller, upload["id"], content[:1000], at=0)
    twice = send(caller, upload["id"], content[:1000], at=0)
    here = caller.get(f"uploads/{upload['id']}").json()["received_bytes"]
    again = caller.post(f"assignments/{asked.pk}/uploads", announced(content)).json()
    last = send(caller, upload["id"], content[here:], at=here)

    assert first.json()["received_bytes"] == here == again["received_bytes"] == 1000
    assert (code_of(twice), "第1000字节" in twice.json()["detail"]) == ("upload_offset", True)
    file = last.json()["file"]
    assert (file["sha256"], file["media_type"]) == (sha256(content).hexdigest(), "application/pdf")
    assert caller.get(f"assignments/{asked.pk}").json()["files"] == [file]
    whole = caller.get(f"files/{file['id']}")
    rest = caller.get(f"files/{file['id']}", Range="bytes=1000-")
    assert (whole.content, rest.status_code, rest.content) == (content, 206, content[1000:])
    assert not Upload.objects.exists()


def test_files_of_both_sides_are_told_and_another_departments_part_is_not(caller, asked):
    """What came by page is told like what came by parts."""
    photo = AssignmentFileFactory(assignment=asked)
    beside = PartFindingFactory()
    hidden = AssignmentFileFactory(assignment=beside.assignment, role="part", part=beside)

    (file,) = caller.get(f"assignments/{asked.pk}").json()["files"]

    assert (file["id"], file["role"]) == (photo.pk, "material")
    assert caller.get(f"files/{photo.pk}").status_code == 200
    assert caller.get(f"files/{hidden.pk}").status_code == 404


def test_file_is_answered_in_its_own_type(caller, asked):
    content = pdf()
    upload = caller.post(f"assignments/{asked.pk}/uploads", announced(content)).json()
    file = send(caller, upload["id"], content, at=0).json()["file"]["id"]

    wanted = {accept: caller.get(f"files/{file}", Accept=accept) for accept in FILE_TYPES}

    assert {accept: answer.status_code for accept, answer in wanted.items()} == FILE_TYPES
    assert wanted["application/pdf"]["Content-Type"] == "application/pdf"


FILE_TYPES = {"application/pdf": 200, "image/*": 200, "*/*": 200, "text/html": 406}


def test_file_that_differs_from_its_checksum_is_dropped(caller, asked):
    content = pdf()
    told = {**announced(content), "sha256": "0" * 64}
    upload = caller.post(f"assignments/{asked.pk}/uploads", told).json()

    answer = send(caller, upload["id"], content, at=0)

    assert code_of(answer) == "upload_differs"
    assert caller.get(f"uploads/{upload['id']}").json()["received_bytes"] == 0
    assert not AssignmentFile.objects.exists()


def test_file_that_is_no_paper_and_no_photo_is_refused(caller, asked):
    content = b"MZ" + b"\0" * 100
    upload = caller.post(f"assignments/{asked.pk}/uploads", announced(content)).json()

    assert code_of(send(caller, upload["id"], content, at=0)) == "upload_kind_unknown"
    assert not AssignmentFile.objects.exists()


def test_upload_and_file_of_others_are_not_found(caller, caller_of, asked):
    content = pdf()
    upload = caller.post(f"assignments/{asked.pk}/uploads", announced(content)).json()
    file = send(caller, upload["id"], content, at=0).json()["file"]
    second = caller.post(f"assignments/{asked.pk}/uploads", announced(content + b" ")).json()
    bureau, other = caller_of(bureau=True), caller_of()

    assert other.get(f"uploads/{second['id']}").status_code == 404
    assert send(other, second["id"], b"%", at=0).status_code == 404
    assert bureau.get(f"files/{file['id']}").status_code == 200  # its own people asked
    DepartmentFactory(fire=True)
    stranger = AssignmentFactory()
    assert caller.post(f"assignments/{stranger.pk}/uploads", announced(content)).status_code == 404


@pytest.mark.parametrize("offset", ["", "-1", "x", "99999999999"])
def test_offset_that_is_none_is_refused(caller, asked, offset):
    upload = caller.post(f"assignments/{asked.pk}/uploads", announced(pdf())).json()

    assert code_of(send(caller, upload["id"], b"%", at=offset)) == "parameter_wrong"
