"""The yearly review of accounts: who still needs one, who never used it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import Reviewed, accounts_in_review
from accounts.services import close_account, confirm_account, reviewer_of
from common.clock import localdate
from policies.queries import parameters_of_county, parameters_on
from staff.access import staff_page

EVERY, UNUSED = "account.review_days", "account.unused_days"


def found_on(day: date) -> list[Reviewed]:
    """The accounts in use as the county's parameters of that day judge them. Two queries."""
    set_by_county = {
        row.key: row.value for row in parameters_on(day).filter(key__in=(EVERY, UNUSED))
    }
    # A county that was not refreshed yet has neither; the package's values stand in.
    days = {k: set_by_county.get(k, parameters_of_county()[k].value) for k in (EVERY, UNUSED)}
    return accounts_in_review(as_of=day, every_days=days[EVERY], unused_days=days[UNUSED])


@staff_page(Permission.USER_VIEW)
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    found = found_on(localdate(timezone.now()))
    page = {
        "lines": [(one, request.user.has(reviewer_of(one.user))) for one in found],
        "due": sum(one.is_due for one in found),
        "never": sum(one.user.last_login is None for one in found),
        "unused": sum(one.unused_days is not None for one in found),
    }
    return render(request, "staff/people/review.html", page)


@staff_page(Permission.ROLE_GRANT, Permission.USER_MANAGE)
@require_POST
def confirm(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    confirm_account(person.pk, by=request.user, at=timezone.now())
    messages.success(request, f"已复核{person.full_name}的账户。")
    return redirect("staff:review")


@staff_page(Permission.ROLE_GRANT, Permission.USER_MANAGE)
@require_POST
def close(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    close_account(
        person.pk, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
    )
    messages.success(request, f"已停用{person.full_name}的账户，角色一并取消。")
    return redirect("staff:review")
