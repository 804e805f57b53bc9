"""Many lines at once: as one after the other, whole batches or nothing, each in the chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from funds.errors import ClockBehindLedger, EntryBooked
from funds.models import BankLine, Entry, Leg
from funds.queries import books_of
from funds.rules.matching import Awaited, Came, match, match_all
from funds.services import book_lines, import_statement, matching
from funds.services.posting import locked_account, write
from funds.verification import troubles
from tests.factories import funds
from tests.funds.histories.driver import Crash, dying
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clerk(county):
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return funds.account(clerk)


def held(account):
    return {book.code: book.balance_fen for book in books_of(account)}


def seven_lines(account, clerk):
    """Three payments of one contract, one after the other, and four that nobody knows."""
    funds.contract(account, clerk, order_no="A000777", fee_fen=3000)
    rows = ["日期,交易金额,余额,凭证号,摘要"]
    for n in range(1, 8):
        word = "A000777" if n <= 3 else "转账"
        rows.append(f"2021-11-09,10.00,{n}0.00,R{n},{word}")
    text = "\n".join(rows).encode()
    import_statement(account.pk, text, name="流水.csv", layout="signed", by=clerk, at=NOON)


def test_a_batch_stands_in_the_chain_as_single_entries_do(account, clerk, check_now):
    seven_lines(account, clerk)

    assert book_lines(account.pk, at=NOON) == 7

    check_now()
    assert held(account) == {"bank": 7000, "pupil": -3000, "suspense": -4000}
    bank = Leg.objects.filter(book__code="bank").order_by("entry__no")
    assert list(bank.values_list("version", "balance_fen")) == [(n, n * 1000) for n in range(1, 8)]
    assert troubles() == []
    told = AuditEvent.objects.filter(kind="fund_entry.book").order_by("pk")
    assert [event.facts["no"] for event in told] == list(range(1, 8))
    assert AuditEvent.objects.filter(kind="bank_line.match").count() == 7


def test_a_batch_costs_as_many_statements_as_one_line(
    account, clerk, django_assert_max_num_queries
):
    seven_lines(account, clerk)

    with django_assert_max_num_queries(20):
        book_lines(account.pk, at=NOON)


def test_a_death_between_batches_loses_nothing(account, clerk, monkeypatch):
    monkeypatch.setattr(matching, "AT_ONCE", 3)
    seven_lines(account, clerk)

    done = []
    for place in range(1, 60):
        try:
            with dying(place):
                book_lines(account.pk, at=NOON)
        except Crash:
            done.append(BankLine.objects.filter(entry__isnull=False).count())
        assert Entry.objects.count() == BankLine.objects.filter(entry__isnull=False).count()

    assert sorted({0, 3, 6} & set(done)) == [0, 3, 6]
    assert set(done) <= {0, 3, 6, 7}
    assert held(account) == {"bank": 7000, "pupil": -3000, "suspense": -4000}
    assert troubles() == []


def test_a_batch_with_one_source_twice_is_refused_whole_and_names_it(account, clerk):
    funds.booked(account, clerk, amount_fen=100, source_ref="B-2")
    drafts = [funds.draft(100, source_ref=f"B-{n}") for n in range(1, 4)]

    with pytest.raises(EntryBooked, match="B-2"), transaction.atomic():
        write(locked_account(account.pk), drafts, by=clerk, at=NOON)

    assert Entry.objects.count() == 1


def test_whoever_waited_for_the_lock_is_booked_after_the_one_before(account, clerk):
    funds.booked(account, clerk, amount_fen=100, at=NOON)

    late = funds.booked(account, clerk, amount_fen=50, at=NOON - MINUTE)

    assert Entry.objects.get(pk=late.pk).booked_at == NOON
    with pytest.raises(ClockBehindLedger):
        funds.booked(account, clerk, amount_fen=50, at=NOON - 11 * MINUTE)


def test_a_line_of_one_account_is_found_by_an_index_among_many_pupils(account, clerk):
    for _ in range(30):
        order = funds.contract(account, clerk)
        funds.booked(account, clerk, to=order)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM funds_book WHERE account_id = %s AND code = 'pupil'"
            " AND contract_id = %s",
            [account.pk, order.pk],
        )
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "contract_id = " in plan.split("Index Cond")[1]


ORDERS = st.lists(
    st.builds(
        Awaited,
        st.integers(1, 9),
        st.just(""),
        st.integers(1, 3),
        st.dates(date(2021, 11, 1), date(2021, 11, 9)),
    ),
    max_size=6,
    unique_by=lambda one: one.contract_id,
)
WORDS = st.sampled_from(["缴费", "NO01", "NO02 学费", "NO01 NO03", "结息"])
CAME = st.lists(st.builds(Came, st.sampled_from([-1, 1, 2, 3]), st.just(DAY), WORDS), max_size=8)


@settings(deadline=None)
@given(orders=ORDERS, lines=CAME)
def test_many_lines_are_matched_as_one_after_the_other(orders, lines):
    """Against each contract asked about each line, as the plain rule has it."""
    left = {
        one.contract_id: Awaited(
            one.contract_id, f"NO0{one.contract_id}", one.unpaid_fen, one.signed_on
        )
        for one in orders
    }
    expected = []
    for line in lines:
        awaited = sorted(left.values(), key=lambda one: one.contract_id)
        found = match(line.amount_fen, line.day, line.remark, awaited)
        if found.contract_id is not None:
            was = left[found.contract_id]
            rest = was.unpaid_fen - line.amount_fen
            left[was.contract_id] = Awaited(was.contract_id, was.order_no, rest, was.signed_on)
        expected.append(found)

    named = [
        Awaited(one.contract_id, f"NO0{one.contract_id}", one.unpaid_fen, one.signed_on)
        for one in orders
    ]
    assert match_all(lines, named) == expected
