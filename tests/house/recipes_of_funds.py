"""How to make one row of each model of prepaid money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from cases.models import FundClue
from funds import models
from funds.services import (
    FeeTold,
    Held,
    Priced,
    RefundSaid,
    ask_about_finding,
    export_orders,
    import_statement,
    name_service,
    propose_refund,
    prove_journal,
    receive_file,
    record_lesson,
    record_outside_fee,
    record_stop,
    set_school_price,
)
from funds.states import FeeWay, RefundCause
from policies.services import seed_parameters
from supervision.models import FundVisit
from tests.factories import cases as scenes
from tests.factories import funds, schoolcare
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.times import DAY, NOON


def _account() -> tuple[models.FundAccount, User]:
    by = funds.supervisor()
    return funds.account(by), by


def _service() -> models.BankService:
    by, user = funds.supervisor(), UserFactory(bank_system=True)
    return name_service(funds.bank(by).pk, user.pk, by=by, at=NOON)


def _contract() -> models.Contract:
    return funds.contract(*_account())


def _entry() -> models.Entry:
    account, by = _account()
    return funds.booked(account, by, amount_fen=100)


def _paid() -> tuple[models.Contract, User]:
    account, by = _account()
    order = funds.contract(account, by)
    funds.booked(account, by, to=order)
    return order, by


def _lesson() -> models.Lesson:
    order, by = _paid()
    return record_lesson(order.pk, Held("L1", DAY), by=by, at=NOON)


def _order() -> models.PaymentOrder:
    order, by = _paid()
    said = RefundSaid(100, RefundCause.CONSUMER, "搬家")
    return propose_refund(order.pk, said, by=by, at=NOON)


def _statement() -> models.BankStatement:
    account, by = _account()
    text = "日期,交易金额,余额,摘要\n2021-11-09,1.00,1.00,缴费\n"
    return import_statement(
        account.pk, text.encode(), name="流水.csv", layout="signed", by=by, at=NOON
    )


def _alert() -> models.Alert:
    return models.Alert.objects.create(
        account=_account()[0],
        rule="mismatch",
        level="yellow",
        opened_at=NOON,
        opened_on=DAY,
        seen_on=DAY,
        amount_fen=1,
        worst_fen=1,
        sentence="相差0.01元。",
        basis="云南2022",
    )


def _payment_file() -> models.PaymentFile:
    hands = funds.hands()
    order = funds.paid(funds.account(hands.clerk), hands.clerk)
    asked = funds.approved(funds.refund(order, hands, 100), hands)
    ids = [asked.pk]
    bank = asked.account.bank_id
    return export_orders(bank, ids, layout="batch_xlsx", by=hands.clerk, at=NOON).file


def _finding() -> models.FundFinding:
    seed_parameters({}, at=NOON)
    funds.contract(*_account(), lessons=61)
    return models.FundFinding.objects.get()


def _task() -> models.FundTask:
    found = _finding()
    department = DepartmentFactory()
    return ask_about_finding(found.pk, department.pk, by=funds.supervisor(), at=NOON)


def _refused() -> models.RefusedFile:
    account, by = _account()
    got = receive_file(account.pk, b"x", name="x.csv", layout="signed", by=by, at=NOON)
    assert isinstance(got, models.RefusedFile)
    return got


def _outside_fee() -> models.OutsideFee:
    account, by = _account()
    told = FeeTold(FeeWay.PRIVATE, 100, DAY, "家长反映")
    return record_outside_fee(account.pk, told, by=by, at=NOON)


def _stop() -> models.StopNotice:
    account, by = _account()
    return record_stop(account.pk, stops_on=DAY, told_on=None, by=by, at=NOON)


def _sheet() -> models.AttendanceSheet:
    by = funds.supervisor()
    return schoolcare.month(schoolcare.account(by), by)


def _price() -> models.SchoolPrice:
    by = funds.supervisor()
    said = Priced(1, 100, DAY, "文件")
    return set_school_price(schoolcare.school(by).pk, said, by=by, at=NOON)


def fund_visit() -> FundVisit:
    found = _finding()
    return FundVisit.objects.create(
        institution=found.account.institution,
        finding=found,
        sentence=found.sentence,
        proposed_at=NOON,
    )


def _fund_clue() -> FundClue:
    return FundClue.objects.create(finding=_finding(), case=scenes.clue(scenes.People()))


OF_FUNDS: dict[str, Callable[[], Any]] = {
    "cases.fundclue": _fund_clue,
    "funds.alert": _alert,
    "funds.attendancegroup": lambda: _sheet().groups.first(),
    "funds.attendancesheet": _sheet,
    "funds.bank": lambda: funds.bank(funds.supervisor()),
    "funds.bankservice": _service,
    "funds.bankline": lambda: _statement().lines.get(),
    "funds.bankstatement": _statement,
    "funds.book": lambda: models.Book.objects.get(account=_entry().account, code="bank"),
    "funds.contract": _contract,
    "funds.entry": _entry,
    "funds.fundaccount": lambda: _account()[0],
    "funds.fundfinding": _finding,
    "funds.fundtask": _task,
    "funds.journalproof": lambda: prove_journal(at=NOON),
    "funds.leg": lambda: _entry().legs.first(),
    "funds.lesson": _lesson,
    "funds.paymentfile": _payment_file,
    "funds.outsidefee": _outside_fee,
    "funds.paymentorder": _order,
    "funds.refusedfile": _refused,
    "funds.school": lambda: schoolcare.school(funds.supervisor()),
    "funds.schoolprice": _price,
    "funds.stopnotice": _stop,
    "supervision.fundvisit": fund_visit,
}
