"""Listed supervision: a target, a day, two people; struck off or sent higher, once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.errors import NotAllowed, WrongState
from supervision.errors import (
    ListingDayWrong,
    ListingHands,
    NotYourListing,
    SupervisionIncomplete,
)
from supervision.models import Listing, ListingProgress
from supervision.queries import listings_for, listings_of
from supervision.services import (
    escalate_listing,
    extend_listing,
    note_progress,
    strike_listing,
)
from tests.factories.accounts import UserFactory
from tests.factories.supervision import a_listing
from tests.times import DAY, NOON


@pytest.fixture
def listing(county) -> Listing:
    return a_listing()


def test_a_listing_is_seen_by_whoever_answers_for_it(listing):
    assert listings_of(listing.owner) == [listing]
    assert listings_of(listing.leader) == [listing]
    assert (listing.is_overdue(date(2021, 12, 1)), listing.is_overdue(date(2021, 12, 2))) == (
        False,
        True,
    )


def test_a_partner_sees_only_those_it_answers_for(county):
    partner = UserFactory(partner_officer=True)
    mine, _other = a_listing(owner=partner), a_listing()

    assert list(listings_for(partner)) == [mine]


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"due_on": DAY}, ListingDayWrong), ({"target": ""}, SupervisionIncomplete)],
)
def test_a_listing_without_target_or_day_ahead_is_refused(county, changes, error):
    with pytest.raises(error):
        a_listing(**changes)

    assert not Listing.objects.exists()


def test_owner_and_leader_are_two_people(county):
    one = UserFactory(bureau_head=True)

    with pytest.raises(ListingHands):
        a_listing(owner=one, leader=one)


def test_progress_is_told_by_those_answerable_and_stays(listing):
    note_progress(listing.pk, text="已退费20人", by=listing.owner, at=NOON)
    with pytest.raises(NotYourListing):
        note_progress(listing.pk, text="路过", by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(NotAllowed):
        note_progress(listing.pk, text="路过", by=UserFactory(partner_officer=True), at=NOON)

    assert [line.text for line in listing.progress.all()] == ["已退费20人"]
    with pytest.raises(IntegrityError, match="history stays"), transaction.atomic():
        ListingProgress.objects.update(text="已退清")


def test_a_day_is_only_moved_later_and_with_a_reason(listing):
    head = UserFactory(bureau_head=True)
    with pytest.raises(ListingDayWrong):
        extend_listing(listing.pk, due_on=date(2021, 12, 1), reason="未联系上", by=head, at=NOON)

    extend_listing(listing.pk, due_on=date(2021, 12, 20), reason="未联系上", by=head, at=NOON)

    kept = listing.extensions.get()
    assert (kept.old_due_on, kept.new_due_on) == (date(2021, 12, 1), date(2021, 12, 20))


@pytest.mark.parametrize(
    ("end", "state"), [(strike_listing, "met"), (escalate_listing, "escalated")]
)
def test_a_listing_ends_once_and_with_a_result(listing, end, state):
    head = UserFactory(bureau_head=True)
    with pytest.raises(SupervisionIncomplete, match="结果"):
        end(listing.pk, result=" ", by=head, at=NOON)

    assert end(listing.pk, result="全部退清", by=head, at=NOON).state == state
    with pytest.raises(WrongState):
        end(listing.pk, result="再一次", by=head, at=NOON)
    with pytest.raises(WrongState):
        note_progress(listing.pk, text="补记", by=listing.owner, at=NOON)
