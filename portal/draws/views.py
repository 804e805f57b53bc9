"""Random draws for everybody: the checksum before the seed exists, the result on its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.clock import localdate
from common.errors import NotFound
from common.limits import limited
from common.pages import public_page
from draws.models import Draw, DrawnVisit
from draws.queries import (
    BEACON,
    beacon_round_of,
    drawn_visits_of,
    frozen_list,
    frozen_text,
    outcomes_of,
    public_draws,
    redraws_of,
    result_text,
)
from draws.states import DrawnOutcome, DrawState, SeedKind

ROWS_ON_A_PAGE = 50
VERIFIER = Path(settings.BASE_DIR) / "tools" / "verify_draw.py"


@public_page("Results of random inspections are public by rule (国发〔2019〕5号).")
@limited("verify")
@require_GET
def draws(request: HttpRequest) -> HttpResponse:
    """Every draw whose list was ever frozen, those given up included."""
    page = Paginator(public_draws(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return _open(render(request, "portal/draws/draws.html", {"page": page}))


@public_page("Anybody may note the checksum before the seed exists, and see the result later.")
@limited("verify")
@require_GET
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw, as far as it is public today."""
    found = _get(draw_id)
    page = {
        "draw": found,
        "counts": _counts(found),
        "is_public": found.state == DrawState.PUBLISHED,
        "beacon": _beacon(found),
        "commitments": found.commitments.select_related("department"),
        "today": localdate(timezone.now()),
    }
    if found.state == DrawState.PUBLISHED:
        page |= {"rows": _rows(found, page["today"]), "redraws": redraws_of(found)}
    return _open(render(request, "portal/draws/draw.html", page))


@public_page("Whoever repeats a published draw needs its list.")
@limited("verify")
@require_GET
def list_file(request: HttpRequest, draw_id: int) -> HttpResponse:
    return _file(frozen_text(_published(draw_id)), f"list-{draw_id}.json")


@public_page("Whoever repeats a published draw compares with its result.")
@limited("verify")
@require_GET
def result_file(request: HttpRequest, draw_id: int) -> HttpResponse:
    return _file(result_text(_published(draw_id)), f"result-{draw_id}.json")


@public_page("The script that repeats a draw, for everybody.")
@limited("verify")
@require_GET
def verifier(request: HttpRequest) -> HttpResponse:
    return _file(VERIFIER.read_text(encoding="utf-8"), "verify_draw.py", "text/x-python")


def _rows(draw: Draw, today: date) -> list[tuple[DrawnVisit, DrawnOutcome | None]]:
    """The drawn institutions, each with its outcome once that is public."""
    outcomes = outcomes_of(draw, today)
    return [(row, outcomes.get(row.pk)) for row in drawn_visits_of(draw)]


def _get(draw_id: int) -> Draw:
    found = public_draws().filter(pk=draw_id).first()
    if found is None:
        raise NotFound(what="这次随机抽查")
    return found


def _published(draw_id: int) -> Draw:
    found = _get(draw_id)
    if found.state != DrawState.PUBLISHED:
        raise NotFound(what="已公示的抽查文件")
    return found


def _counts(draw: Draw) -> dict[str, int]:
    listed = frozen_list(draw) or {}
    return {name: len(listed.get(name, [])) for name in ("institutions", "officers")}


def _beacon(draw: Draw) -> str:
    if draw.seed_kind != SeedKind.BEACON:
        return ""
    return f"https://api.drand.sh/{BEACON}/public/{beacon_round_of(draw)}"


def _file(text: str | None, name: str, media_type: str = "application/json") -> HttpResponse:
    if text is None:
        raise NotFound(what="这份文件")
    response = HttpResponse(text.encode(), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    """Search engines may find it, but nobody keeps an old state of it."""
    response["Cache-Control"] = "no-cache"
    return response
