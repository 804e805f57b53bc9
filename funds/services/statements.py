"""A bank's file comes in: every line once, whatever else is wrong with the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from documents.services import store
from funds.digests import digest_of
from funds.errors import BankLineDiffers, MovementBarred, StatementElsewhere, StatementTorn
from funds.models import BankLine, BankStatement, FundAccount, RefusedFile
from funds.services.posting import locked_account
from funds.statements import Line, Statement, layouts, read_statement
from funds.states import AccountState
from funds.terms import takes_torn_files

CHUNK = 2000


@transaction.atomic
def import_statement(
    account_id: int, content: bytes, *, name: str, layout: str, by: User | None, at: datetime
) -> BankStatement:
    """Take a bank's file in. The same file again answers with the first result.

    A line that another file brought before is not taken twice. A file that is torn, or has a
    day that has not come, is taken up to there or not at all, by the county's parameter.

    Raises:
        StatementUnreadable, StatementTorn, StatementElsewhere, BankLineDiffers,
        MovementBarred, NotFound, NotAllowed: then nothing was taken.
    """
    require(by, Permission.FUND_BOOK if by else None)
    today = localdate(at)
    statement = _up_to_today(read_statement(content, layouts()[layout]), today)
    if statement.torn_at is not None and not takes_torn_files(today):
        raise StatementTorn(name=name, place=statement.torn_at, why=statement.why)
    account = locked_account(account_id)
    _require_own(account, statement)
    file = store(content, name=name, media_type="application/octet-stream", at=at)
    known = BankStatement.objects.filter(account=account, file=file).first()
    if known is not None:
        return known
    fresh = _not_yet_taken(account, statement.lines)
    kept = _keep(account, file.pk, layout, statement, fresh=len(fresh), at=at)
    for first in range(0, len(fresh), CHUNK):
        rows = [_row(account, kept, line) for line in fresh[first : first + CHUNK]]
        BankLine.objects.bulk_create(rows)
    record(
        "bank_statement.import",
        kept,
        by=by,
        at=at,
        lines=kept.line_count,
        new=kept.new_count,
        torn_at=kept.torn_at,
    )
    _settle(kept, by=by, at=at)
    return kept


def _settle(statement: BankStatement, *, by: User | None, at: datetime) -> None:
    """Days of files that were refused before and that this one reaches need nothing more."""
    if statement.first_day is None or statement.torn_at is not None:
        return
    refused = RefusedFile.objects.standing().filter(
        account=statement.account_id,
        first_day__gte=statement.first_day,
        last_day__lte=statement.last_day,
    )
    for row in refused:
        row.settled_by = statement
        row.save(update_fields=["settled_by"])
        record("bank_statement.settle", row, by=by, at=at, statement=statement.pk)


def _up_to_today(statement: Statement, today: date) -> Statement:
    """Cut at the first line of a day that has not come: a wrong year, or a wrong file."""
    for number, line in enumerate(statement.lines):
        if line.booked_on > today:
            return replace(
                statement,
                lines=statement.lines[:number],
                torn_at=line.place,
                why=f"记账日期{chinese_date(line.booked_on)}晚于今天",
                closing_fen=statement.lines[number - 1].balance_fen if number else None,
            )
    return statement


def _require_own(account: FundAccount, statement: Statement) -> None:
    if account.state == AccountState.CLOSED:
        raise MovementBarred(
            account=account,
            state=account.get_state_display(),
            movement="对账单入账",
            remedy="请核对账号，或者向银行查询销户后的款项",
        )
    told = statement.account_number
    if told and digest_of("account", told) != account.number_digest:
        raise StatementElsewhere(account=account, tail=told[-4:])


def _not_yet_taken(account: FundAccount, lines: tuple[Line, ...]) -> list[Line]:
    """The lines that no file brought before. Raises BankLineDiffers."""
    known: dict[str, BankLine] = {}
    for first in range(0, len(lines), CHUNK):
        keys = [line.key for line in lines[first : first + CHUNK]]
        rows = BankLine.objects.filter(account=account, key__in=keys)
        known |= {row.key: row for row in rows}
    fresh: dict[str, Line] = {}
    for line in lines:
        same = known.get(line.key) or fresh.get(line.key)
        if same is None:
            fresh[line.key] = line
        elif same.says != line.says:
            raise BankLineDiffers(ref=line.bank_ref, place=line.place, account=account)
    return list(fresh.values())


def _keep(
    account: FundAccount,
    file_id: int,
    layout: str,
    statement: Statement,
    *,
    fresh: int,
    at: datetime,
) -> BankStatement:
    days = [line.booked_on for line in statement.lines]
    return BankStatement.objects.create(
        account=account,
        file_id=file_id,
        layout=layout,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        line_count=len(statement.lines),
        new_count=fresh,
        torn_at=statement.torn_at,
        why=statement.why,
        closing_fen=statement.closing_fen,
        imported_at=at,
    )


def _row(account: FundAccount, statement: BankStatement, line: Line) -> BankLine:
    return BankLine(
        account=account,
        statement=statement,
        place=line.place,
        key=line.key,
        booked_on=line.booked_on,
        value_on=line.value_on,
        amount_fen=line.amount_fen,
        balance_fen=line.balance_fen,
        bank_ref=line.bank_ref,
        remark=line.remark,
    )
