"""Accounts: the list, one of them with its figures, opening, moves, and a look at the number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from funds.filters import AccountFilters
from funds.models import Alert, Bank, FundAccount
from funds.queries import (
    account_lines,
    accounts_for,
    county_funds,
    day_ends,
    proofs_for,
    streams_of,
    totals_of,
)
from funds.services import add_bank, move_account, open_account, reveal_number
from funds.states import ACCOUNT, CHARTS, AlertLevel, BookCode
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.filter_bar import asker_of, bar_of
from staff.funds.charts import curve_of, flow_of
from staff.funds.forms import AccountForm, BankForm, PurposeForm, WhyForm
from staff.funds.page import (
    Ask,
    account_of,
    crumbs_of,
    form_page,
    links_of,
    room,
    sent,
    story_of,
    url_of,
)
from staff.paging import page_of

_SPANS = (30, 90, 365)
_MOVE_ICONS = {
    "watch": "eye",
    "unwatch": "check",
    "freeze": "lock",
    "unfreeze": "lock-open",
    "settle": "scale",
    "close": "archive",
}
_GRAVE = ("freeze", "settle", "close")


@staff_page(P.FUND_VIEW)
@require_GET
def funds(request: HttpRequest) -> HttpResponse:
    """Every account with balance, least balance and the colour of its alerts."""
    filters = AccountFilters(request.GET, asker=asker_of(request))
    rows = accounts_for(request.user).of_institutions()
    page = page_of(request, filters.listed(rows))
    open_alerts = Alert.objects.open().order_by()
    shown = {
        "form": bar_of(filters),
        "page": page,
        "lines": account_lines(list(page), localdate(timezone.now())),
        "totals": county_funds(),
        "red": open_alerts.filter(level=AlertLevel.RED).count(),
        "yellow": open_alerts.filter(level=AlertLevel.YELLOW).count(),
        "may_open": request.user.has(P.FUND_MANAGE),
        **room(request, "funds"),
    }
    return render(request, "staff/funds/accounts.html", shown)


@staff_page(P.FUND_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put an account on record; a link from an institution fills it in."""
    now = timezone.now()
    form = AccountForm(
        **sent(request), user=request.user, today=localdate(now), initial=request.GET.dict()
    )

    def run(typed: dict[str, Any]) -> FundAccount:
        keys = typed["institution"].pk, typed["bank"].pk
        return open_account(*keys, form.said(), by=request.user, at=now)

    ask = Ask(
        "登记监管账户",
        "登记",
        "building-bank",
        reverse("staff:funds"),
        (("监管账户", reverse("staff:funds")),),
        "每家机构同时只能有一个正在使用的同类账户；没有要选的银行时，先到“银行”页登记。",
    )
    return form_page(request, form, ask, run, lambda made: ("账户已登记。", url_of(made)))


@staff_page(P.FUND_MANAGE)
@require_http_methods(["GET", "POST"])
def banks(request: HttpRequest) -> HttpResponse:
    """The county's banks, and a form for one more."""
    form = BankForm(**sent(request))
    here = reverse("staff:fund-banks")

    def run(typed: dict[str, Any]) -> Bank:
        return add_bank(typed["code"], typed["name"], by=request.user, at=timezone.now())

    ask = Ask("银行", "登记", "plus", reverse("staff:funds"))
    if request.method == "POST":
        return form_page(request, form, ask, run, lambda made: (_added(made, form), here))
    said = {"count": Count("accounts"), "service_name": F("service__user__full_name")}
    rows = Bank.objects.annotate(**said).order_by("name", "pk")
    return render(request, "staff/funds/banks.html", {"form": form, "banks": rows})


def _added(bank: Bank, form: BankForm) -> str:
    if bank.name != form.cleaned_data["name"]:
        return f"代码“{bank.code}”此前已登记为“{bank.name}”，没有改动。"
    return f"“{bank.name}”已在银行名单中。"


