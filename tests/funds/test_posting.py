"""Booking: what stands afterwards, and what is refused with nothing having happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from funds.errors import ClockBehindLedger, EntryBooked, EntryReversed, EntryUnbalanced
from funds.models import Book, Entry, Leg
from funds.queries import balance, balance_as_booked, balance_as_valued, books_of
from funds.services import Line, post, reverse
from funds.states import BookCode, EntryKind
from funds.verification import troubles
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def clerk(county):
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return funds.account(clerk)


def held(account):
    return {book.code: book.balance_fen for book in books_of(account)}


def test_a_payment_stands_in_two_books_and_in_the_chain(account, clerk, check_now):
    order = funds.contract(account, clerk)

    entry = funds.booked(account, clerk, to=order)

    check_now()
    assert held(account) == {"bank": 360000, "pupil": -360000}
    stored = Entry.objects.get()
    assert (stored.no, stored.previous_no, len(stored.digest)) == (1, None, 32)
    told = AuditEvent.objects.get(kind="fund_entry.book")
    assert (told.object_id, told.facts["digest"]) == (str(entry.pk), bytes(stored.digest).hex())


def test_entries_follow_one_another(account, clerk, check_now):
    for amount in (100, 250, 5):
        funds.booked(account, clerk, amount_fen=amount)

    check_now()
    bank = Leg.objects.filter(book__code=BookCode.BANK).order_by("version")
    assert list(bank.values_list("version", "amount_fen", "balance_fen")) == [
        (1, 100, 100),
        (2, 250, 350),
        (3, 5, 355),
    ]
    assert troubles() == []


@pytest.mark.parametrize(
    "lines",
    [
        (Line(BookCode.BANK, 100), Line(BookCode.SUSPENSE, -99)),
        (Line(BookCode.BANK, 100),),
        (Line(BookCode.BANK, 0), Line(BookCode.SUSPENSE, 0)),
    ],
)
def test_an_entry_that_does_not_balance_is_refused(account, clerk, lines):
    with pytest.raises(EntryUnbalanced):
        post(account.pk, funds.draft(lines=lines), by=clerk, at=NOON)

    assert not Entry.objects.exists()
    assert not Book.objects.exists()


def test_the_same_bank_line_is_booked_once(account, clerk):
    once = funds.draft(100, source_ref="B-1")
    post(account.pk, once, by=clerk, at=NOON)

    with pytest.raises(EntryBooked, match="B-1"):
        post(account.pk, once, by=clerk, at=NOON)

    assert held(account) == {"bank": 100, "suspense": -100}


def test_a_reversal_takes_back_whole_and_the_line_may_be_booked_anew(account, clerk, check_now):
    once = funds.draft(100, source_ref="B-1")
    entry = post(account.pk, once, by=clerk, at=NOON)

    reverse(entry.pk, reason="认错了学员", by=clerk, at=NOON)
    again = post(account.pk, once, by=clerk, at=NOON)

    check_now()
    kinds = Entry.objects.order_by("no").values_list("kind", "turn")
    assert list(kinds) == [(EntryKind.RECEIPT, 1), (EntryKind.REVERSAL, 1), (EntryKind.RECEIPT, 2)]
    assert again.no == 3
    assert held(account) == {"bank": 100, "suspense": -100}
    assert troubles() == []


def test_neither_a_reversal_nor_a_reversed_entry_is_reversed(account, clerk):
    entry = funds.booked(account, clerk, amount_fen=100)
    back = reverse(entry.pk, reason="录错", by=clerk, at=NOON)

    for pk, why in ((entry.pk, "已经冲正"), (back.pk, "本身是冲正")):
        with pytest.raises(EntryReversed, match=why):
            reverse(pk, reason="再来", by=clerk, at=NOON)

    assert Entry.objects.count() == 2


def test_a_clock_that_was_set_back_books_nothing(account, clerk):
    funds.booked(account, clerk, amount_fen=100)

    with pytest.raises(ClockBehindLedger):
        funds.booked(account, clerk, amount_fen=100, at=NOON - HOUR)

    assert Entry.objects.count() == 1


def test_only_whoever_may_book_books(account):
    with pytest.raises(NotAllowed):
        funds.booked(account, UserFactory(inspector=True), amount_fen=100)

    assert not Entry.objects.exists()


def test_a_balance_is_known_as_it_was_known_and_as_it_counts(account, clerk):
    funds.booked(account, clerk, amount_fen=100)
    late = funds.booked(
        account, clerk, amount_fen=30, value_on=DAY - timedelta(days=3), at=NOON + HOUR
    )

    bank = Book.objects.get(code=BookCode.BANK)
    assert late.no == 2
    assert balance(bank) == 130
    assert balance_as_booked(bank, NOON) == 100
    assert balance_as_booked(bank, NOON - HOUR) == 0
    assert balance_as_valued(bank, DAY - timedelta(days=1)) == 30
    assert balance_as_valued(bank, DAY) == 130
