"""Penalties on the spot: decided on a phone, reported, the cash followed to the bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import CaseDeadline, CasePaper, SpotPenalty
from cases.queries import spot_penalties
from cases.services import (
    SpotFacts,
    bank_cash,
    hand_in_cash,
    punish_on_the_spot,
    report_spot_penalty,
)
from cases.states import SPOT_PENALTY, CashGround
from common.clock import localdate
from common.errors import NotFound
from institutions.queries import institutions_for
from papers.catalogue import get_form
from policies.queries import get_violation_on, parameter, violations_on
from staff.access import staff_page
from staff.buttons import may_move
from staff.cases.forms.base import PersonField, certified, day, line, pick, words
from staff.cases.forms.clues import PartyFields, party_facts
from staff.cases.papers import bases
from staff.forms import StaffForm
from staff.paging import page_of
from staff.papers.amounts import YuanField

_FORM = "D38"
_FACTS = ("violation_code", "acted_on", "place", "facts", "amount_fen", "refusal_note")
_CASH = ("cash_ground", "cash_receipt_no", "cash_request")


class SpotForm(PartyFields, StaffForm):
    """A warning or a small fine, within the limits of arts. 51 and 68."""

    violation_code = pick("违法情形", [])
    acted_on = day("违法行为日期")
    place = line("违法行为发生地点", most=300)
    facts = words("违法事实和证据", rows=4)
    amount_fen = YuanField(
        label="罚款（元）", required=False, help_text="留空为警告；公民200元、单位3,000元以下"
    )
    defence = words("告知和陈述申辩情况", rows=2)
    second = PersonField(label="另一名执法人员", queryset=None, empty_label="请选择")
    correct = line("责令改正的内容", required=False)
    bank = line("缴款银行和账号", required=False, hint="到银行缴纳的填写")
    refusal_note = line("当事人拒签的情况", most=300, required=False)
    cash_ground = forms.ChoiceField(label="当场收缴", choices=CashGround.choices, required=False)
    cash_receipt_no = line("专用票据编号", most=60, required=False)
    cash_request = line("偏远地区当事人的请求", required=False)
    field_order = ("violation_code", "acted_on", "place", "facts", "amount_fen", "defence")
    wide = ("facts", "defence", "address")

    def __init__(self, *args: Any, user: User, at: datetime, **kwargs: Any) -> None:
        self.today = localdate(at)
        super().__init__(*args, initial={"acted_on": self.today}, **kwargs)
        rows = violations_on(self.today)
        self.fields["violation_code"].choices = [
            ("", "请选择"),
            *((row.code, str(row)) for row in rows),
        ]
        self.fields["institution"].queryset = institutions_for(user)
        self.fields["second"].queryset = certified(self.today).exclude(pk=user.pk)

    def punish(self, *, by: User, at: datetime) -> SpotPenalty:
        """Raises the refusals of ``punish_on_the_spot``."""
        told = self.cleaned_data
        facts = SpotFacts(**{name: told[name] for name in (*_FACTS, *_CASH)})
        violation = get_violation_on(facts.violation_code, facts.acted_on)
        paper = bases(get_form(_FORM, self.today), [violation], facts.acted_on)
        paper |= {key: told[key] for key in ("defence", "correct", "bank") if told[key]}
        if facts.amount_fen is not None and not facts.cash_ground:
            held = parameter("deadline.t11", self.today)
            paper["pay_period"] = {"count": held["count"], "unit": held["unit"]}
        people = [by.pk, told["second"].pk]
        return punish_on_the_spot(party_facts(told), facts, people, by=by, at=at, paper=paper)


class CashForm(StaffForm):
    """When the cash was handed in, or paid in at the bank."""

    on = day("日期")


@staff_page(P.CASE_VIEW)
@require_GET
def penalties(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    shown = {
        "page": page_of(request, spot_penalties(request.user)),
        "may_punish": request.user.has(P.CASE_HANDLE),
    }
    return render(request, "staff/cases/spots.html", shown)


@staff_page(P.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Decide on the spot; the paper is numbered at once."""
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = SpotForm(sent, user=request.user, at=now)
    if request.method == "POST" and form.is_valid():
        spot = form.run(form.punish, by=request.user, at=now)
        if spot is not None:
            messages.success(request, "已当场处罚，决定书已编号，正在印制。")
            return redirect("staff:spot-penalty", spot.pk)
    return render(request, "staff/cases/spot_new.html", {"form": form})


@staff_page(P.CASE_VIEW)
@require_GET
def penalty(request: HttpRequest, spot_id: int) -> HttpResponse:
    """One penalty with its paper, its officers, its cash and its record."""
    return _page(request, _spot(request, spot_id), CashForm())


@staff_page(P.CASE_ENDORSE)
@require_POST
def report(request: HttpRequest, spot_id: int) -> HttpResponse:
    """Take it on record (备案)."""
    spot = report_spot_penalty(_spot(request, spot_id).pk, by=request.user, at=timezone.now())
    messages.success(request, "已备案。")
    return redirect("staff:spot-penalty", spot.pk)


@staff_page(P.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def cash(request: HttpRequest, spot_id: int) -> HttpResponse:
    """Enter that the cash went to the bureau, then that it went to the bank."""
    spot = _spot(request, spot_id)
    form = CashForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        verb = hand_in_cash if spot.handed_in_on is None else bank_cash
        on = form.cleaned_data["on"]
        if form.run(verb, spot.pk, on=on, by=request.user, at=timezone.now()):
            messages.success(request, "已登记。")
            return redirect("staff:spot-penalty", spot.pk)
    return _page(request, spot, form)


def _spot(request: HttpRequest, spot_id: int) -> SpotPenalty:
    spot = spot_penalties(request.user).filter(pk=spot_id).first()
    if spot is None:
        raise NotFound(what="这份当场处罚")
    return spot


def _page(request: HttpRequest, spot: SpotPenalty, form: CashForm) -> HttpResponse:
    cash_wanted = ""
    if spot.cash_ground and request.user.has(P.CASE_HANDLE):
        if spot.handed_in_on is None:
            cash_wanted = "登记交回罚款"
        elif spot.banked_on is None:
            cash_wanted = "登记缴付银行"
    shown = {
        "spot": spot,
        "form": form,
        "cash_wanted": cash_wanted,
        "today": localdate(timezone.now()),
        "may_report": may_move(SPOT_PENALTY, spot, "report", request.user),
        "officers": spot.officers.select_related("user"),
        "papers": CasePaper.objects.filter(spot=spot).select_related("paper"),
        "deadlines": [
            (link.get_role_display(), link.deadline)
            for link in CaseDeadline.objects.filter(spot=spot).select_related("deadline")
        ],
    }
    return render(request, "staff/cases/spot.html", shown)
