"""If it stopped tonight: all institutions, one in the order of the law, and a real settlement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from common.money import yuan
from common.workbooks import MEDIA_TYPE
from documents.rendering import render_pdf
from funds.models import FundAccount
from funds.queries import Exposed, Rank, drill, payouts, ranks, settlement_progress
from funds.services import propose_settlement, reveal_pupils, settle_institution
from funds.states import AccountState
from institutions.models import Institution
from institutions.queries import institutions_for
from reports.prepaid_failure import LETTERS, drill_workbook, letters_paper, payouts_workbook
from staff.access import staff_page
from staff.files import bytes_response
from staff.paging import page_of
from staff.prepaid.forms import DebtsForm, RevealForm, SureForm, WhyForm
from staff.prepaid.page import Ask, asked, sent, shown

_BARS = 10
_WHOLE = 1000
_SHORTEST = 6  # of 1000: what is there can be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One institution's uncovered sum, with its length in thousandths of the longest."""

    one: Exposed
    width: int


@staff_page(P.FUND_VIEW)
@require_GET
def drilled(request: HttpRequest) -> HttpResponse:
    """All institutions of the county, the largest uncovered sum first."""
    rows = drill()
    short = [one for one in rows if one.uncovered_fen]
    most = max((one.uncovered_fen for one in short), default=0) or 1
    page = {
        "page": page_of(request, rows),  # type: ignore[arg-type]  # a list is cut as well
        "bars": [
            Bar(one, max(_SHORTEST, one.uncovered_fen * _WHOLE // most)) for one in short[:_BARS]
        ],
        "today": localdate(timezone.now()),
        "institutions": len(rows),
        "short": len(short),
        "held_fen": sum(one.held_fen for one in rows),
        "owed_fen": sum(one.owed_fen for one in rows),
        "uncovered_fen": sum(one.uncovered_fen for one in rows),
    }
    return shown(request, "staff/prepaid/drill.html", "prepaid-drill", page)


@staff_page(P.FUND_VIEW)
@require_GET
def drill_file(request: HttpRequest) -> HttpResponse:
    """The same as an Excel workbook."""
    today = localdate(timezone.now())
    return _workbook(drill_workbook(drill(), as_of=today), f"压力演练{today}.xlsx")


@staff_page(P.FUND_VIEW)
@require_GET
def failure(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Who is owed what by one institution in the order of the law, and how a settlement goes on."""
    found, exposed, classes, form = _asked_for(request, institution_id)
    rows = payouts(found, classes[0].paid_fen)
    accounts = list(
        FundAccount.objects.filter(institution=found)
        .exclude(state=AccountState.CLOSED)
        .select_related("bank", "institution")
    )
    page = {
        "institution": found,
        "exposed": exposed,
        "form": form,
        "ranks": classes,
        "left_fen": exposed.held_fen - sum(one.paid_fen for one in classes),
        "page": page_of(request, rows),  # type: ignore[arg-type]  # a list is cut as well
        "accounts": accounts,
        "progress": settlement_progress(found),
        "settling": [one for one in accounts if one.state == AccountState.SETTLING],
        "may_settle": request.user.has(P.FUND_APPROVE)
        and any(one.state != AccountState.SETTLING for one in accounts),
        "may_book": request.user.has(P.FUND_BOOK),
        "today": localdate(timezone.now()),
    }
    return shown(request, "staff/prepaid/failure.html", "prepaid-drill", page)


@staff_page(P.FUND_VIEW)
@require_GET
def failure_file(request: HttpRequest, institution_id: int) -> HttpResponse:
    """The list for payment as an Excel workbook, names masked."""
    found, _, classes, _ = _asked_for(request, institution_id)
    today = localdate(timezone.now())
    rows = payouts(found, classes[0].paid_fen)
    content = payouts_workbook(found.name, classes, rows, as_of=today)
    return _workbook(content, f"{found.name}清偿测算{today}.xlsx")


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Letters to the parents on one page of the list, names in clear: each look is on record.

    They are printed and not kept: as papers of the papers room their facts would stand in clear.
    """
    found, _, classes, _ = _asked_for(request, institution_id)
    rows = page_of(request, payouts(found, classes[0].paid_fen)).object_list  # type: ignore[arg-type]
    form = RevealForm(sent(request))
    back = reverse("staff:prepaid-failure", args=[found.pk])
    if request.method == "POST" and form.is_valid() and rows:
        now = timezone.now()
        names = form.run(
            reveal_pupils,
            [one.contract.pk for one in rows],
            purpose=form.cleaned_data["purpose"],
            by=request.user,
            at=now,
        )
        if names:
            paper = letters_paper(found.name, rows, names, as_of=localdate(now))
            pdf = render_pdf(LETTERS, paper)
            name = f"{found.name}清算告知信.pdf"
            return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)
    hint = f"本页名单上的{len(rows)}户各一封，写明全名和金额；系统不留存信件，逐户记入操作历史。"
    ask = Ask("打印告知信", "打印", back, found.name, found.name, hint)
    page = {"form": form, "ask": ask}
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/prepaid/form.html", page, status=status)


@staff_page(P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, institution_id: int) -> HttpResponse:
    """From drill to earnest: all accounts of the institution go into settlement."""
    found = _institution(request, institution_id)
    form = WhyForm(sent(request))
    back = reverse("staff:prepaid-failure", args=[found.pk])
    hint = "账户转入清算后只能办理退费和清算支付，不能再存入和拨付；不能撤回。"
    ask = Ask("转入清算", "转入清算", back, found.name, found.name, hint, "bad")
    return asked(
        request,
        form,
        ask,
        lambda **at: settle_institution(found.pk, reason=form.cleaned_data["reason"], **at),
        lambda moved: (_moved(moved), back),
    )


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, account_id: int) -> HttpResponse:
    """Propose the refunds of a settled account: what it holds, shared to the fen."""
    rows = FundAccount.objects.of_institutions().select_related("institution", "bank")
    account = get_object_or_404(rows, pk=account_id, state=AccountState.SETTLING)
    back = reverse("staff:prepaid-failure", args=[account.supervised.pk])
    hint = "账户余额减去已批准和在办的退费，按各合同应退金额的比例分配到分；逐笔生成退费指令，仍须核对和批准。"
    ask = Ask("提出清算退费", "提出", back, account.supervised.name, str(account), hint)
    return asked(
        request,
        SureForm(sent(request)),
        ask,
        lambda **at: propose_settlement(account.pk, **at),
        lambda made: (
            f"已提出{len(made)}笔退费，共{yuan(sum(one.amount_fen for one in made))}元，请另一人核对。",
            back,
        ),
    )


def _moved(accounts: list[FundAccount]) -> str:
    if not accounts:
        return "账户此前已经转入清算，没有变化。"
    return f"{'、'.join(str(one) for one in accounts)}已转入清算。"


def _institution(request: HttpRequest, key: int) -> Institution:
    return get_object_or_404(institutions_for(request.user), pk=key)


def _asked_for(
    request: HttpRequest, key: int
) -> tuple[Institution, Exposed, list[Rank], DebtsForm]:
    """The institution with what it holds and owes; other debts as they were typed.

    Raises NotFound without an account, BadInput for an amount that is none.
    """
    found = _institution(request, key)
    if not FundAccount.objects.filter(institution=found).exists():
        raise NotFound(what="这家机构的监管账户")
    nothing = Exposed(found.pk, found.name, 0, 0, 0)
    exposed = next(iter(drill(found.pk)), nothing)
    form = DebtsForm(request.GET)
    debts: dict[str, Any] = form.chosen()
    wages, others = debts.get("wages", 0), debts.get("others", 0)
    return found, exposed, ranks(exposed, wages_fen=wages, others_fen=others), form


def _workbook(content: bytes, name: str) -> HttpResponse:
    return bytes_response(content, media_type=MEDIA_TYPE, name=name, download=True, keep_s=0)
