"""Real cases from clue to decision: exactly the facts recorded come out (domain 3.6, 1.6).

How they go on to the archive stands in test_archives.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from django.db import IntegrityError, transaction

from cases import services
from cases.errors import PaperDisagrees, PeriodsRun
from cases.models import Case, CasePaper, Decision
from common.clock import at_noon
from deadlines.models import Deadline
from tests.cases.guarding import commit_now, refused_by
from tests.flows.case_player import Player
from tests.house.files import ROOT

STORIES = yaml.safe_load((ROOT / "tests/data/case-timelines.yaml").read_text(encoding="utf-8"))


def facts_of(player: Player) -> dict[str, Any]:
    """What the rows and the decision's paper say in the end."""
    case = Case.objects.get(pk=player.case.pk)
    paper = CasePaper.objects.get(decision=player.made, paper__code="D36").paper
    ninety = Deadline.objects.get(key="deadline.t02")
    return {
        "found_on": case.found_on,
        "ordered_on": player.correction.ordered_on,
        "filed_on": case.filed_on,
        "ended_on": player.report.ended_on,
        "gains_fen": player.report.gains_fen,
        "pupil_count": player.report.pupil_count,
        "due_on": ninety.due_on,
        "statement_until": player.told.statement_until,
        "hearing_offered": player.told.hearing_offered,
        "number": paper.number,
    }


@pytest.mark.parametrize("name", STORIES)
def test_a_recorded_case_gives_exactly_its_facts(people, name):
    story = STORIES[name]
    expected = dict(story["expect"])
    player = Player(story, people)

    case = player.play(until="serve")
    commit_now()

    before = expected.pop("before")
    assert facts_of(player) == expected
    assert case.state == "decided"
    assert player.made.decided_on < before
    told = CasePaper.objects.get(decision=player.made, paper__code="D36").paper.payload["facts"]
    assert told["correction"]["date"] == expected["ordered_on"].isoformat()
    assert told["filed_on"] == expected["filed_on"].isoformat()


@pytest.mark.parametrize("name", STORIES)
def test_every_step_lies_on_its_recorded_day(people, name):
    events = {event["do"]: event["day"] for event in STORIES[name]["events"]}

    case = Player(STORIES[name], people).play(until="serve")

    days = {step.action: step.happened_on for step in case.steps.all()}
    wanted = {
        "register": events["register"],
        "correct": events["order"],
        "file": events["file"],
        "end": events["end"],
        "notice_served": events["notice"],
        "answer": events["answer"],
        "decide": events["decide"],
    }
    assert {action: days[action] for action in wanted} == wanted


def test_the_order_of_xiangtan_cannot_bear_two_days(people):
    """12-27 in the list of evidence and 12-31 in the text (3.6): refused by verb and by shell."""
    player = Player(STORIES["xiangtan"], people)
    player.play(until="decide")
    other = date(2025, 12, 31)
    order = player.correction.notice
    named = {"title": order.get_form_display(), "number": order.number, "date": other.isoformat()}
    at = at_noon(date(2026, 1, 22))

    with pytest.raises(PaperDisagrees, match="责令改正文书"):
        player.decide({}, at.date(), at, correction=named)
    assert not Decision.objects.made().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(order).objects.filter(pk=order.pk).update(approved_at=at_noon(other))
    with refused_by("cases_casecorrection_stays"):
        type(player.correction).objects.update(linked_at=at)


def test_what_was_made_up_is_marked():
    """Every event that no source tells says so; the recorded days are the brief's."""
    for name, story in STORIES.items():
        recorded = [e["day"] for e in story["events"] if e.get("invented") is not True]
        assert recorded == sorted(recorded), name
        late = [e["do"] for e in story["events"]].index("decide")
        unmarked = [e["do"] for e in story["events"][late:] if e.get("invented") is not True]
        assert unmarked == (["publish"] if name == "xiangtan" else []), name
    days = [e["day"] for e in STORIES["xiangtan"]["events"] if "invented" not in e]
    assert days == [date(2025, 12, 25), date(2025, 12, 27), date(2025, 12, 27), date(2025, 12, 31)]
    shown = next(e for e in STORIES["xiangtan"]["events"] if e["do"] == "publish")
    assert (shown["day"], shown["invented"]) == (date(2026, 1, 27), ["where"])


def test_a_case_of_xiangtan_is_not_decided_a_day_too_early(people):
    player = Player(STORIES["xiangtan"], people)
    player.play(until="answer")
    last = player.told.statement_until

    with pytest.raises(PeriodsRun):
        services.finish_answers(player.case.pk, by=people.lead, at=at_noon(last))
