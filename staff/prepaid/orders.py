"""Orders: what is late first, one with its steps, several at once, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import BadInput
from common.money import yuan
from funds.filters_of_contracts import PaymentOrderFilters
from funds.models import FundAccount, PaymentOrder
from funds.queries import (
    order_tiles,
    orders_for,
    refund_figures,
    releasable,
    releasable_of,
)
from funds.services import (
    approve_order,
    approve_orders,
    check_order,
    check_orders,
    propose_refund,
    propose_release,
    refuse_order,
)
from funds.states import ORDER, OrderState
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.filter_bar import asker_of, bar_of
from staff.forms import keys_in
from staff.paging import page_of
from staff.prepaid.contracts import get_contract
from staff.prepaid.forms import RefundForm, ReleaseForm, SureForm, WhyForm
from staff.prepaid.page import Ask, asked, sent, shown

_STEPS: dict[str, tuple[Callable[..., list[PaymentOrder]], str]] = {
    "check": (check_orders, "已核对"),
    "approve": (approve_orders, "已批准"),
}


@staff_page(P.FUND_VIEW)
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """What is open by its last day, the longest overdue on top; then what is done."""
    filters = PaymentOrderFilters(request.GET, asker=asker_of(request))
    today = localdate(timezone.now())
    page = page_of(request, filters.listed(orders_for(request.user)))
    steps = [
        (action, ORDER.moves[action].label)
        for action in _STEPS
        if request.user.has(ORDER.moves[action].permission or P.FUND_APPROVE)
    ]
    ready = {row.pk for row in page.object_list if _is_ready(row, request.user)}
    shown_page = {
        "form": bar_of(filters),
        "page": page,
        "tiles": order_tiles(request.user, today),
        "today": today,
        "steps": steps if ready else [],
        "ready": ready,
        "may_book": request.user.has(P.FUND_BOOK),
    }
    return shown(request, "staff/prepaid/orders.html", "prepaid-orders", shown_page)


@staff_page(P.FUND_BOOK, P.FUND_APPROVE)
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """The same step for all ticked orders: all of them, or none and the reason."""
    step = request.POST.get("step", "")
    wanted = keys_in(request.POST.getlist("order"))
    if step not in _STEPS or not wanted:
        raise BadInput(sentence="没有选择支付指令，请勾选后再办理。")
    verb, words = _STEPS[step]
    done = verb(wanted, by=request.user, at=timezone.now())
    messages.success(
        request, f"{words}{len(done)}笔，共{yuan(sum(one.amount_fen for one in done))}元。"
    )
    return redirect("staff:prepaid-orders")


@staff_page(P.FUND_VIEW)
@require_GET
def order(request: HttpRequest, payment_order_id: int) -> HttpResponse:
    """One order: who did which step, what is next."""
    found = _order(request, payment_order_id)
    page = {
        "order": found,
        "buttons": _buttons(found, request.user),
        "today": localdate(timezone.now()),
        "is_open": found.state not in (OrderState.PAID, OrderState.REFUSED),
    }
    return shown(request, "staff/prepaid/order.html", "prepaid-orders", page)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, payment_order_id: int) -> HttpResponse:
    """Somebody else than the proposer has looked at it."""
    found = _order(request, payment_order_id)
    return _step(request, found, "核对", check_order, SureForm(sent(request)))


@staff_page(P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, payment_order_id: int) -> HttpResponse:
    """The approval, or the second one of a large order."""
    found = _order(request, payment_order_id)
    hint = "本笔超过本县规定的数额，须由两人先后批准。" if found.needs_two else ""
    return _step(request, found, "批准", approve_order, SureForm(sent(request)), hint)


@staff_page(P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, payment_order_id: int) -> HttpResponse:
    """Send it back, with the reason."""
    found, form = _order(request, payment_order_id), WhyForm(sent(request))

    def verb(pk: int, *, by: User, at: Any) -> PaymentOrder:
        return refuse_order(pk, because=form.cleaned_data["reason"], by=by, at=at)

    return _step(request, found, "退回", verb, form, look="bad")


def _step(
    request: HttpRequest,
    found: PaymentOrder,
    words: str,
    verb: Callable[..., PaymentOrder],
    form: SureForm | WhyForm,
    hint: str = "",
    *,
    look: str = "primary",
) -> HttpResponse:
    back = reverse("staff:prepaid-order", args=[found.pk])
    about = f"{found.account.holder.name}，{yuan(found.amount_fen)}元"
    ask = Ask(f"{words}{found}", words, back, str(found), about, hint, look)
    return asked(
        request,
        form,
        ask,
        lambda **at: verb(found.pk, **at),
        lambda made: (f"{made}现为“{made.get_state_display()}”。", back),
    )


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, contract_id: int) -> HttpResponse:
    """What goes back for each cause, figure by figure; then the proposal."""
    contract = get_contract(request, contract_id)
    figures = refund_figures(contract, localdate(timezone.now()))
    form = RefundForm(sent(request), figures=figures)
    if request.method == "POST" and form.is_valid():
        made = form.run(
            propose_refund,
            contract.pk,
            form.said(),
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(request, f"{made}已提出，请另一人核对。")
            return redirect("staff:prepaid-order", made.pk)
    page = {"contract": contract, "figures": figures, "form": form}
    return shown(request, "staff/prepaid/refund.html", "prepaid-orders", page)


@staff_page(P.FUND_BOOK)
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Accounts from which something may be released now."""
    return shown(request, "staff/prepaid/releases.html", "prepaid-orders", {"rows": releasable()})


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, account_id: int) -> HttpResponse:
    """Ask that what was taught be released, up to what is free."""
    rows = FundAccount.objects.of_institutions().select_related("institution", "bank")
    account = get_object_or_404(rows, pk=account_id)
    now = releasable_of(account)
    form = ReleaseForm(sent(request), free_fen=now.free_fen)
    about = (
        f"已完成课时待拨付{yuan(now.held_fen)}元，在办{yuan(now.asked_fen)}元，"
        f"还可提出{yuan(now.free_fen)}元"
    )
    ask = Ask(
        "提出拨付", "提出", reverse("staff:prepaid-releases"), "提出拨付", about, str(account)
    )
    return asked(
        request,
        form,
        ask,
        lambda **at: propose_release(account.pk, form.cleaned_data["amount_fen"], **at),
        lambda made: (
            f"{made}已提出，请另一人核对。",
            reverse("staff:prepaid-order", args=[made.pk]),
        ),
    )


def _order(request: HttpRequest, key: int) -> PaymentOrder:
    people = ("proposed_by", "checked_by", "approved_by", "seconded_by", "paid")
    return get_object_or_404(orders_for(request.user).select_related(*people), pk=key)


def _hands(order: PaymentOrder) -> set[int | None]:
    return {order.proposed_by_id, order.checked_by_id, order.approved_by_id}


def _is_ready(order: PaymentOrder, user: User) -> bool:
    """This person may do its next step, and did none before."""
    may = any(may_move(ORDER, order, action, user) for action in _STEPS)
    return may and user.pk not in _hands(order)


def _buttons(order: PaymentOrder, user: User) -> list[Button]:
    """The next steps of this person; the verb refuses who did another step."""
    known = (
        ("check", "核对", "check", "primary", order.proposed_by_id != user.pk),
        ("approve", "批准", "checkbox", "primary", user.pk not in _hands(order)),
        ("refuse", "退回", "arrow-back-up", "bad", True),
    )
    return [
        Button(reverse(f"staff:prepaid-order-{action}", args=[order.pk]), label, icon, look)
        for action, label, icon, look, may in known
        if may and may_move(ORDER, order, action, user)
    ]
