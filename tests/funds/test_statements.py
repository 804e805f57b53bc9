"""A bank's file comes in once, its lines find their pupils, and what was matched can be undone."""

from __future__ import annotations

import pytest

from funds.errors import BankLineDiffers, StatementElsewhere, StatementTorn
from funds.models import BankLine, BankStatement, Entry
from funds.queries import books_of
from funds.services import book_lines, claim_line, import_statement, undo_match
from funds.states import MatchWay
from funds.verification import troubles
from tests.factories import funds
from tests.factories.policies import ParameterFactory
from tests.times import NOON

pytestmark = pytest.mark.django_db
HEAD = "交易日期,收入金额,支出金额,余额,交易流水号,附言\n"
DAY = "2021-11-09"


def csv(*lines):
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode("gbk")


FEE = f"{DAY},3600.00,,3600.00,R1,A000777 缴费"
UNKNOWN = f"{DAY},120.00,,3720.00,R2,谁也不知道"


@pytest.fixture
def clerk(county):
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return funds.account(clerk)


def take(account, clerk, content, layout="two_columns"):
    return import_statement(account.pk, content, name="流水.csv", layout=layout, by=clerk, at=NOON)


def held(account):
    return {book.code: book.balance_fen for book in books_of(account)}


def test_a_line_with_an_order_number_is_booked_to_its_pupil(account, clerk, check_now):
    funds.contract(account, clerk, order_no="A000777")

    kept = take(account, clerk, csv(FEE, UNKNOWN))
    assert book_lines(account.pk, at=NOON) == 2

    check_now()
    assert (kept.line_count, kept.new_count, kept.closing_fen) == (2, 2, 372000)
    assert held(account) == {"bank": 372000, "pupil": -360000, "suspense": -12000}
    ways = BankLine.objects.order_by("pk").values_list("matched_by", flat=True)
    assert list(ways) == [MatchWay.ORDER_NO, MatchWay.SUSPENSE]
    assert troubles() == []


def test_the_same_file_and_the_same_line_in_another_file_count_once(account, clerk):
    first = take(account, clerk, csv(FEE))
    assert take(account, clerk, csv(FEE)) == first

    second = take(account, clerk, csv(FEE, UNKNOWN))

    assert (second.line_count, second.new_count) == (2, 1)
    assert BankLine.objects.count() == 2
    book_lines(account.pk, at=NOON)
    assert book_lines(account.pk, at=NOON) == 0
    assert Entry.objects.count() == 2


def test_another_content_under_one_reference_is_refused_whole(account, clerk):
    take(account, clerk, csv(FEE))

    with pytest.raises(BankLineDiffers, match="R1"):
        take(account, clerk, csv(FEE.replace("3600.00", "3700.00")))

    assert BankLine.objects.count() == BankStatement.objects.count() == 1


def test_a_torn_file_is_taken_whole_or_up_to_there_as_the_county_says(account, clerk):
    torn = csv(FEE, UNKNOWN.replace("3720.00", "9999.00"))

    with pytest.raises(StatementTorn, match="第3行余额"):
        take(account, clerk, torn)
    assert not BankStatement.objects.exists()

    ParameterFactory(key="funds.torn_files_taken", value=True)
    kept = take(account, clerk, torn)
    assert (kept.line_count, kept.torn_at, kept.closing_fen) == (1, 3, 360000)


def test_a_day_that_has_not_come_tears_the_file(account, clerk):
    with pytest.raises(StatementTorn, match="2022年11月9日晚于今天"):
        take(account, clerk, csv(FEE, UNKNOWN.replace("2021", "2022")))


def test_a_file_of_another_account_is_refused(account, clerk):
    text = ":20:S\n:25:62179999999999\n:28C:1/1\n:60F:C211101CNY0,00\n:62F:C211109CNY0,00\n-\n"

    with pytest.raises(StatementElsewhere, match="9999"):
        take(account, clerk, text.encode(), layout="mt940")


def test_a_person_claims_what_stands_in_suspense_and_may_undo_it(account, clerk, check_now):
    take(account, clerk, csv(UNKNOWN))
    book_lines(account.pk, at=NOON)
    line = BankLine.objects.get()
    order = funds.contract(account, clerk, fee_fen=12000)

    claim_line(line.pk, order.pk, by=clerk, at=NOON)
    assert held(account) == {"bank": 12000, "pupil": -12000, "suspense": 0}

    undo_match(line.pk, reason="不是他缴的", by=clerk, at=NOON)

    check_now()
    assert held(account) == {"bank": 12000, "pupil": 0, "suspense": -12000}
    assert BankLine.objects.get().matched_by == MatchWay.SUSPENSE
    assert troubles() == []
