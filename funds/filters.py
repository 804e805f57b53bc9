"""What the lists of accounts, alerts, statements and entries are narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from common.filters import Asker, Day, Filters, Key, OneOf, OneRow, Pick, Words
from funds.models import Alert, Bank, School
from funds.states import (
    AccountKind,
    AccountState,
    AlertLevel,
    AlertState,
    Breach,
    EntryKind,
    OrderKind,
    OrderState,
    SourceKind,
)
from institutions.queries import search

_INSTITUTION = "every word stands in the institution's names, numbers, people, address or initials"
_HINT = "机构名称、地址或拼音首字母"


def _found(text: str) -> Any:
    return search(text).rows.order_by().values("pk")


def _held_by(text: str, path: str = "account__") -> Q:
    """The institution that the words find, or a school that has them in its name."""
    return Q(**{f"{path}institution__in": _found(text)}) | Q(
        **{f"{path}school__name__icontains": text}
    )


def _alarmed(rows: Any, level: str = "") -> Any:
    alerts = Alert.objects.open()
    alerts = alerts.filter(level=level) if level else alerts
    return rows.filter(pk__in=alerts.values("account"))


def _open(rows: Any, asker: Asker) -> Any:
    return rows.exclude(state=AlertState.CLOSED)


def _closed(rows: Any, asker: Asker) -> Any:
    return rows.filter(state=AlertState.CLOSED)


def _of_account(says: str) -> Key:
    return Key(name="account", label="账户", says=says, column="account_id", is_hidden=True)


class AccountFilters(Filters):
    title = "fund accounts"
    filters = (
        Pick(
            name="pick",
            label="预警",
            says="whether something about it is alarming",
            picks={
                "red": ("有红色预警", lambda rows, asker: _alarmed(rows, AlertLevel.RED)),
                "any": ("有预警", lambda rows, asker: _alarmed(rows)),
            },
        ),
        OneOf(name="state", label="状态", says="its state now", choices=AccountState),
        OneOf(name="kind", label="类别", says="what it is for", choices=AccountKind),
        OneRow(
            name="bank",
            label="银行",
            says="where it is held",
            column="bank_id",
            rows_of=lambda asker: Bank.objects.order_by("name", "pk"),
        ),
        Key(
            name="institution",
            label="机构",
            says="the institution that holds it",
            column="institution_id",
            is_hidden=True,
        ),
        Words(
            name="text",
            label="机构",
            says=_INSTITUTION,
            hint=_HINT,
            by=lambda rows, text: rows.filter(_held_by(text, "")),
        ),
    )


class AlertFilters(Filters):
    title = "fund alerts"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={"open": ("未解除的", _open), "closed": ("已解除的", _closed)},
        ),
        OneOf(name="level", label="级别", says="its colour", choices=AlertLevel),
        OneOf(name="rule", label="情形", says="the rule that is met", choices=Breach),
        OneOf(name="state", label="状态", says="its state now", choices=AlertState),
        _of_account("the account that it is about"),
        Words(
            name="text",
            label="机构",
            says=_INSTITUTION,
            hint=_HINT,
            by=lambda rows, text: rows.filter(account__institution__in=_found(text)),
        ),
    )


class StatementFilters(Filters):
    title = "bank statements"
    filters = (
        Pick(
            name="torn",
            label="完整",
            says="whether it could be taken whole",
            picks={
                "yes": ("只收到一部分", lambda rows, asker: rows.filter(torn_at__isnull=False)),
                "no": ("完整", lambda rows, asker: rows.filter(torn_at__isnull=True)),
            },
        ),
        Day(
            name="since",
            label="收到自",
            says="it came in on this day or later",
            by=lambda rows, day: rows.filter(imported_at__date__gte=day),
        ),
        Day(
            name="until",
            label="收到至",
            says="it came in on this day or earlier",
            by=lambda rows, day: rows.filter(imported_at__date__lte=day),
        ),
        _of_account("the account that it is of"),
        Words(
            name="text",
            label="机构",
            says=_INSTITUTION,
            hint=_HINT,
            by=lambda rows, text: rows.filter(_held_by(text)),
        ),
    )


class SuspenseFilters(Filters):
    title = "lines in suspense"
    filters = (
        Pick(
            name="way",
            label="收支",
            says="whether money came in or left",
            picks={
                "in": ("收入", lambda rows, asker: rows.filter(amount_fen__gt=0)),
                "out": ("支出", lambda rows, asker: rows.filter(amount_fen__lt=0)),
            },
        ),
        _of_account("the account on which it moved"),
        Words(
            name="text",
            label="查找",
            says="it stands in the remark or the bank's number, or the words find the institution",
            hint="机构、附言或者银行流水号",
            by=lambda rows, text: rows.filter(
                Q(remark__icontains=text) | Q(bank_ref__icontains=text) | _held_by(text)
            ),
        ),
    )


class EntryFilters(Filters):
    title = "entries of an account"
    filters = (
        OneOf(name="kind", label="类别", says="what happened", choices=EntryKind),
        OneOf(name="source", label="依据", says="what it rests on", choices=SourceKind),
        Day(
            name="since",
            label="发生自",
            says="it occurred on this day or later",
            by=lambda rows, day: rows.filter(occurred_on__gte=day),
        ),
        Day(
            name="until",
            label="发生至",
            says="it occurred on this day or earlier",
            by=lambda rows, day: rows.filter(occurred_on__lte=day),
        ),
        Key(name="no", label="指定分录", says="its number", column="no", is_hidden=True),
    )


def _without_account(rows: Any, asker: Asker) -> Any:
    return rows.exclude(pk__in=School.objects.with_account().values("pk"))


class SchoolFilters(Filters):
    title = "schools"
    filters = (
        Pick(
            name="pick",
            label="专户",
            says="whether it holds an account for after-school money",
            picks={
                "held": ("已开通", lambda rows, asker: rows.with_account()),
                "none": ("尚未开通", _without_account),
            },
        ),
        Words(
            name="text",
            label="学校",
            says="it stands in the school's name or mark",
            hint="学校名称或者标识码",
            by=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(code__startswith=text)),
        ),
    )


class BankOrderFilters(Filters):
    title = "orders for a bank"
    filters = (
        OneOf(name="state", label="状态", says="its state now", choices=OrderState),
        OneOf(name="kind", label="类别", says="release or refund", choices=OrderKind),
    )
