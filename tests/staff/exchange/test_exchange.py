"""Events on their pages."""

from __future__ import annotations

import pytest

from tests.factories.accounts import UserFactory
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
