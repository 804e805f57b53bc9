"""Verbs of the exchange: refused, done, done twice."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from accounts.models import User
from assignments.models import AssignmentFile, Sharing
from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from exchange.models import RegistryEvent, Upload
from exchange.services import (
    begin_upload,
    forget_uploads,
    handle_event,
    leave_event,
    take_part,
)
from messaging.models import Event as Told
from tests.factories.accounts import UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.documents import picture
from tests.factories.exchange import EventFactory, UploadFactory
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")


def clerk() -> User:
    return UserFactory(registry_clerk=True)


def test_event_is_handled_once_with_words():
    event, by = EventFactory(), clerk()

    handle_event(event.pk, how="已录入名册", by=by, at=NOON)
    with pytest.raises(WrongState):
        leave_event(event.pk, how="重复", by=by, at=NOON)

    event.refresh_from_db()
    assert (event.state, event.handled_by, event.handled_how) == ("handled", by, "已录入名册")
    assert AuditEvent.objects.get(kind="registry_event.handle").before == "waiting"
    told = Told.objects.get()
    assert (told.kind, told.facts) == ("registry_event.settled", {"state": "handled"})
    assert told.only_for == [event.reported_by.department_id]


def test_event_is_not_settled_by_others_or_without_words():
    event = EventFactory()

    with pytest.raises(NotAllowed):
        handle_event(event.pk, how="已录入", by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(BadInput):
        leave_event(event.pk, how=" ", by=clerk(), at=NOON)

    assert RegistryEvent.objects.get().state == "waiting"


def sent(assignment_id: int, *, by: User) -> None:
    """A photo comes whole in one part."""
    whole = picture()
    told = {"name": "现场.jpg", "checksum": sha256(whole).hexdigest(), "size_bytes": len(whole)}
    upload = begin_upload(assignment_id, **told, by=by, at=NOON)
    take_part(upload.pk, whole, begins=0, by=by, at=NOON)


def test_file_is_attached_once_and_only_to_what_one_sees():
    row = AssignmentFactory()

    sent(row.pk, by=row.asked_by)
    sent(row.pk, by=row.asked_by)
    with pytest.raises(NotFound):
        sent(row.pk, by=UserFactory(partner_system=True))

    assert AssignmentFile.objects.count() == Sharing.objects.count() == 1
    assert AuditEvent.objects.filter(kind="assignment.attach").count() == 1


def test_upload_for_what_was_answered_is_refused_before_its_bytes_come():
    row = AssignmentFactory(answered=True)
    told = {"name": "a.pdf", "checksum": "1" * 64, "size_bytes": 10, "by": row.asked_by}

    with pytest.raises(WrongState):
        begin_upload(row.pk, **told, at=NOON)

    assert not Upload.objects.exists()


def test_uploads_that_nobody_finished_are_forgotten():
    UploadFactory()
    row = AssignmentFactory()
    late = {"name": "a.pdf", "checksum": "1" * 64, "size_bytes": 10, "by": row.asked_by}
    begin_upload(row.pk, **late, at=NOON + timedelta(days=2))

    assert forget_uploads(at=NOON + timedelta(days=4)) == 1
    assert Upload.objects.get().sha256 == "1" * 64
