"""The ledger after the bad days of machines: each effect once, and every event that was to be told.

    python -m tests.flows.bad_days.machines_ledger DONE_JSON

Prints JSON: ``wrong``, sentences about what is not as it must be; ``events``, of each the id, the
subject and the cursor.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator

import django

django.setup()

from django_tenants.utils import tenant_context  # noqa: E402 -- after the setup

from assignments.models import Assignment  # noqa: E402 -- after the setup
from audit.models import AuditEvent  # noqa: E402 -- after the setup
from messaging.models import Attempt, Delivery, Event  # noqa: E402 -- after the setup
from tenants.models import County, Work  # noqa: E402 -- after the setup
from tests.flows.bad_days.scene import CODE  # noqa: E402 -- after the setup

HISTORY = Counter(["assignment.ask", "assignment.accept", "assignment.answer"])
KINDS = ["assignment.asked", "assignment.answered"]


def main(done: list[int]) -> None:
    with tenant_context(County.objects.get(code=CODE)):
        checks = (effects(done), events(done), deliveries(), line())
        wrong = [one for check in checks for one in check]
        told = [
            [str(uid), subject, position]
            for uid, subject, position in Event.objects.values_list("uid", "subject", "position")
        ]
        print(json.dumps({"wrong": wrong, "events": told}, ensure_ascii=False))


def effects(done: list[int]) -> Iterator[str]:
    """As many assignments as were asked, each with one history, however often it was sent."""
    rows = list(Assignment.objects.order_by("pk"))
    if [row.pk for row in rows] != sorted(done):
        yield f"{len(rows)} assignments, but {len(done)} were asked and answered"
    for row in rows:
        told = Counter(AuditEvent.objects.of(row).values_list("kind", flat=True))
        if told != HISTORY:
            yield f"assignment {row.pk}: history is {dict(told)}"


def events(done: list[int]) -> Iterator[str]:
    """One event for each of the two acts that are told; positions from 1 without a gap."""
    found = Counter(Event.objects.values_list("subject", "kind"))
    wanted = Counter((f"assignment/{key}", kind) for key in done for kind in KINDS)
    if found != wanted:
        yield f"events differ: {found - wanted} too many, {wanted - found} missing"
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    if positions != list(range(1, len(positions) + 1)):
        yield "events wait for their positions, or these have gaps"


def deliveries() -> Iterator[str]:
    """Each event went to the endpoint, and the log has a good answer for it."""
    for row in Delivery.objects.exclude(state="delivered").prefetch_related("tries"):
        tries = [(one.status, one.trouble) for one in row.tries.all()]
        word = "waits" if row.state == "waiting" else row.state
        until = f"until {row.next_at}, lease {row.leased_until}"
        yield f"delivery {row.pk} of {row.subject} {word} {until}; tries: {tries}"
    good = Attempt.objects.filter(status__range=(200, 299)).values("delivery").distinct().count()
    if not good == Delivery.objects.count() == Event.objects.count():
        yield f"{Event.objects.count()} events, {Delivery.objects.count()} deliveries, {good} good"


def line() -> Iterator[str]:
    """Nothing that was asked for waits. A relay that was killed three times may be set aside:

    whichever runs next does what it would have done.
    """
    for row in Work.objects.exclude(task="messaging.relay", state="set_aside"):
        yield f"work {row.pk} {row.task}: {'waits' if row.state != 'set_aside' else row.trouble}"


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
