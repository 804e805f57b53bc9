"""A bank's system sends the lines of its accounts and fetches the orders that were approved."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.errors import NotFound
from funds.filters import BankOrderFilters
from funds.models import PaymentFile, PaymentOrder
from funds.queries import (
    account_of_service,
    files_of_service,
    orders_of_service,
    payment_layouts,
)
from funds.services import export_orders, import_statement, take_payment_file
from funds.states import OrderKind, OrderState
from partners.access import moment_of
from partners.api.v1.base import PartnerView
from partners.api.v1.listing import Resource
from partners.api.v1.openapi import filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labelled, moment
from partners.parsers import members_of

_MOST_FEN = 10**13
_HEAD = ("交易日期", "交易金额", "交易后余额", "凭证号", "附言")
_LAYOUT = "signed"
_TABLES = tuple(sorted({layout.media_type for layout in payment_layouts().values()}))
# Marks that tables are told apart by: many of them would be taken for the table's own.
_SEPARATORS = str.maketrans({";": "；", "|": "｜", ",": "，"})


class LineIn(serializers.Serializer):
    """流水 / one movement on an account."""

    bank_ref = serializers.RegexField(
        r"^[^\s,\"]+$", max_length=64, label="流水号", help_text="the bank's own number, once"
    )
    booked_on = serializers.DateField(label="记账日期", help_text="day of booking, not after today")
    amount_fen = serializers.IntegerField(
        min_value=-_MOST_FEN, max_value=_MOST_FEN, label="金额（分）", help_text="fen; positive: in"
    )
    balance_fen = serializers.IntegerField(
        min_value=-_MOST_FEN,
        max_value=_MOST_FEN,
        required=False,
        allow_null=True,
        label="余额（分）",
        help_text="fen after the movement",
    )
    remark = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        label="附言",
        help_text="the number of the order that it pays, if it pays one",
    )


class LinesIn(serializers.Serializer):
    """一个账户的流水 / lines of one account, in the order of booking."""

    account_number = serializers.RegexField(
        "^[0-9]{8,32}$", label="账号", help_text="of an account at this bank"
    )
    lines = LineIn(many=True, label="流水", help_text="at most a thousand")

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not 1 <= len(lines) <= 1000:
            raise serializers.ValidationError("须有1至1000条流水。")
        if any(line["amount_fen"] == 0 for line in lines):
            raise serializers.ValidationError("金额不能是0。")
        return lines


class StatementOut(serializers.Serializer):
    """收到的流水 / what was taken in."""

    id = serializers.IntegerField(label="编号", help_text="key of the statement")
    lines = serializers.IntegerField(label="条数", help_text="lines that came")
    new_lines = serializers.IntegerField(
        label="新流水", help_text="those that no earlier call had brought"
    )
    first_day = serializers.DateField(label="起始日期", help_text="first day")
    last_day = serializers.DateField(label="终止日期", help_text="last day")


class OrderOut(serializers.Serializer):
    """支付指令 / an approved order to pay."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    number = serializers.CharField(
        label="指令号", help_text="goes into the remark of the line that pays it"
    )
    kind = serializers.ChoiceField(OrderKind.choices, label="类别", help_text="release or refund")
    state = serializers.ChoiceField(OrderState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    institution = serializers.CharField(label="机构名称", help_text="name of the account's holder")
    account_tail = serializers.CharField(label="账号尾号", help_text="last four digits")
    amount_fen = serializers.IntegerField(label="金额（分）", help_text="in fen")
    due_on = serializers.DateField(label="到期日", help_text="last day to pay")
    file = serializers.IntegerField(
        allow_null=True, label="支付文件", help_text="in which it went out; null: not fetched yet"
    )


class FileIn(serializers.Serializer):
    """要领取的指令 / the orders that are to be paid."""

    orders = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**53),
        min_length=1,
        max_length=1000,
        label="指令编号",
        help_text="keys of approved orders",
    )
    layout = serializers.ChoiceField(
        sorted(payment_layouts()), label="文件格式", help_text="layout of the payment file"
    )


class FileMadeOut(serializers.Serializer):
    """支付文件 / a payment file."""

    id = serializers.IntegerField(label="编号", help_text="key of the file")
    name = serializers.CharField(label="文件名", help_text="name")
    sha256 = serializers.CharField(label="校验值", help_text="SHA-256 of its bytes")
    order_count = serializers.IntegerField(label="笔数", help_text="number of orders")
    total_fen = serializers.IntegerField(label="合计（分）", help_text="sum in fen")
    exported_at = serializers.DateTimeField(label="生成时间", help_text="when it was made")


