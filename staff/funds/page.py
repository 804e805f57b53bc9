"""What the pages of this room share: the tabs, links of an account, the form of one verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from audit.queries import history_of
from funds.models import FundAccount
from funds.queries import accounts_for
from staff.forms import StaffForm
from staff.institutions.story import Happening, detail_of
from staff.words import say


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the room for all accounts together."""

    name: str
    title: str
    icon: str
    permissions: tuple[P, ...] = (P.FUND_VIEW,)


TABS = (
    Tab("funds", "监管账户", "building-bank"),
    Tab("fund-board", "对账", "table"),
    Tab("fund-suspense", "待查款项", "search"),
    Tab("fund-statements", "银行对账单", "file-spreadsheet"),
    Tab("fund-alerts", "预警", "alert-triangle"),
    Tab("fund-proofs", "账目核验", "shield-check", (P.FUND_VIEW, P.HISTORY_VIEW)),
)


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A page about one account, in another list or room: ``name`` takes the account's key,
    or, if ``asks``, narrows the list of that name by it.
    """

    name: str
    title: str
    icon: str
    asks: str = ""
    permissions: tuple[P, ...] = (P.FUND_VIEW,)
    of_schools: bool = True

    def url(self, account: FundAccount) -> str:
        if self.asks:
            return f"{reverse(f'staff:{self.name}')}?{self.asks}={account.pk}"
        return reverse(f"staff:{self.name}", args=[account.pk])


ACCOUNT_LINKS: tuple[AccountLink, ...] = (
    AccountLink("fund-ledger", "账簿", "book"),
    AccountLink("fund-past", "历史余额", "history"),
    AccountLink("fund-day", "逐日核对", "calendar-event"),
    AccountLink("fund-statements", "银行对账单", "file-spreadsheet", "account"),
    AccountLink("fund-suspense", "待查款项", "search", "account"),
    AccountLink("fund-told", "账户外收费", "external-link", of_schools=False),
    AccountLink("fund-alerts", "全部预警", "alert-triangle", "account", of_schools=False),
)
"""Links on an account's page. Rooms that know more of an account add a line here."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as one person sees it."""

    title: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The words around the form of one verb, and where "back" leads."""

    title: str
    button: str
    icon: str
    back: str
    crumbs: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    look: str = "primary"


def tabs_for(user: User) -> list[Tab]:
    return [tab for tab in TABS if any(user.has(wanted) for wanted in tab.permissions)]


def room(request: HttpRequest, tab: str) -> dict[str, Any]:
    """What every page over all accounts gives its template: the tabs, and which one it is."""
    return {"tabs": tabs_for(request.user), "tab": tab}


def links_of(account: FundAccount, user: User) -> list[Linked]:
    return [
        Linked(link.title, link.icon, link.url(account))
        for link in ACCOUNT_LINKS
        if any(user.has(wanted) for wanted in link.permissions)
        and (link.of_schools or account.school_id is None)
    ]


def account_of(request: HttpRequest, account_id: int) -> FundAccount:
    """The account, or the page that says that there is none."""
    found: FundAccount = get_object_or_404(accounts_for(request.user), pk=account_id)
    return found


def institution_account_of(request: HttpRequest, account_id: int) -> FundAccount:
    """The same for what only institutions have."""
    rows = accounts_for(request.user).of_institutions()
    found: FundAccount = get_object_or_404(rows, pk=account_id)
    return found


def url_of(account: FundAccount) -> str:
    """The page about the account: a school's is the school's own."""
    if account.school_id is not None:
        return reverse("staff:school", args=[account.school_id])
    return reverse("staff:fund-account", args=[account.pk])


def crumbs_of(account: FundAccount) -> tuple[tuple[str, str], ...]:
    """The way to the account, from the list in which it stands."""
    of_school = account.school_id is not None
    room_of = ("课后服务经费", "schoolcare") if of_school else ("监管账户", "funds")
    return (room_of[0], reverse(f"staff:{room_of[1]}")), (account.holder.name, url_of(account))


def sent(request: HttpRequest) -> dict[str, Any]:
    """What a form is bound to: nothing before it is sent, also when it is sent empty."""
    if request.method != "POST":
        return {"data": None}
    return {"data": request.POST, "files": request.FILES}


def form_page(
    request: HttpRequest,
    form: StaffForm,
    ask: Ask,
    run: Callable[[dict[str, Any]], Any],
    done: Callable[[Any], tuple[str, str]],
) -> HttpResponse:
    """The form of one verb. ``run`` gets what was typed; ``done`` gives of its result the words
    of success and the address that follows. Refused, the form keeps everything that was typed.
    """
    if form.is_valid():
        result = form.run(run, form.cleaned_data)
        if result is not None:
            words, url = done(result)
            messages.success(request, words)
            return redirect(url)
    page = {"form": form, "ask": ask}
    return render(request, "staff/funds/form.html", page, status=422 if form.is_bound else 200)


def story_of(*rows: Model) -> list[Happening]:
    """Everything that was done with the rows, newest first."""
    return [
        Happening(event.at, say(event.kind, event.after), detail_of(event), event.actor_name)
        for event in history_of(*rows)
    ]
