"""Schools: put on record, their prices, and the months whose fees follow from attendance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate, months_after
from common.errors import NotFound
from common.money import yuan
from funds.errors import (
    AttendanceSpent,
    AttendanceWrong,
    FundReasonMissing,
    MovementBarred,
    SchoolKnown,
    SchoolPriceWrong,
    SchoolWrong,
)
from funds.models import AttendanceGroup, AttendanceSheet, Entry, FundAccount, School, SchoolPrice
from funds.queries.balances import held_in
from funds.queries.schoolcare import Price, asked_from, prices_of
from funds.rules.schoolcare import monthly_fee
from funds.services.covering import require_orders_covered
from funds.services.posting import Draft, Line, locked_of_school, reverse, write
from funds.states import AccountState, BookCode, EntryKind, SourceKind
from funds.terms import schoolcare_prices_on

_CODE = re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True)
class Priced:
    """A school's own price of a month with so many lessons a day, from a day on, and its source."""

    lessons_per_day: int
    price_fen: int
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Came:
    """So many pupils of one school with the same lessons a day came on so many days."""

    lessons_per_day: int
    attended: int
    pupils: int


@dataclass(frozen=True, slots=True)
class Attended:
    """A month as the school tells it: in sums, so that no pupil is named."""

    month: date
    working_days: int
    groups: Sequence[Came]


@transaction.atomic
def register_school(name: str, code: str, *, by: User, at: datetime) -> School:
    """Put a school on record. Raises SchoolWrong, SchoolKnown, NotAllowed."""
    require(by, Permission.FUND_MANAGE)
    name, code = name.strip(), code.strip()
    if not name:
        raise SchoolWrong(why="没有写明学校名称")
    if code and not _CODE.fullmatch(code):
        raise SchoolWrong(why=f"学校标识码“{code}”不是10位数字")
    known = School.objects.filter(name=name).first()
    known = known or (School.objects.filter(code=code).first() if code else None)
    if known is not None:
        raise SchoolKnown(school=known)
    school = School.objects.create(name=name, code=code)
    record("school.register", school, by=by, at=at)
    return school


@transaction.atomic
def set_school_price(school_id: int, said: Priced, *, by: User, at: datetime) -> SchoolPrice:
    """Give a school a price of its own, at most the county's of that day.

    Raises SchoolPriceWrong, NotFound, NotAllowed.

    Source: 2021 campaign report, rule 9: the county's prices are the most that may be asked.
    """
    require(by, Permission.FUND_MANAGE)
    school = School.objects.select_for_update().filter(pk=school_id).first()
    if school is None:
        raise NotFound(what="学校")
    most = schoolcare_prices_on(said.valid_from).get(said.lessons_per_day)
    why = _wrong_price(said, most)
    if why:
        raise SchoolPriceWrong(school=school, lessons=said.lessons_per_day, why=why)
    price = SchoolPrice.objects.create(
        school=school,
        lessons_per_day=said.lessons_per_day,
        price_fen=said.price_fen,
        valid_from=said.valid_from,
        source=said.source.strip(),
    )
    record(
        "school.price",
        school,
        by=by,
        at=at,
        lessons_per_day=said.lessons_per_day,
        price_fen=said.price_fen,
        valid_from=said.valid_from.isoformat(),
    )
    return price


