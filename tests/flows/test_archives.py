"""Real cases from clue to archive: the file says exactly what was recorded (domain 3.6, 1.6)."""

from __future__ import annotations

import importlib.util
from io import BytesIO
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from django.db.models import Sum

from cases.models import Case
from cases.money import money_of
from tests.cases.guarding import commit_now
from tests.flows.case_player import Player
from tests.flows.test_cases import STORIES
from tests.house.files import ROOT
from tests.papers.facts import flat

# What the file of each of these cases holds, in its order (3.7).
IN_ORDER = (
    *("行政处罚案卷", "卷内目录", "行政处罚决定书", "信用修复告知书", "送达回证"),
    *("立案审批表", "证据", "责令", "案件调查终结报告", "行政处罚事先告知书"),
    *("行政处罚决定审批表", "行政处罚信息摘要", "结案审批表", "备考表"),
)


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_file", ROOT / "tools/verify_file.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ending_of(player: Player) -> dict[str, Any]:
    """What the rows say of the second half."""
    case = Case.objects.get(pk=player.case.pk)
    shown = player.made.publication
    served = case.steps.get(action="serve").happened_on
    paid = case.payments.order_by("part").values_list("part").annotate(Sum("amount_fen"))
    return {
        "served_on": served,
        "published_on": shown.published_on,
        "remove_on": shown.remove_on,
        "paid_fen": dict(paid),
        "surcharge_fen": money_of(case, player.archive_made.archived_on).surcharge_fen,
        "closed_on": case.closings.get().closed_on,
        "archived_on": player.archive_made.archived_on,
        "retention": player.archive_made.retention,
    }


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [(one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]


@pytest.mark.parametrize("name", STORIES)
def test_a_recorded_case_ends_in_an_archived_file(people, name, verifier):
    story = STORIES[name]
    player = Player(story, people)

    case = player.play()
    commit_now()

    assert (case.state, player.made.publication.state) == ("archived", "removed")
    assert ending_of(player) == story["ending"]
    with ZipFile(BytesIO(player.archive_made.package.content)) as package:
        files = {one: package.read(one) for one in package.namelist()}
    assert verifier.faults(files, player.archive_made.checksum) == []
    the_bound_file_is_in_order(player.archive_made.bound.content)
    says_what_was_recorded(player)


def the_bound_file_is_in_order(pdf: bytes) -> None:
    """Bookmarks as the index of 3.7 has them, pages numbered through, PDF/A."""
    found = bookmarks(pdf)
    kinds = list(dict.fromkeys(kind for title, _ in found for kind in IN_ORDER if kind in title))
    assert kinds == list(IN_ORDER)
    assert [page for _, page in found] == sorted({page for _, page in found})
    with pikepdf.open(BytesIO(pdf)) as bound:
        about = bound.open_metadata()
        # The orders' room prints 3u without tags: the whole claims no more than its parts.
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "U")
        labels = pikepdf.NumberTree(bound.Root.PageLabels)
        assert {str(one.S) for one in labels.values()} == {"/D", "/r"}


def says_what_was_recorded(player: Player) -> None:
    """Counts, amounts and the one day of the order, in the words of the bound decision."""
    with pypdfium2.PdfDocument(player.archive_made.bound.content) as bound:
        text = flat("".join(page.get_textpage().get_text_bounded() for page in bound))
    story = player.story
    told = [one["proves"] for one in story["events"] if "proves" in one]
    for words in (*told, story["cause"], story["expect"]["number"]):
        assert flat(words) in text
    papers = [one.paper.facts for one in player.case.papers.select_related("paper")]
    dates = {one["correction"]["date"] for one in papers if "correction" in one}
    assert dates == {story["expect"]["ordered_on"].isoformat()}
    ordered, filed = story["expect"]["ordered_on"], story["expect"]["filed_on"]
    assert f"{ordered.year}年{ordered.month}月{ordered.day}日）责令改正" in text
    assert f"{filed.year}年{filed.month}月{filed.day}日立案" in text
