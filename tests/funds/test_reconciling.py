"""The board: agreed, differs or no file, day by day; each reason once, and nothing corrected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from funds.models import BankStatement, Entry, RefusedFile
from funds.queries import days_between, reasons_between
from funds.services import book_lines, import_statement, receive_file
from funds.states import DayState, ReasonKind
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
K, S = ReasonKind, DayState
HEAD = "日期,交易金额,余额,摘要\n"
FIRST = date(2021, 11, 1)


@pytest.fixture
def clerk(county):
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return funds.account(clerk, opened_on=FIRST)


def sent(account, clerk, rows, name="s.csv"):
    got = receive_file(
        account.pk, (HEAD + rows).encode(), name=name, layout="signed", by=clerk, at=NOON
    )
    book_lines(account.pk, at=NOON)
    return got


def told(first=FIRST, last=DAY):
    return [(one.day.day, one.kind, one.amount_fen) for one in reasons_between(first, last)]


def states(first, last):
    return "".join(one.state[0] for one in days_between(first, last))


def test_days_up_to_the_last_file_agree_and_later_ones_have_none(account, clerk):
    contract = funds.contract(account, clerk)
    sent(account, clerk, f"2021-11-03,3600.00,3600.00,{contract.order_no}\n")

    assert states(FIRST, date(2021, 11, 4)) == "nnan"
    assert told() == []


def test_a_difference_is_told_on_its_day_and_stays_on_the_board(account, clerk):
    contract = funds.contract(account, clerk)
    sent(account, clerk, f"2021-11-03,3600.00,3600.01,{contract.order_no}\n")
    sent(account, clerk, "2021-11-05,1.00,3601.01,结息\n", "t.csv")

    assert states(date(2021, 11, 3), date(2021, 11, 5)) == "ddd"
    assert told() == [(3, K.BALANCE, -1)]
    (reason,) = reasons_between(FIRST, DAY)
    assert reason.sentence.startswith("银行余额与所列流水不符，账面少0.01元")
    assert Entry.objects.count() == 2


def test_a_refused_file_is_kept_once_and_settled_by_the_days_that_come_whole(account, clerk):
    good = "2021-11-02,1.00,1.00,结息\n"
    torn = "2021-11-04,2.00,3.00,结息\n2021-11-05,2.00,9.00,结息\n"
    later = "2021-11-07,1.00,6.00,结息\n"
    sent(account, clerk, good)
    refused = [sent(account, clerk, torn, "t.csv") for _ in range(2)]
    sent(account, clerk, later, "u.csv")

    assert refused[0] == refused[1] == RefusedFile.objects.get()
    assert (refused[0].code, refused[0].last_day) == ("statement_torn", date(2021, 11, 4))
    assert told() == [(4, K.REFUSED_FILE, 0)]
    assert states(date(2021, 11, 2), date(2021, 11, 7)) == "aannnd"

    whole = torn.replace("9.00", "5.00")
    assert isinstance(sent(account, clerk, whole, "v.csv"), BankStatement)
    assert told() == []
    assert states(date(2021, 11, 2), date(2021, 11, 7)) == "aaaaaa"


def test_a_file_that_a_person_uploads_settles_a_refused_one_too(account, clerk):
    torn = "2021-11-04,2.00,2.00,结息\n2021-11-05,2.00,9.00,结息\n"
    sent(account, clerk, torn, "t.csv")

    whole = (HEAD + torn.replace("9.00", "4.00")).encode()
    kept = import_statement(account.pk, whole, name="v.csv", layout="signed", by=clerk, at=NOON)

    assert RefusedFile.objects.get().settled_by == kept
    assert AuditEvent.objects.get(kind="bank_statement.settle").actor_id == clerk.pk


def test_lines_without_a_place_say_why(account, clerk):
    one, other = (funds.contract(account, clerk, signed_on=FIRST) for _ in range(2))
    sent(
        account,
        clerk,
        f"2021-11-08,3600.00,3600.00,{one.order_no}\n"
        f"2021-11-08,3600.00,7200.00,又缴 {one.order_no}\n"
        f"2021-11-08,4000.00,11200.00,{other.order_no}\n"
        "2021-11-08,99.00,11299.00,学费 A999999\n"
        "2021-11-08,98.00,11397.00,2021年学费\n"
        f"2021-11-09,-3600.00,7797.00,冲正{one.order_no}\n"
        "2021-11-09,-5.00,7792.00,转账\n",
    )

    assert told() == [
        (8, K.NO_ORDER, 9800),
        (8, K.OVER, 400000),
        (8, K.TWICE, 360000),
        (8, K.WRONG_ORDER, 9900),
        (9, K.SENT_BACK, -360000),
        (9, K.UNKNOWN_OUT, -500),
    ]
    assert states(date(2021, 11, 8), date(2021, 11, 9)) == "aa"


def test_an_order_of_another_institution_is_named_as_such(account, clerk):
    there = funds.contract(funds.account(clerk), clerk)
    sent(account, clerk, f"2021-11-08,3600.00,3600.00,{there.order_no}\n")

    (reason,) = reasons_between(FIRST, DAY)
    assert (reason.kind, reason.sentence) == (
        K.WRONG_ORDER,
        f"来款3,600元，订单{there.order_no}是另一家机构的合同。",
    )


def test_the_questions_do_not_grow_with_the_accounts(account, clerk, django_assert_max_num_queries):
    for _ in range(3):
        there = funds.account(clerk)
        sent(there, clerk, "2021-11-08,98.00,98.00,学费\n")

    with django_assert_max_num_queries(6):
        assert len(days_between(FIRST, FIRST + timedelta(days=1))) == 8
    with django_assert_max_num_queries(11):
        assert len(reasons_between(FIRST, DAY)) == 3


def test_nobody_without_the_right_brings_a_file(account, clerk):
    with pytest.raises(NotAllowed):
        sent(account, UserFactory(inspector=True), "2021-11-05,2.00,9.00,结息\n")
    assert not RefusedFile.objects.exists()


def test_files_of_one_day_may_come_in_any_order(account, clerk):
    contract = funds.contract(account, clerk)
    sent(account, clerk, "2021-11-03,1.00,3601.00,结息\n", "late.csv")
    sent(account, clerk, f"2021-11-03,3600.00,3600.00,{contract.order_no}\n", "early.csv")

    assert states(date(2021, 11, 3), date(2021, 11, 3)) == "a"


def test_a_day_that_comes_back_to_where_it_began_is_told_by_its_last_line(account, clerk):
    contract = funds.contract(account, clerk)
    rows = f"2021-11-03,3600.00,3600.00,{contract.order_no}\n"
    sent(account, clerk, rows + "2021-11-04,5.00,3605.00,结息\n2021-11-04,-5.00,3600.00,结息冲\n")

    assert states(date(2021, 11, 3), date(2021, 11, 4)) == "aa"


def test_lines_without_a_balance_tell_none_until_the_next_balance(account, clerk):
    contract = funds.contract(account, clerk)
    sent(account, clerk, f"2021-11-03,3600.00,3600.00,{contract.order_no}\n")
    sent(account, clerk, "2021-11-05,1.00,,结息\n", "blind.csv")
    sent(account, clerk, "2021-11-07,1.00,3602.00,结息\n", "told.csv")

    days = days_between(date(2021, 11, 3), date(2021, 11, 8))

    said = ["agreed", "agreed", "no_balance", "none", "agreed", "none"]
    assert [one.state for one in days] == said
    assert told() == []
