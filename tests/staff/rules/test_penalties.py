"""Penalties as pages: what holds on a day, who holds the power, lines of the county's table."""

from __future__ import annotations

from datetime import date

import pytest

from policies.models import Benchmark, PowerHolder
from policies.services import seed_parameters
from staff.rules.range_words import range_in_words
from tests.factories import package_law
from tests.factories.policies import BenchmarkFactory, PowerHolderFactory
from tests.times import NOON

MOST = 12  # statements for one page
HOLDER = {
    "covers": "V02", "kind": "comprehensive", "way": "transferred", "name": "综合行政执法局",
    "area": "", "valid_from": "2026-01-01", "published_on": "", "source": "县政发〔2026〕1号",
}  # fmt: skip
LINE = {
    "violation_code": "V02a", "tier": "heavier", "penalty_kind": "P3", "manner": "must",
    "circumstance": "学员10人以上的", "min_yuan": "10000", "max_yuan": "30000.50",
    "valid_from": "2026-01-01", "source": "市教发〔2025〕9号",
}  # fmt: skip


@pytest.fixture
def catalogue(county):
    package_law.catalogue()
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


def test_list_shows_kinds_ranges_and_holders(browser_of, security_administrator, catalogue):
    PowerHolderFactory(covers="V35", published_on=None)

    page = browser_of(security_administrator).get("/rules/penalties/").text

    assert "责令停止招收学员" in page
    assert "违法所得1倍以上5倍以下" in page
    assert "50,000元以上100,000元以下" in page
    assert "未公布，不生效" in page
    assert "treat as yes [D]" in page
    assert "登记处罚权主体" not in page  # the security administrator confirms, and edits nothing


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("text=V40", {"V40"}),
        ("tier=grave", {"V02a", "V02b", "V02c", "V02d", "V17", "V18", "V34"}),
        ("level=benchmark", set()),
        ("day=2022-01-01&tier=any&text=擅自举办", {"V35"}),
    ],
)
def test_list_is_narrowed(browser_of, system_administrator, catalogue, query, codes):
    answer = browser_of(system_administrator).get(f"/rules/penalties/?{query}")

    assert {group.code for group in answer.context["groups"]} == codes


def test_list_costs_the_same_for_one_and_for_many(browser_of, system_administrator, queries_of):
    browser = browser_of(system_administrator)
    BenchmarkFactory()
    for_one = queries_of(browser, "/rules/penalties/")
    BenchmarkFactory.create_batch(4)
    PowerHolderFactory()

    assert queries_of(browser, "/rules/penalties/") == for_one <= MOST


def test_administrator_enters_publishes_and_ends_a_holder(
    browser_of, system_administrator, catalogue
):
    browser = browser_of(system_administrator)
    browser.post("/rules/penalties/holders/add/", HOLDER)
    row = PowerHolder.objects.get()

    browser.post(f"/rules/penalties/holders/{row.pk}/", {"on": "2026-02-01"})
    browser.post(f"/rules/penalties/holders/{row.pk}/", {"on": "2026-06-30"})

    row.refresh_from_db()
    assert (row.published_on, row.valid_until) == (date(2026, 2, 1), date(2026, 6, 30))
    assert "已终止" in browser.get("/rules/penalties/").text


def test_a_second_holder_of_the_same_days_is_a_sentence(
    browser_of, system_administrator, catalogue
):
    browser = browser_of(system_administrator)
    browser.post("/rules/penalties/holders/add/", HOLDER)

    answer = browser.post("/rules/penalties/holders/add/", {**HOLDER, "name": "别的局"})

    assert answer.status_code == 422
    assert "已经有另一条在有效期内" in answer.text
    assert "别的局" in answer.text  # what was typed stays


def test_administrator_enters_and_ends_a_line(browser_of, system_administrator, catalogue):
    browser = browser_of(system_administrator)

    browser.post("/rules/penalties/benchmarks/add/", LINE)

    row = Benchmark.objects.get(level="benchmark")
    assert (row.min_fen, row.max_fen, row.origin) == (1_000_000, 3_000_050, "本县")
    assert "10,000元以上30,000.50元以下" in browser.get("/rules/penalties/?level=benchmark").text
    browser.post(f"/rules/penalties/benchmarks/{row.pk}/", {"on": "2026-06-30"})
    row.refresh_from_db()
    assert row.valid_until == date(2026, 6, 30)


def test_a_line_beyond_the_law_is_a_sentence(browser_of, system_administrator, catalogue):
    sent = {**LINE, "max_yuan": "100000.01"}

    answer = browser_of(system_administrator).post("/rules/penalties/benchmarks/add/", sent)

    assert answer.status_code == 422
    assert "金额上限超过法定上限" in answer.text
    assert not Benchmark.objects.filter(level="benchmark").exists()


def test_the_laws_own_range_has_no_button_and_is_not_ended(
    browser_of, system_administrator, catalogue
):
    row = Benchmark.objects.filter(level="law").first()
    browser = browser_of(system_administrator)

    assert "终止</button>" not in browser.get(f"/rules/penalties/benchmarks/{row.pk}/").text
    answer = browser.post(f"/rules/penalties/benchmarks/{row.pk}/", {"on": "2026-06-30"})

    assert (answer.status_code, "不能手工终止" in answer.text) == (422, True)
    assert Benchmark.objects.get(pk=row.pk).valid_until is None


@pytest.mark.parametrize("page", ["holders/add/", "benchmarks/add/", "holders/1/"])
def test_others_than_the_administrator_edit_nothing(browser_of, security_administrator, page):
    assert browser_of(security_administrator).get(f"/rules/penalties/{page}").status_code == 403


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({}, "50,000元以下"),
        ({"min_fen": 1, "max_fen": 250}, "0.01元以上2.50元以下"),
        ({"max_fen": None, "multiple_min_tenths": 15, "multiple_max_tenths": 15}, "违法所得1.5倍"),
        ({"max_fen": None, "min_months": 12, "max_months": 60}, "1年以上5年以下"),
        ({"max_fen": None, "max_months": 18}, "18个月以下"),
        ({"max_fen": None, "is_permanent": True}, "永久"),
        ({"max_fen": None}, ""),
    ],
)
def test_ranges_in_words(numbers, words):
    assert range_in_words(BenchmarkFactory.build(**numbers)) == words
