"""Penalties: their kinds, the ranges and benchmarks, and who holds the power to impose them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission
from common.clock import chinese_date, localdate
from policies.models import Benchmark, PowerHolder
from policies.queries import benchmarks_on, penalty_kinds_on, power_holders, violations_on
from policies.services import (
    end_benchmark,
    end_power_holder,
    enter_benchmark,
    enter_power_holder,
    publish_power_holder,
)
from policies.states import HoldingWay, RangeLevel
from staff.access import staff_page
from staff.rules.penalty_forms import (
    EndForm,
    HolderForm,
    LineForm,
    PenaltiesFilterForm,
    PublishForm,
)
from staff.rules.range_words import range_in_words


@dataclass(frozen=True, slots=True)
class RangeLine:
    """A benchmark's line with its range and kind in words."""

    row: Benchmark
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class RangeGroup:
    """The lines of one violation."""

    code: str
    title: str
    lines: list[RangeLine]


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Who holds a power, and how that stands today."""

    row: PowerHolder
    standing: str
    tone: str


@staff_page(Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)
@require_GET
def penalties(request: HttpRequest) -> HttpResponse:
    """Kinds, holders and ranges of a day. Some two hundred rows: one page, no paging."""
    form = PenaltiesFilterForm(request.GET)
    chosen = form.chosen()
    today = localdate(timezone.now())
    day = chosen.get("day", today)
    kinds = penalty_kinds_on(day)
    page = {
        "tab": "penalties",
        "form": form,
        "day": day,
        "kinds": kinds,
        "holders": [_holder_line(row, day) for row in power_holders()],
        "groups": _groups(day, chosen, {row.code: row.title for row in kinds}),
        "is_open": bool(form.narrowed or chosen.get("text")),
        "may_edit": request.user.has(Permission.POLICY_EDIT),
    }
    return render(request, "staff/rules/penalties.html", page)


def _groups(day: date, chosen: dict[str, Any], kinds: dict[str, str]) -> list[RangeGroup]:
    titles = {row.code: row.title for row in violations_on(day)}
    groups: dict[str, RangeGroup] = {}
    for row in benchmarks_on(day):
        title = titles.get(row.violation_code, "")
        if not _is_wanted(row, title, chosen):
            continue
        group = groups.setdefault(row.violation_code, RangeGroup(row.violation_code, title, []))
        kind = kinds.get(row.penalty_kind, row.penalty_kind)
        group.lines.append(RangeLine(row, kind, range_in_words(row)))
    return list(groups.values())


def _is_wanted(row: Benchmark, title: str, chosen: dict[str, Any]) -> bool:
    words = f"{row.violation_code} {title} {row.circumstance} {row.source}".casefold()
    return (
        chosen.get("text", "").casefold() in words
        and chosen.get("tier", row.tier) == row.tier
        and chosen.get("level", row.level) == row.level
    )


def _holder_line(row: PowerHolder, day: date) -> HolderLine:
    if row.valid_from > day:
        return HolderLine(row, "尚未开始", "info")
    if row.valid_until is not None and row.valid_until < day:
        return HolderLine(row, "已终止", "quiet")
    if not row.is_published_on(day):
        return HolderLine(row, "未公布，不生效", "warn")
    return HolderLine(row, "有效", "good")


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def add_holder(request: HttpRequest) -> HttpResponse:
    """Who else than the bureau may penalise."""
    today = localdate(timezone.now())
    form = HolderForm(request.POST or None, today=today, initial={"valid_from": today})
    if form.is_valid():
        row = form.run(enter_power_holder, form.facts, by=request.user, at=timezone.now())
        if row:
            messages.success(request, f"已登记：{row}，自{chinese_date(row.valid_from)}起。")
            return redirect("staff:penalties")
    return _entry(request, form, "登记处罚权主体")


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def add_line(request: HttpRequest) -> HttpResponse:
    """A line of the county's own table."""
    today = localdate(timezone.now())
    form = LineForm(request.POST or None, today=today, initial={"valid_from": today})
    if form.is_valid():
        row = form.run(enter_benchmark, form.facts, by=request.user, at=timezone.now())
        if row:
            messages.success(request, f"裁量基准已登记：{row}，{range_in_words(row)}。")
            return redirect("staff:penalties")
    return _entry(request, form, "登记裁量基准")


def _entry(request: HttpRequest, form: Any, heading: str) -> HttpResponse:
    page = {"form": form, "heading": heading}
    return render(request, "staff/rules/entry.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def holder(request: HttpRequest, holder_id: int) -> HttpResponse:
    """One holder; POST notes its publication, or its last day."""
    row = get_object_or_404(PowerHolder, pk=holder_id)
    publishes = row.published_on is None and row.way != HoldingWay.OWN
    form = (PublishForm if publishes else EndForm)(request.POST or None)
    if form.is_valid():
        verb = publish_power_holder if publishes else end_power_holder
        on = form.cleaned_data["on"]
        if form.run(verb, row.pk, on=on, by=request.user, at=timezone.now()):
            messages.success(request, f"{row}：已登记{'公布日期' if publishes else '最后有效日'}。")
            return redirect("staff:penalties")
    facts = [
        ("违法情形", row.covers),
        ("主体类别", row.get_kind_display()),
        ("取得方式", row.get_way_display()),
        ("机关全称", row.name),
        ("乡镇街道", row.area or "全县"),
        ("公布日期", row.published_on),
    ]
    button = "登记公布日期" if publishes else "终止"
    return _ending(request, row, form, facts, button)


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line of a table; POST ends it."""
    row = get_object_or_404(Benchmark, pk=line_id)
    form = EndForm(request.POST or None)
    if form.is_valid():
        on = form.cleaned_data["on"]
        if form.run(end_benchmark, row.pk, on=on, by=request.user, at=timezone.now()):
            messages.success(request, f"{row}：最后有效日为{chinese_date(on)}。")
            return redirect("staff:penalties")
    facts = [
        ("违法情形", row.violation_code),
        ("性质", row.get_level_display()),
        ("档次", row.get_tier_display()),
        ("适用情形", row.circumstance),
        ("处罚种类", row.penalty_kind),
        ("适用", row.get_manner_display()),
        ("幅度", range_in_words(row)),
    ]
    button = "" if row.level == RangeLevel.LAW else "终止"
    return _ending(request, row, form, facts, button)


def _ending(
    request: HttpRequest, row: Any, form: Any, facts: list[tuple[str, Any]], button: str
) -> HttpResponse:
    page = {
        "row": row,
        "form": form,
        "facts": facts,
        "button": button,
        "hint": "已经登记的内容不能改写；终止后可以另行登记新的一条，以前作出的决定不受影响。"
        if button
        else "法定幅度随目录或者规则包载入，不能手工终止。",
    }
    return render(request, "staff/rules/row.html", page, status=422 if form.is_bound else 200)
