"""Section 3.2: which forms the file of the richest case holds, and why others are elsewhere."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from cases.models import Case, CasePaper
from papers.catalogue import all_forms
from tests.cases.guarding import commit_now
from tests.factories import cases as scenes
from tests.factories.cases import People
from tests.flows.richest import BY_HAND, Richest
from tests.times import DAY

# Printed by the verb that carries out the act.
BY_VERB = {
    *("D11", "D19", "D20", "D27", "D28", "D29", "D30", "D31", "D31-2", "D33", "D33-2", "D34"),
    *("D35", "D36", "D39", "D41", "D43", "D43-2", "D43-3"),
}
# Drafted by the officers for a step that waits for it, or for the file itself.
FOR_A_STEP = {"D32", "D44", "D45", "D47", "D48", "D48-3", "D51"}
ELSEWHERE = {
    "D01": "before there is a case: approves an inspection (plans of visits)",
    "D02": "before there is a case: announces an inspection (plans of visits)",
    "D03": "made on site by the room of evidence; bound as evidence of the case",
    "D08-3": "made on site by the room of evidence; bound as evidence of the case",
    "D09": "result of an inspection, told by the room of visits",
    "D11-2": "of a clue that is not filed (test_internal_papers)",
    "D12": "of a clue that is not filed; drafted for its reporter",
    "D13": "an order of the orders' room; bound with the case that names it",
    "D14": "an order of the orders' room; bound with the case that names it",
    "D15": "an order of the orders' room; bound with the case that names it",
    "D17": "result of a re-inspection, which follows an order and not a case",
    "D17-2": "record of a re-inspection, which follows an order and not a case",
    "D18": "of a talk (supervision), which is in place of no penalty",
    "D18-2": "record of a talk (supervision), which is in place of no penalty",
    "D24": "of a case that is given to another body",
    "D25": "of a decision to hand a suspected crime to the police (test_deciding)",
    "D25-2": "of a decision to hand a suspected crime to the police, beside D25",
    "D25-3": "of a decision to hand a suspected crime to the police, beside D25",
    "D32-2": "the party's own application for a hearing, handed to it as a blank",
    "D37-2": "of a decision not to punish, beside D37",
    "D37": "of a decision not to punish (test_deciding)",
    "D38": "of a penalty on the spot, which has no file (test_spot)",
    "D46": "of a case that is withdrawn (test_internal_papers)",
    "D48-2": "the index, drawn while the file is bound",
    "D49": "a delegation holds for many cases and belongs to none",
}


@pytest.fixture
def richest(county) -> Richest:
    scenes.law()
    return Richest(People())


def test_the_richest_file_holds_every_form_that_one_case_can_have(richest):
    archive = richest.play()
    commit_now()

    links = CasePaper.objects.filter(case=richest.pk).select_related("paper")
    held = [link.paper.code for link in links]
    by_hand = {code for codes in BY_HAND.values() for code in codes}
    assert set(held) == BY_VERB | FOR_A_STEP | by_hand
    with ZipFile(BytesIO(archive.package.content)) as package:
        rows = json.loads(package.read("manifest.json"))["files"]
    assert len(rows) == archive.paper_count == len(held)
    assert {row["title"] for row in rows} == {link.paper.title for link in links}
    assert Case.objects.get(pk=richest.pk).state == "archived"


def test_every_form_is_in_the_richest_file_or_has_its_reason():
    by_hand = {code for codes in BY_HAND.values() for code in codes}
    groups = (BY_VERB, FOR_A_STEP, by_hand, ELSEWHERE.keys())

    assert sorted(code for group in groups for code in group) == sorted(
        form.code for form in all_forms(DAY)
    )
