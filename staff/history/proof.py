"""Does history prove itself: seal, head, and the checks that were asked for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from audit.queries import head, head_outside, history_checks, unsealed_count
from audit.services import ask_check
from audit.states import CheckState
from staff.access import staff_page


@staff_page(Permission.HISTORY_VIEW)
@require_GET
def proof(request: HttpRequest) -> HttpResponse:
    """Asks itself again every two seconds while a check is under way."""
    checks = history_checks()
    page = {
        "head": head(),
        "outside": head_outside(),
        "unsealed": unsealed_count(),
        "checks": checks,
        "is_checking": any(check.state == CheckState.WAITING for check in checks),
    }
    return render(request, "staff/history/proof.html", page)


@staff_page(Permission.HISTORY_VIEW)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Queue a check of the whole history."""
    ask_check(by=request.user, at=timezone.now())
    messages.success(request, "已开始核验，结果会出现在下面。")
    return redirect("staff:history-proof")
