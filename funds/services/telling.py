"""What somebody told of an institution that no bank can: fees taken elsewhere, and that it stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from funds.errors import FeeTellingWrong
from funds.models import Contract, OutsideFee, StopNotice
from funds.services.posting import locked_of_institution
from funds.states import FeeWay
from funds.terms import last_day

_SECOND_CLICK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class FeeTold:
    """A fee that did not go straight into the account, and who says so."""

    way: FeeWay
    amount_fen: int
    received_on: date
    told_by: str
    order_no: str = ""


@transaction.atomic
def record_outside_fee(account_id: int, said: FeeTold, *, by: User, at: datetime) -> OutsideFee:
    """Put it on record; cash is to be moved into the account within the county's days.

    The same words by the same person within ten minutes are a second click.

    Raises FeeTellingWrong, NotFound, NotAllowed: then nothing was written.
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_institution(account_id)
    _require_sense(said, localdate(at))
    contract = None
    if said.order_no:
        contract = Contract.objects.filter(account=account, order_no=said.order_no).first()
        if contract is None:
            raise NotFound(what="本账户的培训合同")
    is_cash = said.way == FeeWay.CASH
    told: dict[str, Any] = {
        "account": account,
        "contract": contract,
        "way": said.way,
        "received_on": said.received_on,
        "amount_fen": said.amount_fen,
        "told_by": said.told_by.strip(),
        "recorded_by": by,
    }
    if again := OutsideFee.objects.filter(**told, recorded_at__gt=at - _SECOND_CLICK).first():
        return again
    due_on = last_day("cash_days", said.received_on) if is_cash else None
    fee = OutsideFee.objects.create(**told, due_on=due_on, recorded_at=at)
    record("outside_fee.record", fee, by=by, at=at, way=fee.way, amount_fen=fee.amount_fen)
    return fee


@transaction.atomic
def sweep_fee(fee_id: int, *, on: date, by: User, at: datetime) -> OutsideFee:
    """Cash was moved into the account on a day. Raises FeeTellingWrong, NotFound, NotAllowed."""
    require(by, Permission.FUND_BOOK)
    fee = OutsideFee.objects.select_for_update().filter(pk=fee_id).first()
    if fee is None:
        raise NotFound(what="账户外收费记录")
    if fee.way != FeeWay.CASH or fee.swept_on is not None:
        raise FeeTellingWrong(why="只有尚未归集的现金收费才能登记归集")
    if not fee.received_on <= on <= localdate(at):
        raise FeeTellingWrong(why="归集日期须在收费之后，不得晚于今天")
    fee.swept_on = on
    fee.save(update_fields=["swept_on"])
    record("outside_fee.sweep", fee, by=by, at=at, on=on.isoformat())
    return fee


@transaction.atomic
def record_stop(
    account_id: int, *, stops_on: date, told_on: date | None, by: User, at: datetime
) -> StopNotice:
    """That the institution stops on a day, and when the parents were told; said again, corrected.

    Raises FeeTellingWrong, NotFound, NotAllowed.
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_institution(account_id)
    if told_on is not None and told_on > localdate(at):
        raise FeeTellingWrong(why="告知日期不得晚于今天")
    stop, is_new = StopNotice.objects.update_or_create(
        account=account,
        stops_on=stops_on,
        defaults={"told_on": told_on},
        create_defaults={"told_on": told_on, "recorded_at": at, "recorded_by": by},
    )
    told = told_on.isoformat() if told_on else ""
    record("stop_notice.record", stop, by=by, at=at, told_on=told, is_new=is_new)
    return stop


def _require_sense(said: FeeTold, today: date) -> None:
    wrong = (
        (said.way not in FeeWay.values, "请选择收费方式"),
        (said.amount_fen <= 0, "金额须大于零"),
        (said.received_on > today, "收费日期不得晚于今天"),
        (not said.told_by.strip(), "须写明由谁反映"),
    )
    for is_wrong, why in wrong:
        if is_wrong:
            raise FeeTellingWrong(why=why)
