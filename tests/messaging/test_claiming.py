"""What a claim reads grows with what waits, whatever the statistics say."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import Delivery
from messaging.services.outbox import spread
from messaging.services.relay import BATCH, _claimed
from tests.factories.institutions import InstitutionFactory
from tests.factories.messaging import an_event

MANY = 2 * BATCH


def test_a_claim_reads_a_few_rows_for_each_that_waits(endpoint, send):
    """Statistics of a quiet hour say that nothing waits; then everything comes at once."""
    fill_the_line()
    assert send() == MANY
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE messaging_delivery")
    fill_the_line()

    assert Delivery.objects.filter(state="waiting").count() == MANY
    assert rows_read(plan_of_a_claim()) <= 3 * MANY


def test_claims_take_the_head_of_each_subject_and_nothing_twice(
    endpoint, django_assert_num_queries
):
    fill_the_line()
    fill_the_line()

    with django_assert_num_queries(7):  # the savepoint and the endpoint's secret among them
        first = _claimed(uuid.uuid4(), at=timezone.now())
    second = _claimed(uuid.uuid4(), at=timezone.now())

    heads = Delivery.objects.filter(position__lte=MANY).values_list("pk", flat=True)
    assert sorted(call.delivery_id for call in first + second) == sorted(heads)
    assert _claimed(uuid.uuid4(), at=timezone.now()) == []


def fill_the_line() -> None:
    for number in range(MANY):
        an_event(InstitutionFactory.build(pk=number + 1))
    spread(at=timezone.now())


def plan_of_a_claim():
    with CaptureQueriesContext(connection) as caught:
        _claimed(uuid.uuid4(), at=timezone.now())
    Delivery.objects.update(lease=None, leased_until=None)
    (text,) = [one["sql"] for one in caught if "SKIP LOCKED" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + text)
        told = cursor.fetchone()[0]
    return told[0]["Plan"]


def rows_read(node) -> int:
    """What the scans of a plan gave or threw away, and what joins threw away."""
    removed = sum(count for name, count in node.items() if name.startswith("Rows Removed"))
    given = node["Actual Rows"] if "Scan" in node["Node Type"] else 0
    inner = sum(map(rows_read, node.get("Plans", [])))
    return round((given + removed) * node["Actual Loops"]) + inner
