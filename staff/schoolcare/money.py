"""Money of a school: what came and nobody knew, what is to be paid out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from common.money import yuan
from funds.models import BankLine, Entry, PaymentOrder
from funds.queries import lines_for, payable_from, second_approval_over
from funds.services import place_line, propose_payout
from funds.states import PAID_FROM, BookCode
from staff.access import staff_page
from staff.funds.page import Ask, crumbs_of, form_page, sent
from staff.schoolcare.attendance import held_account
from staff.schoolcare.forms import PayoutForm, PlaceForm
from staff.schoolcare.schools import crumbs_of_school, school_of, url_of_school


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def payout(request: HttpRequest, school_id: int) -> HttpResponse:
    """Ask that money be paid out; others check and approve it among the orders."""
    found, now = school_of(request, school_id), timezone.now()
    account = held_account(found)
    payable = {book: yuan(payable_from(account, book)) for book in PAID_FROM}
    form = PayoutForm(**sent(request), payable=payable)

    def run(_: dict[str, Any]) -> PaymentOrder:
        return propose_payout(account.pk, form.said(), by=request.user, at=now)

    limit = second_approval_over(localdate(now))
    two = "" if limit is None else f"超过{yuan(limit)}元的由两人先后批准。"
    ask = Ask(
        "提出支付",
        "提出",
        "transfer",
        url_of_school(found),
        crumbs_of_school(found),
        f"提出后由另一人核对、再由另一人批准，银行流水到账后自动办结。{two}",
    )
    return form_page(
        request, form, ask, run, lambda made: (f"{made}已提出，请另一人核对。", _order(made))
    )


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, school_line_id: int) -> HttpResponse:
    """Say of a line in suspense whether families or the treasury paid it."""
    rows = lines_for(request.user).filter(account__school__isnull=False)
    found: BankLine = get_object_or_404(rows, pk=school_line_id)
    back = reverse("staff:fund-line", args=[found.pk])

    def run(typed: dict[str, Any]) -> Entry:
        return place_line(found.pk, BookCode(typed["book"]), by=request.user, at=timezone.now())

    ask = Ask(
        "列入款项",
        "列入",
        "user-check",
        back,
        (*crumbs_of(found.account), (str(found), back)),
        f"这笔{yuan(found.amount_fen)}元现在待查，原分录将冲正后重新入账。",
    )
    form = PlaceForm(**sent(request))
    return form_page(request, form, ask, run, lambda done: ("已列入并入账。", back))


def _order(made: PaymentOrder) -> str:
    return reverse("staff:prepaid-order", args=[made.pk])
