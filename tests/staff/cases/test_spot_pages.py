"""Penalties on the spot on their pages."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.models import SpotPenalty
from cases.states import SpotState
from common.clock import localdate
from policies.services import load_calendar
from tests.factories import cases as scenes
from tests.factories.policies import ViolationFactory


@pytest.fixture
def sent(people):
    """A small fine on an organisation, as typed on a phone today."""
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    ViolationFactory(code="T901")
    return {
        "kind": "organisation",
        "name": "晨光托管中心",
        "address": "凤凰路1号",
        "violation_code": "T901",
        "acted_on": day,
        "place": "凤凰路1号",
        "facts": "未公示收费项目",
        "amount_fen": "200",
        "defence": "已当场告知，当事人未陈述申辩",
        "second": people.second.pk,
        "bank": "农商行，账号1",
    }


def test_a_fine_is_decided_on_the_spot_with_its_paper(people, browser_of, sent):
    answer = browser_of(people.lead).post("/cases/spot/new/", sent)

    spot = SpotPenalty.objects.get()
    assert answer.url == f"/cases/spot/{spot.pk}/"
    assert (spot.amount_fen, spot.officers.count()) == (20_000, 2)
    assert spot.papers.get().paper.number


def test_too_large_a_fine_is_refused_and_keeps_the_words(people, browser_of, sent):
    page = browser_of(people.lead).post("/cases/spot/new/", {**sent, "amount_fen": "3000.01"})

    assert "3,000元以下" in page.text
    assert "未公示收费项目" in page.text
    assert not SpotPenalty.objects.exists()


def test_a_spot_penalty_is_put_on_record_and_its_cash_followed(people, browser_of):
    spot = scenes.spot(people, cash_ground="hard_later", cash_receipt_no="湘财0001")
    path, officer = f"/cases/spot/{spot.pk}/", browser_of(people.lead)

    browser_of(people.section).post(f"{path}report/")
    for _ in range(2):
        officer.post(f"{path}cash/", {"on": scenes.DAY.isoformat()})

    spot.refresh_from_db()
    assert spot.state == SpotState.REPORTED
    assert (spot.handed_in_on, spot.banked_on) == (scenes.DAY, scenes.DAY)


def test_who_may_not_report_is_refused(people, browser_of):
    spot = scenes.spot(people)

    assert browser_of(people.lead).post(f"/cases/spot/{spot.pk}/report/").status_code == 403
    spot.refresh_from_db()
    assert spot.state == SpotState.ISSUED
