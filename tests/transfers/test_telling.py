"""Each side hears of the other's step, in the order in which it was taken."""

from __future__ import annotations

import pytest

from messaging.models import Event, Message
from messaging.services.telling import tell_of
from tests.factories import transfers as scenes
from tests.factories.transfers import Crew, after
from transfers import services

pytestmark = pytest.mark.usefixtures("county")


def _told(row) -> list[tuple[str, str, list[int]]]:
    subject = Event.objects.filter(subject=f"transfer/{row.pk}").order_by("pk")
    return [(one.kind, one.facts["state"], one.only_for) for one in subject]


def test_each_step_is_told_to_the_other_side():
    crew = Crew()
    row = scenes.accepted(crew)
    day = {"on": after(days=3).date(), "at": after(days=3)}
    services.report_result(row.pk, result="已立案侦查", by=crew.there, **day)
    services.close_transfer(row.pk, words="归档", by=crew.lead, at=after(days=4))

    ours, theirs = [crew.lead.department_id], [row.receiver_id]
    assert _told(row) == [
        ("transfer.sent", "sent", theirs),
        ("transfer.answered", "received", ours),
        ("transfer.answered", "accepted", ours),
        ("transfer.answered", "reported", ours),
        ("transfer.closed", "closed", theirs),
    ]


def test_who_is_asked_to_think_again_hears_of_it():
    crew = Crew()
    row = scenes.returned(crew)

    services.object_to_return(row.pk, grounds="证据充分", by=crew.lead, at=after(days=3))

    assert _told(row)[-1] == ("transfer.contested", "reconsidering", [row.receiver_id])


def test_a_body_without_a_department_here_is_told_by_nobody():
    named = {"receiver": None, "receiver_name": "县纪委监委", "people": "王某"}

    row = scenes.sent(Crew(), scenes.facts(kind="discipline", route="R20", **named))

    assert _told(row) == [("transfer.sent", "sent", [])]


def test_people_are_told_where_to_look():
    crew = Crew()
    row = scenes.sent(crew)

    tell_of(Event.objects.get(kind="transfer.sent"), at=after(days=2))

    told = Message.objects.get()
    assert (told.receiver, told.title) == (crew.there, "有新的移送待签收")
    assert told.link == f"/transfers/{row.pk}/"
