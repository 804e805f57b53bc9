"""Approved orders go to the bank: one file a time, each order in one file, the file kept."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.ciphers import encrypt
from common.clock import chinese_date, localdate
from common.errors import NotFound
from funds.errors import MovementBarred, NothingToExport, OrdersNotExportable
from funds.models import Bank, BankLine, PaymentFile, PaymentOrder
from funds.payments import Payment, PaymentLayout, payment_layouts, write_payments
from funds.rules.balances import is_allowed
from funds.services.posting import locked_account
from funds.states import FEES, MOVEMENTS, ORDER, AccountState, OrderKind, OrderState


@dataclass(frozen=True, slots=True)
class Exported:
    """The file of some orders; ``is_new`` False: they had gone to the bank with it before."""

    file: PaymentFile
    is_new: bool


@transaction.atomic
def export_orders(
    bank_id: int, order_ids: Iterable[int], *, layout: str, by: User, at: datetime
) -> Exported:
    """Put approved orders of one bank into its payment file. They are paid when its line comes.

    The same orders again answer with the file of the first time. Account numbers are read here
    and nowhere else; that they were stands in history with the file.

    Raises:
        NothingToExport, OrdersNotExportable, MovementBarred, PaymentFileSign, NotFound,
        NotAllowed: then nothing was exported.
    """
    require(by, Permission.FUND_BOOK)
    wanted = sorted(set(order_ids))
    bank = Bank.objects.filter(pk=bank_id).first()
    form = payment_layouts().get(layout)
    if bank is None or form is None:
        raise NotFound(what="银行或者支付文件格式")
    if not wanted:
        raise NothingToExport()
    orders = _locked(bank, wanted)
    known = orders[0].file
    if known is not None and list(known.orders.order_by("pk")) == orders:
        return Exported(known, is_new=False)
    for order in orders:
        _require_exportable(order)
    return Exported(_handed_over(bank, orders, form, by=by, at=at), is_new=True)


@transaction.atomic
def take_payment_file(file_id: int, *, by: User, at: datetime) -> tuple[PaymentFile, bytes]:
    """The bytes of a file that was exported, the same each time; each time is on record.

    Raises NotFound, NotAllowed.
    """
    require(by, Permission.FUND_BOOK)
    file = PaymentFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound(what="支付文件")
    record("payment_file.take", file, by=by, at=at, sha256=file.sha256)
    return file, file.content


def _locked(bank: Bank, wanted: Sequence[int]) -> list[PaymentOrder]:
    """The orders behind the locks of their accounts, which are taken in the order of their keys."""
    rows = PaymentOrder.objects.filter(pk__in=wanted, account__bank=bank)
    for account_id in rows.order_by("account").values_list("account", flat=True).distinct():
        locked_account(account_id)
    rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = list(rows.select_related("account__institution", "account__school", "contract", "file"))
    if len(found) != len(wanted):
        raise NotFound(what="这家银行的支付指令")
    return found


def _require_exportable(order: PaymentOrder) -> None:
    if order.file is not None:
        said = f"已于{chinese_date(localdate(order.file.exported_at))}随{order.file}交银行"
        raise OrdersNotExportable(order=order, why=said)
    if order.state != OrderState.APPROVED:
        raise OrdersNotExportable(order=order, why=f"现为“{order.get_state_display()}”")
    movement = MOVEMENTS[OrderKind(order.kind)]
    state = AccountState(order.account.state)
    if not is_allowed(state, movement, is_approved=True):
        raise MovementBarred(
            account=order.account,
            state=state.label,
            movement=movement.label,
            remedy="请从清单中去掉这笔指令，或者先处理账户状态",
        )


def _handed_over(
    bank: Bank, orders: Sequence[PaymentOrder], form: PaymentLayout, *, by: User, at: datetime
) -> PaymentFile:
    content = write_payments(_payments(orders), form)
    key = uuid.uuid4()
    serial = PaymentFile.objects.filter(bank=bank).count() + 1
    file = PaymentFile.objects.create(
        bank=bank,
        key=key,
        layout=form.code,
        name=f"{bank.code}-{localdate(at):%Y%m%d}-{serial}.{form.format}",
        media_type=form.media_type,
        content_sealed=encrypt(base64.b64encode(content).decode(), purpose=f"payment-file/{key}"),
        sha256=sha256(content).hexdigest(),
        order_count=len(orders),
        total_fen=sum(order.amount_fen for order in orders),
        exported_at=at,
        exported_by=by,
    )
    record(
        "payment_file.export",
        file,
        by=by,
        at=at,
        sha256=file.sha256,
        bank=bank.code,
        orders=len(orders),
        amount_fen=file.total_fen,
    )
    for order in orders:
        ORDER.apply(order, "export", by=by, at=at, file=file.pk)
        order.file = file
        order.save(update_fields=["state", "file"])
    return file


def _payments(orders: Sequence[PaymentOrder]) -> list[Payment]:
    refs = _paid_by(orders)
    return [
        Payment(
            place=place,
            account_number=order.account.number,
            account_name=order.account.holder.name,
            kind=order.get_kind_display(),
            amount_fen=order.amount_fen,
            number=order.number,
            order_no=order.contract.order_no if order.contract else "",
            paid_by=" ".join(refs.get(order.contract_id, ())),
        )
        for place, order in enumerate(orders, start=1)
    ]


def _paid_by(orders: Sequence[PaymentOrder]) -> dict[int | None, list[str]]:
    """The bank's numbers of the payments of each contract that is refunded; one query."""
    contracts = [order.contract_id for order in orders if order.contract_id]
    rows: QuerySet[BankLine] = BankLine.objects.filter(
        entry__kind__in=FEES,
        entry__reversed_by__isnull=True,
        entry__legs__book__contract__in=contracts,
    ).exclude(bank_ref="")
    found: dict[int | None, list[str]] = {}
    for contract_id, ref in rows.order_by("pk").values_list(
        "entry__legs__book__contract", "bank_ref"
    ):
        if contract_id is not None:
            found.setdefault(contract_id, []).append(ref)
    return found
