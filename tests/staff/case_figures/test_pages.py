"""The page of figures: every number leads to a list of exactly as many rows."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Decision, Party
from common.clock import localdate
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory

PAGE, LIST = "/case-figures/", "/cases/publications/"
YEAR = "?since=2021-01-01&until=2021-12-31"


@pytest.fixture
def busy(people):
    """A county with a case at most stages, one fine outside its range, one publication."""
    scenes.clue(people)
    scenes.filed(people)
    endings.published(endings.handed_over(people))
    endings.deviating(people)
    endings.closed(people)
    return people


def numbers_on(page: str) -> list[tuple[str, int]]:
    """(address, number) of every number of the page that leads somewhere."""
    tiles = re.findall(r'class="tile[^"]*" href="([^"]+)"><strong>(\d+)<', page)
    bars = re.findall(r'<li><a href="([^"]+)"><span>.*?<strong>(\d+)</strong></a></li>', page, re.S)
    sums = re.findall(r'sum-line"><a href="([^"]+)">[^<]+</a><strong>(\d+)<', page)
    return [(unescape(url), int(number)) for url, number in tiles + bars + sums]


@pytest.mark.parametrize("query", [YEAR, "", "?since=2021-12-01&until=2021-12-20"])
def test_every_number_leads_to_as_many_rows(busy, browser_of, query):
    browser = browser_of(busy.section)

    found = numbers_on(browser.get(f"{PAGE}{query}").text)

    assert len(found) >= 8 + 5 + 4 + 1 + 2  # tiles, stages, ages, one owner, publications
    lists = {url: browser.get(url).context["page"].paginator.count for url, _ in found}
    assert lists == dict(found)
    assert {number for _, number in found} > {0, 1}


def test_one_officers_numbers_lead_to_as_many_rows(busy, browser_of):
    other, browser = scenes.People(), browser_of(busy.head)
    scenes.filed(other)

    found = numbers_on(browser.get(f"{PAGE}{YEAR}&officer={other.lead.pk}").text)

    lists = {url: browser.get(url).context["page"].paginator.count for url, _ in found}
    assert lists == dict(found)
    assert max(lists.values()) == 1


def test_a_list_that_a_number_leads_to_says_what_it_holds_and_keeps_it(busy, browser_of):
    browser = browser_of(busy.section)

    page = browser.get("/cases/?filed_since=2021-01-01&age=older&text=擅自").text

    assert "立案自2021-01-01" in page
    assert "立案后尚未决定：超过90日" in page
    assert '<input type="hidden" name="age" value="older"' in page
    assert "只列出" not in browser.get("/cases/?state=clue").text


def test_a_deviation_is_shown_with_its_reason(busy, browser_of):
    case = Decision.objects.get(deviates=True).case

    page = browser_of(busy.section).get(f"{PAGE}{YEAR}").text

    for words in (case.number, "危害严重", "¥3,000.00", "¥100.00", busy.deputy.full_name):
        assert words in page


def test_the_page_costs_the_same_for_more_cases(busy, browser_of, queries_of):
    browser = browser_of(busy.section)
    first = queries_of(browser, f"{PAGE}{YEAR}")
    listed = queries_of(browser, LIST)
    endings.published(endings.handed_over(busy))
    endings.deviating(busy)

    assert queries_of(browser, f"{PAGE}{YEAR}") == first
    assert queries_of(browser, LIST) == listed


def test_without_cases_every_number_is_none(people, browser_of):
    page = browser_of(people.section).get(PAGE).text

    assert {number for _, number in numbers_on(page)} == {0}
    for words in ("没有案件。", "没有逾期的期限。", "都在裁量基准之内", "没有正在公示"):
        assert words in page
    assert "没有符合条件的公示" in browser_of(people.lead).get(LIST).text


@pytest.mark.parametrize(
    "query", ["since=yesterday", "officer=0", "since=2021-02-01&until=2021-01-01"]
)
def test_a_question_that_cannot_be_is_refused(people, browser_of, query):
    browser = browser_of(people.section)

    for path in (PAGE, f"{PAGE}figures.xlsx"):
        assert browser.get(f"{path}?{query}").status_code == 422


@pytest.mark.parametrize(
    ("who", "figures", "listed"),
    [
        ("inspector", 403, 200),
        ("registry_clerk", 403, 200),
        ("partner_officer", 403, 403),
        ("system_administrator", 403, 403),
        ("section_head", 200, 200),
        ("legal_reviewer", 200, 200),
        ("bureau_head", 200, 200),
    ],
)
def test_figures_are_for_those_who_look_over_cases(county, browser_of, who, figures, listed):
    browser = browser_of(UserFactory(**{who: True}))

    pages = [browser.get(path).status_code for path in (PAGE, f"{PAGE}figures.xlsx", LIST)]

    assert pages == [figures, figures, listed]
    menu = browser.get("/").text
    assert (f'href="{PAGE}"' in menu) == (figures == 200)


def test_the_neighbour_county_counts_nothing_of_ours(busy, browser_of, next_door):
    with next_door() as neighbour:
        browser = browser_of(UserFactory(section_head=True), at=neighbour)

        assert {number for _, number in numbers_on(browser.get(f"{PAGE}{YEAR}").text)} == {0}
        assert browser.get(LIST).context["page"].paginator.count == 0


def _without_guards(table: str) -> None:
    """What no verb would write is written here to be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_the_workbook_holds_the_numbers_and_a_formula_stays_words(busy, browser_of):
    name = "=HYPERLINK(1)托管中心"
    _without_guards("cases_party")
    Party.objects.update(name=name)

    answer = browser_of(busy.section).get(f"{PAGE}figures.xlsx{YEAR}")

    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["数据", "逾期期限", "超出裁量基准", "公示清单"]
    told = {row[1]: row[2] for row in book["数据"].iter_rows(min_row=3, values_only=True)}
    assert (told["发现线索"], told["作出决定"], told["超出裁量基准"]) == (5, 3, 1)
    assert book["超出裁量基准"]["D2"].value == 3000
    cell = book["公示清单"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_the_list_of_publications_tells_when_each_must_end(busy, browser_of):
    browser = browser_of(busy.lead)
    shown = Decision.objects.get(publication__isnull=False).publication
    _without_guards("cases_publication")
    type(shown).objects.update(remove_on=localdate(timezone.now()) + timedelta(days=10))

    for pick, count in (("shown", 1), ("soon", 1), ("due", 0)):
        page = browser.get(f"{LIST}?pick={pick}")
        assert page.context["page"].paginator.count == count, pick
    shown.refresh_from_db()
    assert shown.remove_on.isoformat() in browser.get(LIST).text
    assert browser.get(f"{LIST}?text=没有这家").context["page"].paginator.count == 0
