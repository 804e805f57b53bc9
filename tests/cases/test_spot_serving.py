"""D38 reaches the party: the remedies begin, and the days to pay where there is money to pay."""

from datetime import timedelta

import pytest

from cases import services
from cases.models import CaseDeadline, CaseService, SpotPenalty
from common.errors import NotAllowed
from serving.errors import ServedAlready, ServiceIncomplete
from serving.services import record_attempt
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.serving import handed, tried
from tests.times import DAY, NOON


def printed(people, **facts) -> SpotPenalty:
    spot = scenes.spot(people, **facts)
    endings.put_in_print(spot.papers.get().paper, NOON)
    return spot


def roles(spot: SpotPenalty) -> set[str]:
    return set(CaseDeadline.objects.filter(spot=spot).values_list("role", flat=True))


def serve(spot: SpotPenalty, people, *, at=NOON, repeats=False, **changes):
    served = handed(**changes)
    return services.serve_spot_paper(spot.pk, served, repeats=repeats, by=people.lead, at=at)


def test_a_fine_handed_over_starts_payment_and_remedies_once(people, check_now):
    spot = printed(people)

    serve(spot, people)
    check_now()

    # The form of 2021 names both remedies.
    assert roles(spot) == {"payment", "reconsideration", "litigation"}
    with pytest.raises(ServedAlready):
        serve(spot, people)
    serve(spot, people, repeats=True)
    assert CaseDeadline.objects.filter(spot=spot).count() == 3


def test_a_warning_has_nothing_to_pay(people):
    spot = printed(people, amount_fen=None)

    serve(spot, people)

    assert roles(spot) == {"reconsideration", "litigation"}


def test_cash_was_paid_at_once(people):
    spot = printed(people, cash_ground="hard_later", cash_receipt_no="湘财0001")

    serve(spot, people)

    assert "payment" not in roles(spot)


def test_a_paper_that_hangs_out_starts_its_clocks_later(people):
    spot = printed(people)
    paper = spot.papers.get().paper_id
    record_attempt(paper, tried(hindrance="unknown"), by=people.lead, at=NOON)
    serve(spot, people, way="public_notice", reason="下落不明", place="局网站")
    assert roles(spot) == set()

    assert services.start_served(at=NOON + timedelta(days=60)) == 1

    deadline = CaseDeadline.objects.get(spot=spot, role="payment").deadline
    assert deadline.counts_from_on == DAY + timedelta(days=60)


def test_without_its_receipt_or_a_right_nothing_begins(people):
    spot = printed(people)

    with pytest.raises(ServiceIncomplete):
        serve(spot, people, proof=None)
    clerk = UserFactory(registry_clerk=True)
    with pytest.raises(NotAllowed):
        services.serve_spot_paper(spot.pk, handed(), by=clerk, at=NOON)

    assert roles(spot) == set()
    assert not CaseService.objects.exists()