@transaction.atomic
def record_attendance(
    account_id: int, said: Attended, *, by: User, at: datetime
) -> AttendanceSheet:
    """Book a month's fees as they follow from attendance by the prices of its first day [D].

    A month that was booked before is refused until it is withdrawn: the entry's source is the
    month, and the ledger takes a source once.

    Raises:
        AttendanceWrong, EntryBooked, MovementBarred, OrdersNotCovered, ClockBehindLedger,
        NotFound, NotAllowed: then nothing was written.
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_school(account_id)
    groups = _reckoned(account, said, localdate(at))
    total = sum(one.total_fen for one in groups)
    sheet = AttendanceSheet.objects.create(
        account=account,
        month=said.month,
        working_days=said.working_days,
        fee_fen=total,
        entry=_charge(account, said.month, total, by=by, at=at),
    )
    for one in groups:
        one.sheet = sheet
    AttendanceGroup.objects.bulk_create(groups)
    record("attendance.record", sheet, by=by, at=at, account=account.pk, fee_fen=total)
    require_orders_covered(account)
    return sheet


@transaction.atomic
def withdraw_attendance(sheet_id: int, *, reason: str, by: User, at: datetime) -> Entry:
    """Take a month's fees back by a reversal; the month may then be told anew.

    Raises FundReasonMissing, AttendanceSpent, EntryReversed, NotFound, NotAllowed.
    """
    require(by, Permission.FUND_BOOK)
    sheet = AttendanceSheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise NotFound(what="考勤汇总")
    if not reason.strip():
        raise FundReasonMissing(step="撤销考勤汇总")
    account = locked_of_school(sheet.account_id)
    is_standing = not Entry.objects.filter(reverses=sheet.entry_id).exists()
    free = held_in(account, BookCode.SERVICE) - asked_from(account).get(BookCode.SERVICE, 0)
    if is_standing and sheet.fee_fen > free:
        raise AttendanceSpent(sheet=sheet, free=yuan(max(0, free)))
    entry = reverse(sheet.entry_id, reason=reason.strip(), by=by, at=at)
    record("attendance.withdraw", sheet, by=by, at=at, reason=reason.strip())
    return entry


def _wrong_price(said: Priced, most: int | None) -> str:
    if most is None:
        return "本县没有规定这个课时数的收费标准"
    if not 0 <= said.price_fen <= most:
        return f"不得高于本县标准{yuan(most)}元"
    return "" if said.source.strip() else "没有写明依据"


def _wrong_month(
    account: FundAccount, said: Attended, prices: Mapping[int, Price], today: date
) -> str:
    """Why the figures of a month cannot be; empty when they can."""
    over = months_after(said.month, 1)
    if said.month.day != 1 or said.month > today:
        return "月份应为已经开始的月份"
    if over <= account.opened_on:
        return "账户当时还没有开立"
    if not 1 <= said.working_days <= (over - said.month).days:
        return f"工作日{said.working_days}天与当月天数不符"
    told = AttendanceSheet.objects.filter(account__school=account.school_id, month=said.month)
    if told.filter(entry__reversed_by__isnull=True).exclude(account=account).exists():
        return "本校以前的账户已经入账"
    if not said.groups:
        return "没有填写人数"
    twice = Counter((one.lessons_per_day, one.attended) for one in said.groups)
    return next((why for one in said.groups if (why := _wrong_group(one, said, prices, twice))), "")


def _wrong_group(
    one: Came, said: Attended, prices: Mapping[int, Price], twice: Mapping[tuple[int, int], int]
) -> str:
    name = f"每天{one.lessons_per_day}课时、出勤{one.attended}天"
    if one.lessons_per_day not in prices:
        return f"每天{one.lessons_per_day}课时没有收费标准"
    if not 0 <= one.attended <= said.working_days:
        return f"{name}超过当月工作日{said.working_days}天"
    if one.pupils < 1:
        return f"{name}的人数应为正整数"
    return f"{name}填写了两次" if twice[one.lessons_per_day, one.attended] > 1 else ""


def _reckoned(account: FundAccount, said: Attended, today: date) -> list[AttendanceGroup]:
    """The groups with their fees. Raises MovementBarred, AttendanceWrong."""
    if account.state == AccountState.CLOSED:
        raise MovementBarred(
            account=account,
            state=account.get_state_display(),
            movement="考勤入账",
            remedy="请核对账户",
        )
    assert account.school is not None, "an account of a school"
    prices = prices_of(account.school, said.month)
    why = _wrong_month(account, said, prices, today)
    groups = [] if why else [_priced(one, said, prices) for one in _in_order(said.groups)]
    if not why and not any(one.fee_fen for one in groups):
        why = "没有应收的服务费"
    if why:
        raise AttendanceWrong(month=f"{said.month.year}年{said.month.month}月", why=why)
    return groups


def _priced(one: Came, said: Attended, prices: Mapping[int, Price]) -> AttendanceGroup:
    price = prices[one.lessons_per_day]
    return AttendanceGroup(
        lessons_per_day=one.lessons_per_day,
        attended=one.attended,
        pupils=one.pupils,
        price_fen=price.fen,
        fee_fen=monthly_fee(
            {one.lessons_per_day: price.fen},
            lessons_per_day=one.lessons_per_day,
            working_days=said.working_days,
            attended=one.attended,
        ),
        basis=price.basis,
    )


def _in_order(groups: Iterable[Came]) -> list[Came]:
    return sorted(groups, key=lambda one: (one.lessons_per_day, one.attended))


def _charge(account: FundAccount, month: date, fen: int, *, by: User, at: datetime) -> Entry:
    """Occurred on the last day of the month, or today while it still runs."""
    day = min(months_after(month, 1) - timedelta(days=1), localdate(at))
    draft = Draft(
        kind=EntryKind.CHARGE,
        occurred_on=day,
        value_on=day,
        source=SourceKind.MONTH,
        source_ref=f"{month:%Y-%m}",
        lines=(Line(BookCode.FAMILIES, fen), Line(BookCode.SERVICE, -fen)),
    )
    (entry,) = write(account, [draft], by=by, at=at)
    return entry
