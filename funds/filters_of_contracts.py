"""What the lists of contracts, lessons and orders are narrowed by."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import Permission
from common.filters import Asker, Filter, Filters, OneOf, OneRow, Pick, Words
from funds.models import FundAccount
from funds.states import ContractState, LessonState, OrderKind, OrderState

_DIGEST = re.compile(r"[0-9a-f]{1,64}")


def _accounts(asker: Asker) -> QuerySet[FundAccount]:
    rows = FundAccount.objects.select_related("institution", "school")
    rows = rows.order_by("institution__name", "school__name", "pk")
    return rows if asker.user.has(Permission.FUND_VIEW) else rows.none()


def _of_institutions(asker: Asker) -> QuerySet[FundAccount]:
    return _accounts(asker).filter(institution__isnull=False)


class OfPerson(Filter):
    """Pupil or guardian by the keyed digest of the name; the name itself is in no address."""

    def read(self, said: str, asker: Asker) -> str:
        if not _DIGEST.fullmatch(said):
            raise ValueError(said)
        return said

    def narrow(self, rows: Any, value: str, asker: Asker) -> Any:
        if not asker.user.has(Permission.FUND_BOOK):
            return rows.none()
        return rows.filter(Q(pupil_digest=value) | Q(guardian_digest=value))


def _holding(*columns: str) -> Callable[[Any, str], Any]:
    """Every word stands in one of the columns."""

    def narrow(rows: Any, said: str) -> Any:
        for word in said.split()[:8]:
            hit = Q()
            for column in columns:
                hit |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(hit)
        return rows

    return narrow


class ContractFilters(Filters):
    title = "prepaid contracts"
    filters = (
        Words(
            name="text",
            label="查找",
            hint="订单号、课程、机构",
            says="every word stands in the order number, the course or the institution",
            by=_holding("order_no", "course", "account__institution__name"),
        ),
        OneOf(name="state", label="状态", says="its state now", choices=ContractState),
        OneRow(
            name="account",
            label="账户",
            says="of this supervised account",
            column="account",
            rows_of=_of_institutions,
        ),
        OfPerson(
            name="person",
            label="按姓名查找",
            says="pupil or guardian with this keyed digest",
            is_hidden=True,
        ),
    )


class LessonFilters(Filters):
    title = "prepaid lessons"
    filters = (
        Words(
            name="text",
            label="查找",
            hint="订单号、课程、机构",
            says="every word stands in the order number, the course or the institution",
            by=_holding(
                "contract__order_no", "contract__course", "contract__account__institution__name"
            ),
        ),
        OneOf(name="state", label="状态", says="its state now", choices=LessonState),
        OneRow(
            name="account",
            label="账户",
            says="of this supervised account",
            column="contract__account",
            rows_of=_of_institutions,
        ),
    )


class PaymentOrderFilters(Filters):
    title = "payment orders"
    filters = (
        Words(
            name="text",
            label="查找",
            hint="指令号、订单号、机构、学校",
            says="every word stands in its number, the order number, the institution or the school",
            by=_holding(
                "number",
                "contract__order_no",
                "account__institution__name",
                "account__school__name",
            ),
        ),
        OneOf(
            name="kind",
            label="类别",
            says="release, refund or a payout of a school",
            choices=OrderKind,
        ),
        OneOf(name="state", label="状态", says="its state now", choices=OrderState),
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "open": ("尚未办结", lambda rows, asker: rows.open()),
                "overdue": ("已逾期", lambda rows, asker: rows.overdue(asker.today)),
                "approvable": ("待批准", lambda rows, asker: rows.awaiting_approval()),
            },
        ),
        OneRow(
            name="account",
            label="账户",
            says="of this account",
            column="account",
            rows_of=_accounts,
        ),
    )
