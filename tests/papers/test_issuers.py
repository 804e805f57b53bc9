"""Who issued a sheet and when: two whole lines at the right, the organ over the day (GB/T 9704 7.3.5)."""

import pytest

from papers.catalogue import get_form
from tests.documents.paper import AREA_BOTTOM_MM, AREA_LEFT_MM, AREA_RIGHT_MM, glyphs, lines, words
from tests.papers.facts import CODES, drawn, flat, sheet_facts, view_of
from tests.times import DAY

VIEWS = {code: view_of(code, sheet_facts(get_form(code, DAY))) for code in CODES}
ISSUED = [code for code, view in VIEWS.items() if view["seal"]]
_MIDDLE_MM = (AREA_LEFT_MM + AREA_RIGHT_MM) / 2


@pytest.mark.parametrize("code", ISSUED)
def test_the_issuer_and_its_day_stand_whole_at_the_right(code):
    seal = VIEWS[code]["seal"]

    below = [row for row in lines(glyphs(drawn(VIEWS[code]))) if row[0].bottom < AREA_BOTTOM_MM]
    organ, day = below[-2:]

    assert flat(words(day)) == flat(seal["day"])
    assert flat(words(organ)) in flat(seal["organ"])
    assert min(one.left for one in [*organ, *day]) > _MIDDLE_MM
    assert max(one.right for one in [*organ, *day]) < AREA_RIGHT_MM


def test_several_sheets_are_issued_under_a_seal():
    assert {"D07-2", "D16", "D17", "D43-3"} <= set(ISSUED)
