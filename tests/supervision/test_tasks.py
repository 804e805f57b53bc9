"""The nightly proposals of visits."""

from __future__ import annotations

import pytest

from supervision.models import FundVisit
from supervision.tasks import propose_visits
from tests.factories import funds

pytestmark = pytest.mark.django_db


def test_a_red_finding_proposes_one_visit_however_often_it_runs(county):
    clerk = funds.supervisor()
    funds.contract(funds.account(clerk), clerk, lessons=61)

    propose_visits()
    propose_visits()

    assert FundVisit.objects.count() == 1
