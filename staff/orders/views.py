"""Releases: the list, a new one, the numbers of one, and giving numbers back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from enforcement.models import OrderRelease, ReleasedOrder
from enforcement.queries import (
    arrivals_waiting,
    get_release,
    left_over,
    orders_of,
    releases_for,
)
from enforcement.services import release_orders, return_unused
from enforcement.states import ReleaseState
from staff.access import staff_page
from staff.orders.forms import ReleaseForm, WhyForm
from staff.paging import page_of


@staff_page(P.NOTICE_VIEW, P.ORDER_RELEASE)
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """What was released, what is left over, and which papers from phones wait."""
    today = localdate(timezone.now())
    page = {
        "page": page_of(request, releases_for(request.user)),
        "waiting": arrivals_waiting(request.user),
        "late": left_over(today) if request.user.has(P.NOTICE_VIEW) else [],
        "may_release": request.user.has(P.ORDER_RELEASE),
        "today": today,
    }
    return render(request, "staff/orders/releases.html", page)


@staff_page(P.ORDER_RELEASE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Release numbered orders for named officers on one day."""
    now = timezone.now()
    today = localdate(now)
    form = ReleaseForm(request.POST or None, user=request.user, today=today, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        release = form.run(
            release_orders,
            form=facts["form"],
            day=facts["day"],
            officer_ids=[person.pk for person in facts["officers"]],
            each=facts["each"],
            reason=facts["reason"],
            by=request.user,
            at=now,
        )
        if release:
            messages.success(request, "已签发。持用人的手机下次联网时领取文号。")
            return redirect("staff:order-release", release.pk)
    return render(request, "staff/orders/new.html", {"form": form})


@staff_page(P.NOTICE_VIEW, P.ORDER_RELEASE)
@require_GET
def release(request: HttpRequest, release_id: int) -> HttpResponse:
    """The numbers of one release: out, handed over, voided and why."""
    found = get_release(release_id, user=request.user)
    orders = list(orders_of(found, user=request.user))
    page = {
        "release": found,
        "orders": orders,
        "words": _words_of(found),
        "returnable": {order.pk for order in orders if _may_return(order, request)},
        "today": localdate(timezone.now()),
    }
    return render(request, "staff/orders/release.html", page)


def _words_of(release: OrderRelease) -> list[str]:
    """The text that was released, with what is filled in on site named in brackets."""
    blank = release.blank
    texts = [*blank["basis"], blank["deadline_text"], *blank["after"]]
    for mark, name in (("⟦limit⟧", "［期限］"), ("⟦counted⟧", "［期限的计算］")):
        texts = [text.replace(mark, name) for text in texts]
    return texts


@staff_page(P.NOTICE_VIEW, P.ORDER_RELEASE)
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, release_id: int, order_id: int) -> HttpResponse:
    """Void one number that was not used, with the reason."""
    found = get_release(release_id, user=request.user)
    order = orders_of(found, user=request.user).filter(pk=order_id).first()
    if order is None:
        raise NotFound(what="这个文号")
    form = WhyForm(request.POST or None, initial={"reason": "未使用"})
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        returned = form.run(return_unused, [order.pk], reason=reason, by=request.user, at=now)
        if returned is not None:
            words = "已作废，文号留存在文号登记簿。" if returned else "已有结果，没有改动。"
            messages.success(request, f"{order.number}{words}")
            return redirect("staff:order-release", found.pk)
    return render(
        request, "staff/orders/give_back.html", {"release": found, "order": order, "form": form}
    )


def _may_return(order: ReleasedOrder, request: HttpRequest) -> bool:
    is_own = order.holder_id == request.user.pk
    return order.state == ReleaseState.OUT and (is_own or request.user.has(P.ORDER_RELEASE))
