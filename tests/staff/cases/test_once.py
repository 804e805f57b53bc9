"""What several cards of a page ask is worked out once."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.services import what_the_file_lacks, why_not_public
from staff.cases.once import file_lacks, not_public
from tests.factories import cases as scenes
from tests.factories import endings
from tests.times import DAY


def test_the_second_card_asks_nothing(people):
    case = Case.objects.get(pk=endings.handed_over(people).pk)

    told = file_lacks(case, DAY), not_public(case, DAY)
    with CaptureQueriesContext(connection) as asked:
        assert (file_lacks(case, DAY), not_public(case, DAY)) == told

    assert len(asked) == 0
    assert told == (what_the_file_lacks(case, DAY), why_not_public(case, DAY))


def test_another_day_and_a_case_read_anew_are_asked_again(people):
    case = scenes.answered(people)
    file_lacks(case, DAY)

    with CaptureQueriesContext(connection) as asked:
        file_lacks(case, scenes.days(1).date())
        file_lacks(Case.objects.get(pk=case.pk), DAY)

    assert len(asked) > 1


def test_the_page_of_a_closed_case_asks_for_its_file_once(people, browser_of):
    case = endings.closed(people)
    browser = browser_of(people.lead)

    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/cases/{case.pk}/")

    orders = [one for one in asked if 'FROM "cases_casecorrection"' in one["sql"]]
    assert len([one for one in orders if "documents_storedfile" in one["sql"]]) <= 1
