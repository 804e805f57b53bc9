"""Reads of draws: for pages, for the public, and whether they still say what was drawn."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from common.canonical import canonical
from common.errors import NotFound, Refusal
from draws import rules
from draws.lists import beacon_round_of, departments_of
from draws.models import Draw, DrawnVisit, DrawSeat, Recusal, Redraw
from draws.models.draws import DrawQuerySet
from draws.models.recusals import RecusalQuerySet
from draws.outcomes import outcomes_of
from draws.rules import BEACON
from draws.states import SeedKind
from inspections.models import Visit

# What pages ask of a frozen list, beside the reads below.
__all__ = ["BEACON", "beacon_round_of", "departments_of", "outcomes_of"]


def draws_for(user: User) -> DrawQuerySet:
    """The draws that the user may see, the newest first."""
    return Draw.objects.visible_to(user).select_related("made_by")


def get_draw(draw_id: int, user: User) -> Draw:
    """One draw that the user may see. Raises NotFound, also when it may not be known."""
    draw = draws_for(user).filter(pk=draw_id).first()
    if draw is None:
        raise NotFound(what="这次随机抽查")
    return draw


def public_draws() -> DrawQuerySet:
    """Every draw whose list was ever frozen, for the page that needs no login."""
    return Draw.objects.known_to_all()


def drawn_visits_of(draw: Draw) -> Any:
    """The drawn institutions in order with who goes now, in three queries."""
    seats = DrawSeat.objects.select_related("officer__department")
    return (
        DrawnVisit.objects.filter(draw=draw)
        .select_related("institution")
        .prefetch_related(Prefetch("seats", queryset=seats))
    )


def planned_visit_of(drawn_visit_id: int) -> Visit | None:
    """The visit that was planned for a drawn institution, or that it was merged into."""
    return Visit.objects.filter(plan__causes__drawn_visit=drawn_visit_id).first()


def redraws_of(draw: Draw) -> Any:
    """The redraws in their order, with names."""
    return Redraw.objects.filter(draw=draw).select_related(
        "drawn_visit__institution", "officer_out", "officer_in", "redrawn_by"
    )


def standing_recusals() -> RecusalQuerySet:
    return Recusal.objects.standing().select_related("officer__department", "institution")


def frozen_text(draw: Draw) -> str | None:
    """The frozen list as it was published; None when the file is not that one any more."""
    if draw.list_file is None:
        return None
    try:
        text = draw.list_file.content.decode()
    except (Refusal, UnicodeDecodeError):
        return None
    return text if rules.digest(text) == draw.list_sha256 else None


def frozen_list(draw: Draw) -> dict[str, Any] | None:
    """The frozen list, read; None when the file is not that one any more."""
    text = frozen_text(draw)
    listed: dict[str, Any] | None = None if text is None else json.loads(text)
    return listed


def outs_of(draw: Draw) -> list[tuple[int, int]]:
    """Number of the visit and key of who went out, for each redraw in order."""
    return list(draw.redraws.order_by("no").values_list("drawn_visit__no", "officer_out_id"))


def result_text(draw: Draw) -> str:
    """The result as one text, as the independent verifier reads it. From the rows as they are."""
    again = draw.redraws.order_by("no").values_list(
        "drawn_visit__no", "officer_out_id", "officer_in_id", "reason"
    )
    names = ("visit", "out", "in", "reason")
    redraws = [dict(zip(names, row, strict=True)) for row in again]
    return canonical(
        {
            "list_sha256": draw.list_sha256,
            "seed_values": draw.seed_values,
            "seed": draw.seed,
            "visits": _as_drawn(draw, redraws),
            "redraws": redraws,
        }
    )


def _as_drawn(draw: Draw, redraws: list[dict[str, Any]]) -> list[list[Any]]:
    """Institutions and officers before any redraw: the redraws undone, the latest first."""
    visits = [[row.institution_id, _keys(row)] for row in drawn_visits_of(draw)]
    for again in reversed(redraws):
        people = visits[again["visit"] - 1][1]
        if again["in"] in people:
            people[people.index(again["in"])] = again["out"]
    return visits


def _keys(row: DrawnVisit) -> list[int]:
    return [seat.officer_id for seat in row.seats.all()]


def faults_of(draw: Draw) -> list[str]:
    """What of a draw no longer follows from its list and seed, in sentences; empty when all does.

    Draws again; slow for thousands of institutions (about a tenth of a second for ten thousand).
    """
    if not draw.has_result:
        return []
    listed = frozen_list(draw)
    if listed is None:
        return ["名单文件与公布的校验值不符。"]
    found = _seed_faults(draw, listed)
    result = json.loads(result_text(draw))
    if [list(visit) for visit in rules.draw(listed, draw.seed)] != result["visits"]:
        found.append("抽取结果与名单和种子推算的不符。")
    else:
        found += _redraw_faults(draw, listed, result["redraws"])
    return found


def _seed_faults(draw: Draw, listed: dict[str, Any]) -> list[str]:
    found = []
    if rules.seed_of(draw.list_sha256, draw.seed_values) != draw.seed:
        found.append("种子与名单、公布的取值推算的不符。")
    source = listed["seed"]
    if source["kind"] == SeedKind.COMMITMENTS:
        digests = [rules.digest(one) for one in draw.seed_values]
        if digests != source["digests"]:
            found.append("揭示的密文与名单中的承诺不符。")
    return found


def _redraw_faults(draw: Draw, listed: dict[str, Any], redraws: list[dict[str, Any]]) -> list[str]:
    try:
        came_in = rules.redraw(listed, draw.seed, outs_of(draw))
    except ValueError:  # somebody goes out who was never in
        came_in = []
    if came_in != [again["in"] for again in redraws]:
        return ["重新抽取的人员与推算的不符。"]
    return []


def draws_waiting_for(user: User, at: datetime) -> DrawQuerySet:
    """Draws in which the person has a secret to reveal, or a value that exists now to enter."""
    mine = Draw.objects.filter(
        state="frozen", commitments__committed_by=user, commitments__revealed_at__isnull=True
    )
    there = Draw.objects.filter(state="frozen", seed_after__lte=at).exclude(frozen_by=user)
    return (mine | there).distinct()
