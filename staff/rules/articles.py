"""The catalogue of violations: what a paper may cite, what waits, and who vouches for a number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission
from audit.queries import history_of
from common.clock import localdate
from policies.models import Confidence, InstitutionKind, Violation
from policies.queries import others_to_confirm, violations_on
from policies.services import confirm_article
from staff.access import staff_page
from staff.institutions.story import Happening
from staff.rules.forms import ArticlesFilterForm, ConfirmForm
from staff.words import say

_HISTORY_ROWS = 30


@staff_page(Permission.POLICY_CONFIRM, Permission.POLICY_EDIT)
@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """Every violation in force on a day. The catalogue is some forty rows: one page, no paging."""
    form = ArticlesFilterForm(request.GET)
    chosen = form.chosen()
    today = localdate(timezone.now())
    day = chosen.get("day", today)
    every = violations_on(day)
    quotable = {row.pk for row in every if row.is_quotable_on(day)}
    page = {
        "tab": "articles",
        "form": form,
        "day": day,
        "today": today,
        "rows": [row for row in every if _is_wanted(row, chosen, quotable)],
        "quotable": quotable,
        "waiting": len(every) - len(quotable),
        "open": sum(row.is_article_open for row in every if row.pk not in quotable),
        "parts": dict(Violation.Part.choices),
        "others": others_to_confirm(today),
    }
    return render(request, "staff/rules/articles.html", page)


def _is_wanted(row: Violation, chosen: dict[str, Any], quotable: set[int]) -> bool:
    words = f"{row.code} {row.title} {row.citation} {row.requirement}".casefold()
    settled = "quotable" if row.pk in quotable else "waiting"
    return (
        chosen.get("text", "").casefold() in words
        and chosen.get("part", row.part) == row.part
        and chosen.get("settled", settled) == settled
    )


@staff_page(Permission.POLICY_CONFIRM, Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def article(request: HttpRequest, violation_id: int) -> HttpResponse:
    """One violation; POST vouches for its article number."""
    violation = get_object_or_404(
        Violation.objects.select_related("law", "also_law"), pk=violation_id
    )
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        if form.run(confirm_article, violation.pk, by=request.user, at=timezone.now(), note=note):
            messages.success(request, f"{violation.code}的条文号已确认，文书可以引用。")
            return redirect("staff:article", violation.pk)
    page = {"form": form, **_page_of(violation, request.user, localdate(timezone.now()))}
    return render(request, "staff/rules/article.html", page, status=422 if form.is_bound else 200)


def _page_of(violation: Violation, user: User, today: date) -> dict[str, Any]:
    is_settled = violation.confidence == Confidence.SOURCE or violation.confirmed_at is not None
    waiting = [row for row in violations_on(today) if not row.is_quotable_on(today)]
    others = [row for row in waiting if row.pk != violation.pk]
    return {
        "violation": violation,
        "today": today,
        "is_in_force": violation.is_in_force_on(today),
        "is_quotable": violation.is_quotable_on(today),
        "is_settled": is_settled,
        "may_confirm": user.has(Permission.POLICY_CONFIRM)
        and not is_settled
        and not violation.is_article_open,
        "kinds": [InstitutionKind(kind).label for kind in violation.kinds],
        "versions": Violation.objects.filter(code=violation.code).order_by("-valid_from"),
        "next": next((row for row in others if row.code > violation.code), None),
        "left": len(waiting),
        "story": _story(violation),
    }


def _story(violation: Violation) -> list[Happening]:
    return [
        Happening(event.at, say(event.kind), event.facts.get("note", ""), event.actor_name)
        for event in history_of(violation)[:_HISTORY_ROWS]
    ]