@staff_page(P.FUND_VIEW)
@require_GET
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Figures on top, the balance over time, where the money went, alerts, facts and story."""
    found, today = account_of(request, account_id), localdate(timezone.now())
    if found.school_id is not None:
        return redirect(url_of(found))
    (line,) = account_lines([found], today)
    held, streams = totals_of(found), streams_of(found)
    page = {
        "account": found,
        "line": line,
        "books": [(code.label, _owed(held, code)) for code in CHARTS[found.kind]],
        "held": {code: _owed(held, code) for code in held},
        "streams": streams,
        "flow": flow_of(streams),
        "alerts": found.alerts.open().order_by("level", "-opened_at"),
        "entries": found.entries.count(),
        "proof": proofs_for(request.user).first(),
        "head": found.entries.order_by("-no").first(),
        "links": links_of(found, request.user),
        "buttons": buttons_of(found, request.user),
        "story": story_of(found),
        **_balance(request, found, today, line.minimum_fen),
    }
    return render(request, "staff/funds/account.html", page)


def _owed(held: dict[str, int], code: str) -> int:
    """What the bank holds is its own; every other book is owed, so it is shown turned round."""
    return held[code] if code == BookCode.BANK else -held[code]


def _balance(
    request: HttpRequest, found: FundAccount, today: date, minimum_fen: int | None
) -> dict[str, Any]:
    """The curve of the last days (30, 90 or 365), and the days on which something moved."""
    asked = request.GET.get("span", "")
    span = int(asked) if asked in map(str, _SPANS) else _SPANS[1]
    days = day_ends(found, today - timedelta(days=span - 1), today)
    return {
        "span": span,
        "spans": _SPANS,
        "curve": curve_of(days, minimum_fen),
        "moved_days": [one for one in reversed(days) if one.moved_fen],
        "first_day": days[0],
    }


def buttons_of(found: FundAccount, user: User) -> list[Button]:
    """What this person may do with an account."""
    key = found.pk
    buttons = []
    if user.has(P.FUND_BOOK) and found.closed_on is None:
        url = f"{reverse('staff:fund-upload')}?account={key}"
        buttons.append(Button(url, "上传对账单", "upload", "primary"))
    buttons += [
        Button(
            reverse("staff:fund-account-move", args=[key, action]),
            move.label,
            _MOVE_ICONS[action],
            "bad" if action in _GRAVE else "plain",
        )
        for action, move in ACCOUNT.moves.items()
        if may_move(ACCOUNT, found, action, user)
    ]
    if user.has(P.FUND_MANAGE):
        url = reverse("staff:fund-account-number", args=[key])
        buttons.append(Button(url, "查看账号", "eye"))
    return buttons


@staff_page(P.FUND_MANAGE, P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, account_id: int, fund_move: str) -> HttpResponse:
    """One move of an account's life, with a reason. Only moves of the table have a page."""
    found = account_of(request, account_id)
    if fund_move not in ACCOUNT.moves:
        raise NotFound(what="这个事项")
    moves = ACCOUNT.moves[fund_move]
    require(request.user, moves.permission)

    def run(typed: dict[str, Any]) -> FundAccount:
        return move_account(
            found.pk, fund_move, reason=typed["reason"], by=request.user, at=timezone.now()
        )

    ask = Ask(
        moves.label,
        moves.label,
        _MOVE_ICONS[fund_move],
        url_of(found),
        crumbs_of(found),
        _HINTS.get(fund_move, ""),
        "bad" if fund_move in _GRAVE else "primary",
    )
    form = WhyForm(**sent(request))
    return form_page(request, form, ask, run, lambda done: (_now(done), url_of(done)))


_HINTS = {
    "freeze": "冻结后只能退费，且须经批准；存入和拨付停止。",
    "settle": "机构终止后转入清算：先退学员，再付工资，再付其他。",
    "close": "余额为零、没有未消课和未办结退费的账户才能销户，销户后不能恢复。",
}


def _now(done: FundAccount) -> str:
    return f"账户现为“{done.get_state_display()}”。"


@staff_page(P.FUND_MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, account_id: int) -> HttpResponse:
    """The number in clear, on this answer alone; the purpose is on record."""
    found = account_of(request, account_id)
    form, shown = PurposeForm(**sent(request)), None
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        shown = form.run(
            reveal_number, found.pk, purpose=purpose, by=request.user, at=timezone.now()
        )
    page = {"account": found, "form": form, "number": shown, "crumbs": crumbs_of(found)}
    return render(
        request,
        "staff/funds/number.html",
        page,
        status=422 if form.is_bound and shown is None else 200,
    )
