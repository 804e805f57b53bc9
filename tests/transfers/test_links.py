"""The receiver's link: a PIN with few tries, kept as digests alone."""

from __future__ import annotations

import pytest

from common.errors import NotAllowed, NotFound
from enforcement.errors import LinkEnded, PinPaused, PinWrong
from tests.factories.accounts import UserFactory
from tests.factories.transfers import TransferFactory, after
from tests.times import DAY, NOON
from transfers.errors import NotAtTheReceiver
from transfers.models import TransferLink
from transfers.services import (
    close_transfer_link,
    enter_transfer_link,
    open_transfer_link,
    receive_transfer,
)

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def inspector(county):
    return UserFactory(inspector=True)


def _open(by, **stage):
    row = TransferFactory(**(stage or {"sent": True}))
    return row, open_transfer_link(row.pk, by=by, at=NOON)


def _wrong(opened):
    return f"{(int(opened.pin) + 1) % 10**6:06}"


def test_the_right_pin_opens_and_neither_it_nor_the_token_is_kept(inspector):
    row, opened = _open(inspector)

    link = enter_transfer_link(opened.token, opened.pin, at=NOON)

    assert link.transfer == row
    kept = {str(value) for value in TransferLink.objects.values().get().values()}
    assert not {opened.token, opened.pin} & kept


def test_five_wrong_pins_pause_and_fifteen_end_the_link(inspector):
    _, opened = _open(inspector)

    for round_ in range(3):
        at = after(hours=round_)
        for _ in range(4):
            with pytest.raises(PinWrong):
                enter_transfer_link(opened.token, _wrong(opened), at=at)
        with pytest.raises(PinPaused if round_ < 2 else LinkEnded):
            enter_transfer_link(opened.token, _wrong(opened), at=at)
        with pytest.raises(PinPaused if round_ < 2 else LinkEnded):
            enter_transfer_link(opened.token, opened.pin, at=at)


def test_a_new_link_ends_the_old_one_and_closing_ends_both(inspector):
    row, old = _open(inspector)
    new = open_transfer_link(row.pk, by=inspector, at=NOON)
    with pytest.raises(LinkEnded):
        enter_transfer_link(old.token, old.pin, at=NOON)

    close_transfer_link(row.pk, by=inspector, at=NOON)

    with pytest.raises(LinkEnded):
        enter_transfer_link(new.token, new.pin, at=NOON)


def test_only_what_lies_with_the_receiver_is_opened_and_only_by_officers(inspector):
    with pytest.raises(NotAtTheReceiver):
        _open(inspector, reported=True)
    with pytest.raises(NotAllowed):
        _open(UserFactory(partner_officer=True))

    assert not TransferLink.objects.exists()


def test_an_answer_through_the_link_says_so(inspector):
    row, _ = _open(inspector)

    row = receive_transfer(row.pk, signer="钱队长", on=DAY, by=None, at=NOON)

    assert (row.state, row.answer_way) == ("received", "link")


def test_a_link_of_the_neighbour_leads_nowhere(inspector, next_door):
    _, opened = _open(inspector)

    with next_door(), pytest.raises(NotFound):
        enter_transfer_link(opened.token, opened.pin, at=NOON)
