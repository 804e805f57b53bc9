"""Confirmed addresses: the list, one with its history, a new one, its end, a look at it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from common.text import mask_middle
from serving.demands import accounts_in
from serving.filters import ConfirmationFilters
from serving.models import AddressConfirmation
from serving.queries import confirmations_for
from serving.services import end_confirmation, reveal_addresses, withdraw_consent
from staff.access import staff_page
from staff.buttons import Button
from staff.files import file_response
from staff.filter_bar import asker_of, bar_of
from staff.forms import StaffForm
from staff.notices.intake import keep_scan
from staff.paging import page_of
from staff.serving.forms import ConfirmForm, EndForm, LookForm, WithdrawForm
from staff.serving.whose import get_confirmation, whose_from


@staff_page(P.CASE_VIEW)
@require_GET
def addresses(request: HttpRequest) -> HttpResponse:
    """Every confirmation, the last signed first."""
    filters = ConfirmationFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(confirmations_for(request.user))
    page = {"form": bar_of(filters), "page": page_of(request, rows)}
    return render(request, "staff/serving/addresses.html", page)


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Keep a signed confirmation; the one in force of the same party ends."""
    whose, now = whose_from(request), timezone.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ConfirmForm(*sent, initial={"address": whose.address})
    if form.is_bound and form.is_valid():
        row = form.run(form.confirm, whose, by=request.user, at=now)
        if row is not None:
            messages.success(request, "已登记送达地址确认书。")
            return redirect("staff:address", row.pk)
    words = {"title": "登记送达地址确认书", "about": whose.name, "back": whose.back}
    return _form(request, form, words)


@staff_page(P.CASE_VIEW)
@require_GET
def address(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """One confirmation, masked, with those before and after it and what was served by it."""
    row = get_confirmation(request, confirmation_id)
    page = {
        "row": row,
        "facts": _masked(row),
        "buttons": _buttons(row, request.user),
        "history": confirmations_for(request.user).of_party(row.party_key),
        "deliveries": row.deliveries.select_related("paper"),
    }
    return render(request, "staff/serving/address.html", page)


@staff_page(P.NOTICE_SERVE)
@never_cache
@require_GET
def signed(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """The signed sheet itself, for whoever serves papers: the addresses stand on it in clear."""
    row = get_confirmation(request, confirmation_id)
    reveal_addresses(row.pk, purpose="查看签署的原件", by=request.user, at=timezone.now())
    return file_response(row.signed_file)


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """The party takes its consent to electronic service back."""
    row, now = get_confirmation(request, confirmation_id), timezone.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WithdrawForm(*sent)

    def run() -> AddressConfirmation:
        letter = keep_scan(form.cleaned_data["letter"], at=now)
        assert letter is not None, "the field is required"
        on = form.cleaned_data["received_on"]
        return withdraw_consent(row.pk, received_on=on, letter=letter, by=request.user, at=now)

    if form.is_bound and form.is_valid():
        kept = form.run(run)
        if kept is not None:
            messages.success(request, "已登记撤回，不再电子送达；送达地址仍然有效。")
            return redirect("staff:address", kept.pk)
    return _form(request, form, _about(row, "撤回电子送达同意"))


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """The confirmation holds no more."""
    row, now = get_confirmation(request, confirmation_id), timezone.now()
    form = EndForm(request.POST if request.method == "POST" else None)

    def run() -> bool:
        end_confirmation(row.pk, **form.cleaned_data, by=request.user, at=now)
        return True

    if form.is_bound and form.is_valid() and form.run(run):
        messages.success(request, "该确认书已失效，记录留存。")
        return redirect("staff:address", row.pk)
    return _form(request, form, _about(row, "登记失效") | {"look": "bad"})


@staff_page(P.NOTICE_SERVE)
@never_cache
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """The addresses in clear, on this answer alone; the purpose is on record."""
    row, shown = get_confirmation(request, confirmation_id), None
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        purpose, now = form.cleaned_data["purpose"], timezone.now()
        shown = form.run(reveal_addresses, row.pk, purpose=purpose, by=request.user, at=now)
    return _form(request, form, _about(row, "查看地址") | {"shown": shown})


def _form(request: HttpRequest, form: StaffForm, words: dict[str, Any]) -> HttpResponse:
    page = {"form": form, "shown": None, "look": "primary", **words}
    is_refused = form.is_bound and not page["shown"]
    return render(
        request, "staff/serving/address_form.html", page, status=422 if is_refused else 200
    )


def _about(row: AddressConfirmation, title: str) -> dict[str, str]:
    return {"title": title, "about": str(row), "back": reverse("staff:address", args=[row.pk])}


def _masked(row: AddressConfirmation) -> list[tuple[str, str]]:
    """Enough to know them again. Raises FieldKeyGone, FieldDamaged."""
    told = row.addresses
    accounts = [mask_middle(one, head=2, tail=4) for one in accounts_in(told["electronic"])]
    return [
        ("送达地址", mask_middle(told["address"], head=6)),
        ("电话", mask_middle(told["phone"], head=3, tail=4)),
        ("电子地址", "、".join(accounts)),
    ]


def _buttons(row: AddressConfirmation, user: User) -> list[Button]:
    if not user.has(P.NOTICE_SERVE):
        return []
    look = Button(reverse("staff:address-look", args=[row.pk]), "查看地址", "eye")
    if row.ended_on is not None:
        return [look]
    anew = f"{reverse('staff:address-new')}?replaces={row.pk}"
    found = [Button(anew, "登记新的确认书", "refresh", "primary"), look]
    if row.consents_electronic:
        url = reverse("staff:address-withdraw", args=[row.pk])
        found.append(Button(url, "撤回电子送达同意", "arrow-back-up"))
    return [*found, Button(reverse("staff:address-end", args=[row.pk]), "登记失效", "ban", "bad")]
