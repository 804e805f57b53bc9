"""After-school money: prices, months booked by the rule, and what the database refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from funds.errors import (
    AccountKnown,
    AccountNotEmpty,
    AttendanceSpent,
    AttendanceWrong,
    EntryBooked,
    EntryReversed,
    FundReasonMissing,
    MovementBarred,
    SchoolKnown,
    SchoolPriceWrong,
    SchoolWrong,
)
from funds.models import AttendanceGroup, AttendanceSheet, Book, Entry, FundAccount, School
from funds.queries import prices_of, school_lines, totals_of
from funds.services import (
    Attended,
    Came,
    Opened,
    Priced,
    move_account,
    open_account,
    open_school_account,
    record_attendance,
    register_school,
    set_school_price,
    withdraw_attendance,
)
from funds.states import AccountKind, BookCode, EntryKind
from funds.verification import troubles
from tests.factories import funds, schoolcare
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ParameterFactory
from tests.factories.schoolcare import FEES, GROUPS, OCTOBER
from tests.times import DAY, NOON


@pytest.fixture
def clerk(county):
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return schoolcare.account(clerk, "实验小学")


def said(*groups: Came, month: date = OCTOBER, days: int = 22) -> Attended:
    return Attended(month, days, groups)


def held(account: FundAccount) -> dict[str, int]:
    return {code: fen for code, fen in totals_of(account).items() if fen}


def test_a_month_is_booked_as_the_rule_reckons_it(account, clerk, check_now):
    sheet = schoolcare.month(account, clerk)
    check_now()

    fees = {(one.lessons_per_day, one.attended): one.fee_fen for one in sheet.groups.all()}
    assert fees == {(2, 22): 11000, (2, 8): 4000, (1, 20): 6000}
    assert (sheet.fee_fen, held(account)) == (FEES, {"families": FEES, "service": -FEES})
    entry = Entry.objects.get(pk=sheet.entry_id)
    assert (entry.kind, entry.occurred_on) == (EntryKind.CHARGE, date(2021, 10, 31))
    assert AuditEvent.objects.filter(kind="attendance.record").count() == 1
    assert troubles() == []


def test_exactly_half_the_days_is_paid_by_days(account, clerk):
    sheet = schoolcare.month(account, clerk, groups=(Came(3, 11, 1), Came(3, 12, 1)))

    assert [one.fee_fen for one in sheet.groups.order_by("attended")] == [8000, 16000]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (said(), "没有填写人数"),
        (said(Came(4, 1, 1)), "每天4课时没有收费标准"),
        (said(Came(1, 23, 1)), "超过当月工作日22天"),
        (said(Came(1, 1, 0)), "人数应为正整数"),
        (said(Came(1, 1, 2), Came(1, 1, 3)), "填写了两次"),
        (said(Came(1, 0, 9)), "没有应收的服务费"),
        (said(Came(1, 1, 1), days=32), "工作日32天"),
        (said(Came(1, 1, 1), month=date(2021, 12, 1)), "已经开始的月份"),
        (said(Came(1, 1, 1), month=date(2021, 10, 2)), "已经开始的月份"),
        (said(Came(1, 1, 1), month=date(2021, 8, 1)), "还没有开立"),
    ],
)
def test_a_month_that_cannot_be_is_refused(account, clerk, wrong, why):
    with pytest.raises(AttendanceWrong, match=why):
        record_attendance(account.pk, wrong, by=clerk, at=NOON)

    assert not Entry.objects.exists()


def test_a_month_is_booked_once_and_told_anew_after_it_is_withdrawn(account, clerk):
    sheet = schoolcare.month(account, clerk)
    with pytest.raises(EntryBooked, match="考勤汇总2021-10"), transaction.atomic():
        schoolcare.month(account, clerk)
    withdraw_attendance(sheet.pk, reason="人数填错", by=clerk, at=NOON)
    assert held(account) == {}
    with pytest.raises(EntryReversed), transaction.atomic():
        withdraw_attendance(sheet.pk, reason="再撤一次", by=clerk, at=NOON)

    again = schoolcare.month(account, clerk, groups=(Came(1, 22, 1),))

    assert Entry.objects.get(pk=again.entry_id).turn == 2
    assert (held(account)["families"], troubles()) == (6000, [])


def test_only_the_clerk_books_and_withdraws_and_says_why(account, clerk):
    inspector, sheet = UserFactory(inspector=True), schoolcare.month(account, clerk)
    with pytest.raises(NotAllowed):
        record_attendance(account.pk, said(*GROUPS), by=inspector, at=NOON)
    with pytest.raises(NotAllowed):
        withdraw_attendance(sheet.pk, reason="填错", by=inspector, at=NOON)
    with pytest.raises(FundReasonMissing):
        withdraw_attendance(sheet.pk, reason=" ", by=clerk, at=NOON)

    assert Entry.objects.count() == 1


def test_what_was_paid_out_is_not_withdrawn(account, clerk):
    sheet = schoolcare.month(account, clerk)
    schoolcare.came_in(account, clerk, fees=FEES)
    schoolcare.payout(account, clerk, FEES - 100)

    with pytest.raises(AttendanceSpent, match="只有1元"):
        withdraw_attendance(sheet.pk, reason="人数填错", by=clerk, at=NOON)

    assert not Entry.objects.filter(kind=EntryKind.REVERSAL).exists()


def test_a_school_has_its_own_price_from_its_day_on_and_the_last_word_holds(account, clerk):
    school = account.school
    for fen, on in ((9000, date(2021, 10, 1)), (8000, date(2021, 10, 1)), (7000, DAY)):
        set_school_price(school.pk, Priced(2, fen, on, "发改价格〔2021〕8号"), by=clerk, at=NOON)

    prices = prices_of(school, OCTOBER)
    assert {lessons: (one.fen, one.is_own) for lessons, one in prices.items()} == {
        1: (6000, False),
        2: (8000, True),
        3: (16000, False),
    }
    sheet = schoolcare.month(account, clerk, groups=(Came(2, 22, 1),))
    assert "发改价格〔2021〕8号" in sheet.groups.get().basis
    assert prices_of(school, date(2021, 9, 30))[2].fen == 11000


def test_the_county_changes_its_price_from_a_day_on(account, clerk):
    table = {"1": "50", "2": "100"}
    ParameterFactory(key="funds.schoolcare_prices", value=table, valid_from=date(2021, 10, 1))

    assert prices_of(account.school, date(2021, 9, 30))[1].fen == 6000
    assert {k: one.fen for k, one in prices_of(account.school, OCTOBER).items()} == {
        1: 5000,
        2: 10000,
    }


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (Priced(2, 11001, DAY, "文件"), "不得高于本县标准110元"),
        (Priced(4, 100, DAY, "文件"), "没有规定这个课时数"),
        (Priced(1, 100, DAY, " "), "没有写明依据"),
    ],
)
def test_a_price_above_the_countys_is_refused(account, clerk, wrong, why):
    with pytest.raises(SchoolPriceWrong, match=why):
        set_school_price(account.school_id, wrong, by=clerk, at=NOON)

    assert not account.school.prices.exists()


def test_a_school_is_registered_once(clerk):
    register_school("实验小学", "2136000001", by=clerk, at=NOON)

    for name, code in (("实验小学", ""), ("第二小学", "2136000001")):
        with pytest.raises(SchoolKnown, match="实验小学已经登记"):
            register_school(name, code, by=clerk, at=NOON)
    for name, code in ((" ", ""), ("第二小学", "12")):
        with pytest.raises(SchoolWrong):
            register_school(name, code, by=clerk, at=NOON)
    with pytest.raises(NotAllowed):
        register_school("第二小学", "", by=UserFactory(inspector=True), at=NOON)
    assert School.objects.count() == 1


def test_a_school_holds_one_account_and_an_institution_none_of_its_kind(account, clerk):
    bank, kind = account.bank_id, AccountKind.SCHOOLCARE
    opened = Opened(kind, "6228000099999999", DAY)
    with pytest.raises(AccountKnown, match="实验小学已有正在使用的课后服务经费专户"):
        open_school_account(account.school_id, bank, opened, by=clerk, at=NOON)
    with pytest.raises(NotFound):
        open_account(InstitutionFactory().pk, bank, opened, by=clerk, at=NOON)
    custody = replace(opened, kind=AccountKind.CUSTODY)
    with pytest.raises(NotFound):
        open_school_account(account.school_id, bank, custody, by=clerk, at=NOON)

    assert "6228" not in account.number_sealed
    assert str(account).endswith(f"（尾号{account.number_tail}）")


def test_an_account_with_unsettled_fees_is_not_closed(account, clerk):
    head = UserFactory(section_head=True)
    schoolcare.month(account, clerk)

    with pytest.raises(AccountNotEmpty, match="尚有未结清的课后服务费"):
        move_account(account.pk, "close", reason="停办", by=head, at=NOON)


def test_a_closed_account_takes_no_month(account, clerk):
    move_account(account.pk, "close", reason="换行", by=UserFactory(section_head=True), at=NOON)

    with pytest.raises(MovementBarred, match="考勤入账"):
        schoolcare.month(account, clerk)


def test_a_month_of_another_account_of_the_school_is_not_charged_twice(account, clerk):
    schoolcare.month(account, clerk, groups=(Came(1, 22, 1),))
    schoolcare.came_in(account, clerk, fees=6000)
    FundAccount.objects.filter(pk=account.pk).update(state="closed", closed_on=DAY)
    opened = Opened(AccountKind.SCHOOLCARE, "6228000088888888", OCTOBER)
    new = open_school_account(account.school_id, account.bank_id, opened, by=clerk, at=NOON)

    with pytest.raises(AttendanceWrong, match="本校以前的账户已经入账"):
        schoolcare.month(new, clerk)


def test_a_contract_is_not_registered_for_a_school(account, clerk):
    with pytest.raises(NotFound, match="机构的监管账户"):
        funds.contract(account, clerk)


def test_the_database_keeps_months_prices_and_charts(account, clerk, check_now):
    sheet = schoolcare.month(account, clerk)
    set_school_price(account.school_id, Priced(1, 1, DAY, "文件"), by=clerk, at=NOON)
    custody = funds.account(clerk)
    check_now()
    for wrong in (
        lambda: AttendanceSheet.objects.filter(pk=sheet.pk).update(working_days=1),
        lambda: AttendanceGroup.objects.filter(sheet=sheet).delete(),
        lambda: account.school.prices.update(price_fen=2),
        lambda: Book.objects.create(account=custody, code=BookCode.SERVICE),
        lambda: _added(sheet, check_now),
        lambda: FundAccount.objects.filter(pk=custody.pk).update(school=account.school),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def _added(sheet, check_now):
    facts = {"price_fen": 1, "fee_fen": 1, "basis": "x"}
    sheet.groups.create(lessons_per_day=1, attended=1, pupils=1, **facts)
    check_now()


def test_the_proof_names_a_month_that_was_touched(account, clerk, check_now):
    sheet = schoolcare.month(account, clerk)
    check_now()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE funds_attendancegroup DISABLE TRIGGER USER")
        cursor.execute("UPDATE funds_attendancegroup SET pupils = 21 WHERE attended = 22")
        cursor.execute("ALTER TABLE funds_attendancegroup ENABLE TRIGGER USER")

    (found,) = troubles()
    assert found.sentence == f"账户{account.pk}第1号分录与考勤汇总的人数和金额不符。"
    assert sheet.entry.no == 1


def test_schools_side_by_side(account, clerk):
    other = schoolcare.account(clerk)
    schoolcare.month(account, clerk)
    schoolcare.came_in(account, clerk, fees=FEES - 5000, subsidy=100000)
    schoolcare.came_in(other, clerk, fees=700)

    lines = school_lines([account.school, other.school])
    mine, theirs = lines[account.school_id], lines[other.school_id]
    assert (mine.bank_fen, mine.service_fen, mine.subsidy_fen) == (FEES + 95000, FEES, 100000)
    assert (mine.owing_fen, theirs.owing_fen, theirs.ahead_fen) == (5000, 0, 700)
