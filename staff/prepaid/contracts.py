"""Contracts: the list, a new one, one with its money and lessons, and names with a purpose."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import localdate
from funds.filters_of_contracts import ContractFilters
from funds.models import Contract
from funds.queries import contracts_for, lessons_of, orders_for, payments_of, person_key
from funds.services import register_contract, reveal_pupil
from funds.states import ContractBasis, ContractState
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of
from staff.prepaid.forms import ContractForm, NameForm, RevealForm
from staff.prepaid.page import Ask, asked, sent, shown


@staff_page(P.FUND_VIEW)
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    """The list, the newest first; names masked."""
    filters = ContractFilters(request.GET, asker=asker_of(request))
    page = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(contracts_for(request.user))),
        "may_book": request.user.has(P.FUND_BOOK),
        "name_form": NameForm(),
        "is_by_name": "person" in filters.chosen,
    }
    return shown(request, "staff/prepaid/contracts.html", "prepaid", page)


@staff_page(P.FUND_BOOK)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Contracts of a person by name: what goes into the address is the digest."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return redirect("staff:prepaid")
    key = person_key(form.cleaned_data["name"])
    return redirect(f"{reverse('staff:prepaid')}?{urlencode({'person': key})}")


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a contract on record."""
    today = localdate(timezone.now())
    initial = {"signed_on": today, "account": request.GET.get("account", "")}
    form = ContractForm(sent(request), initial=initial)
    ask = Ask("登记合同", "登记", reverse("staff:prepaid"), "合同", hint=_HINT)
    return asked(
        request,
        form,
        ask,
        lambda **at: register_contract(form.cleaned_data["account"].pk, form.bought(), **at),
        lambda made: (f"{made}已登记。", reverse("staff:prepaid-contract", args=[made.pk])),
    )


_HINT = "按合同示范文本填写。学员和监护人姓名加密保存，此后查看须写明用途。"


@staff_page(P.FUND_VIEW)
@require_GET
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One contract: what was paid, taught, is left, went back."""
    found = get_contract(request, contract_id)
    is_open = found.state == ContractState.RUNNING and request.user.has(P.FUND_BOOK)
    page = {
        "contract": found,
        "payments": payments_of(found),
        "lessons": list(found.taught.order_by("-held_on", "-pk")),
        "count": lessons_of(found),
        "orders": list(orders_for(request.user).filter(contract=found)),
        "may_reveal": request.user.has(P.FUND_BOOK),
        "may_refund": is_open,
        "may_teach": is_open and found.basis == ContractBasis.LESSONS,
        "today": localdate(timezone.now()),
    }
    return shown(request, "staff/prepaid/contract.html", "prepaid", page)


@staff_page(P.FUND_BOOK)
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Pupil and guardian in clear, on this answer alone; the purpose is on record."""
    found = get_contract(request, contract_id)
    form = RevealForm(sent(request))
    names = None
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        names = form.run(
            reveal_pupil, found.pk, purpose=purpose, by=request.user, at=timezone.now()
        )
    page = {"contract": found, "form": form, "names": names}
    status = 422 if form.is_bound and names is None else 200
    return render(request, "staff/prepaid/reveal.html", page, status=status)


def get_contract(request: HttpRequest, contract_id: int) -> Contract:
    """One that this person may see; another one is not there."""
    return get_object_or_404(contracts_for(request.user), pk=contract_id)
