"""Events on their pages, and files of an assignment on its page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import AssignmentFile
from tests.factories.accounts import UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.documents import picture
from tests.factories.exchange import EventFactory


@pytest.fixture
def desk(browser_of):
    return browser_of(UserFactory(registry_clerk=True))


def test_event_is_settled_on_its_page(desk):
    event = EventFactory()

    assert event.name in desk.get("/registry-events/", {"state": "waiting"}).content.decode()
    empty = desk.post(f"/registry-events/{event.pk}/leave/", {"how": ""})
    done = desk.post(f"/registry-events/{event.pk}/leave/", {"how": "不从事培训"})

    event.refresh_from_db()
    assert (empty.status_code, done.status_code) == (422, 302)
    assert (event.state, event.handled_how) == ("no_matter", "不从事培训")


def test_file_is_attached_and_fetched(browser_of):
    row = AssignmentFactory()
    desk = browser_of(row.asked_by)
    sent = SimpleUploadedFile("现场.jpg", picture(), content_type="image/jpeg")

    desk.post(f"/registry-events/assignments/{row.pk}/files/", {"file": sent})

    one = AssignmentFile.objects.get()
    assert one.name in desk.get(f"/assignments/{row.pk}/").content.decode()
    fetched = desk.get(f"/registry-events/files/{one.pk}/")
    assert (fetched.content, fetched["Content-Type"]) == (picture(), "image/jpeg")


def test_file_of_others_is_not_found(browser_of):
    row = AssignmentFactory()
    stranger = browser_of(
        UserFactory(partner_officer=True, department__code="x", department__kind="other")
    )

    answer = stranger.post(f"/registry-events/assignments/{row.pk}/files/", {})

    assert answer.status_code == 404
