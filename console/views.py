"""Pages of the operators. They show; what changes something is a command, written beside it.

Waiting work alone is handled on a page (working.py): an operator on call has no shell at hand.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from console.access import console_page
from console.health import examine
from console.queries import county_lines, events, totals
from tenants.models import County, CountyHold

EVENTS_A_PAGE = 50
EVENTS_BESIDE = 20
# What an operator may do to a county -> the command that does it.
COMMANDS = (
    ("升级本县", "script/manage migrate_counties --county {code}"),
    ("备份本县", "script/manage back_up_county {code} --to 目录"),
    ("核对历史", "script/manage verify_history --county {code}"),
    ("关闭本县", "script/manage close_county {code} --reason 原因"),
)


@console_page
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every county with its state and figures, those in trouble first."""
    now = timezone.now()
    lines = county_lines(now=now)
    page = {"lines": lines, "totals": totals(lines), "now": now, "here": "overview"}
    return render(request, "console/overview.html", page)


@console_page
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """The frame at once; the answers are fetched into it, since some may take seconds."""
    return render(request, "console/checks.html", {"here": "checks"})


@console_page
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """The answers to all questions about the platform's health."""
    found = examine()
    page = {"findings": found, "bad": sum(not one.is_well for one in found), "now": timezone.now()}
    return render(request, "console/_findings.html", page)


@console_page
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """What operators did, newest first."""
    page = Paginator(events(), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "console/history.html", {"page": page, "here": "history"})


@console_page
@require_GET
def county(request: HttpRequest, code: str) -> HttpResponse:
    """One county: its figures, what was done to it, and the commands for it."""
    found = get_object_or_404(County.objects.defer("boundary"), code=code)
    now = timezone.now()
    (line,) = [line for line in county_lines(now=now) if line.row.code == code]
    page = {
        "line": line,
        "county_row": found,
        "events": events(county_code=code)[:EVENTS_BESIDE],
        "commands": [(what, command.format(code=code)) for what, command in COMMANDS],
        "now": now,
        "hold": CountyHold.objects.filter(schema=found.schema_name).first(),
        "here": "overview",
    }
    return render(request, "console/county.html", page)
