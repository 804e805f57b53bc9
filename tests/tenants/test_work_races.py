"""Tasks of one county that end at the same moment: its share stays its share."""

from __future__ import annotations

import pytest

from tenants import work
from tenants.models import Work
from tests.committed import at_once, committed_county
from tests.tenants.chores import chore
from tests.tenants.worker import asking_the_broker

pytestmark = [pytest.mark.race]
CODE, SHARE = "999963", 2
LANE = (f"c{CODE}", "default")


@pytest.fixture
def flooded(django_db_setup, django_db_blocker, settings):
    settings.YUJIAN_COUNTY_SHARE = SHARE
    with django_db_blocker.unblock(), committed_county(CODE) as county, asking_the_broker():
        kwargs = {"path": "/nowhere", "text": "x"}
        for _ in range(40):
            work.ask(work.Asked(LANE[0], LANE[1], chore.name, kwargs, {}, 60))
        yield county
        Work.objects.filter(schema=LANE[0]).delete()


def test_two_that_end_together_are_followed_by_two(flooded):
    work.dispatch(*LANE)

    for _ in range(12):
        first, second = Work.objects.filter(state="sent").values_list("uid", flat=True)
        at_once(flooded, lambda uid=first: work.end(uid), lambda uid=second: work.end(uid))
        assert Work.objects.filter(state="sent").count() == SHARE