class BankLines(PartnerView):
    scopes = {"POST": "bank-lines:write"}

    @extend_schema(summary="报送流水 / send lines", request=LinesIn, responses={201: StatementOut})
    def post(self, request: Request) -> HttpResponse:
        """A line that came before is not taken twice; other contents under its number are refused."""
        given = members_of(LinesIn, request.data)
        at = moment_of(request)

        def do() -> dict[str, Any]:
            account = account_of_service(given["account_number"], request.user)
            content = _as_table(given["lines"])
            name = f"api-{at:%Y%m%d%H%M%S}.csv"
            kept = import_statement(
                account.pk, content, name=name, layout=_LAYOUT, by=request.user, at=at
            )
            return {
                "id": kept.pk,
                "lines": kept.line_count,
                "new_lines": kept.new_count,
                "first_day": day(kept.first_day),
                "last_day": day(kept.last_day),
            }

        return self.once(do)


class Orders(Resource):
    scopes = {"GET": "orders:read"}
    feed, filters, called = "order", BankOrderFilters, "这笔支付指令"

    def seen(self) -> Any:
        return orders_of_service(self.request.user)

    def read(self, rows: Any) -> Iterator[dict[str, Any]]:
        return (self._told(row) for row in rows)

    def _told(self, row: PaymentOrder) -> dict[str, Any]:
        return {
            "id": row.pk,
            "number": row.number,
            "kind": row.kind,
            "state": row.state,
            "state_label": labelled(OrderState, row.state, self.language),
            "institution": row.account.institution.name,
            "account_tail": row.account.number_tail,
            "amount_fen": row.amount_fen,
            "due_on": day(row.due_on),
            "file": row.file_id,
        }

    @extend_schema(
        summary="支付指令列表 / list of orders",
        parameters=[*filter_parameters(BankOrderFilters), *list_parameters()],
        responses=page_out(OrderOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """Approved ones of this bank, and those that it fetched and paid."""
        return self.listed()


class PaymentFiles(PartnerView):
    scopes = {"POST": "orders:write"}

    @extend_schema(
        summary="生成支付文件 / make a payment file",
        request=FileIn,
        responses={201: FileMadeOut},
    )
    def post(self, request: Request) -> HttpResponse:
        """Each order goes into one file; the same orders again answer with the same file."""
        given = members_of(FileIn, request.data)

        def do() -> dict[str, Any]:
            seen = orders_of_service(request.user).filter(pk__in=given["orders"])
            bank = seen.values_list("account__bank_id", flat=True).first()
            if bank is None or seen.count() != len(set(given["orders"])):
                raise NotFound(what="本行的这些支付指令")
            at = moment_of(request)
            made = export_orders(
                bank, given["orders"], layout=given["layout"], by=request.user, at=at
            )
            return _file_told(made.file)

        return self.once(do)


class OnePaymentFile(PartnerView):
    scopes = {"GET": "orders:write"}
    media_type, other_media_types = _TABLES[0], _TABLES[1:]

    @extend_schema(
        summary="取支付文件 / fetch a payment file",
        responses={(200, one): OpenApiTypes.BINARY for one in _TABLES},
    )
    def get(self, request: Request, file_id: int) -> HttpResponse:
        """The same bytes each time; each time is on record."""
        if not files_of_service(request.user).filter(pk=file_id).exists():
            raise NotFound(what="这个支付文件")
        file, content = take_payment_file(file_id, by=request.user, at=moment_of(request))
        response = HttpResponse(content, content_type=file.media_type)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return response


def _file_told(file: PaymentFile) -> dict[str, Any]:
    return {
        "id": file.pk,
        "name": file.name,
        "sha256": file.sha256,
        "order_count": file.order_count,
        "total_fen": file.total_fen,
        "exported_at": moment(file.exported_at),
    }


def _as_table(lines: list[dict[str, Any]]) -> bytes:
    """As a file of the bank, kept as it came: the same lines are the same file."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_HEAD)
    for line in lines:
        booked: date = line["booked_on"]
        balance = line.get("balance_fen")
        table.writerow(
            (
                booked.isoformat(),
                _yuan(line["amount_fen"]),
                "" if balance is None else _yuan(balance),
                line["bank_ref"],
                " ".join(line.get("remark", "").translate(_SEPARATORS).split()),
            )
        )
    return text.getvalue().encode()


def _yuan(fen: int) -> str:
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"
