"""Parameters as pages: what holds, a new value from a day on, and what it would change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from common.clock import localdate
from policies.models import Parameter
from policies.queries import parameter, parameter_history, parameters_of_county
from policies.services import set_parameter
from staff.rules.preview import effect_of
from staff.rules.values import in_words
from tests.factories import package_law
from tests.factories.policies import ParameterFactory
from tests.times import DAY, NOON

PAPER = "桤教发〔2021〕9号"
MOST = 12  # statements for one page


def _sent(**value):
    return {"valid_from": "2022-01-01", "source": PAPER, **value}


@pytest.mark.parametrize(
    ("key", "sent", "value"),
    [
        ("organ.code", {"value": "桤教"}, "桤教"),
        ("organ.government", {"value": ""}, ""),
        ("visit.max_distance_m", {"value": "500"}, 500),
        (
            "rectification.limit",
            {"count": "20", "unit": "calendar_day"},
            {"count": 20, "unit": "calendar_day"},
        ),
        ("notice.number_pattern.stop", {"value": "停〔{year}〕{n}"}, "停〔{year}〕{n}"),
        (
            "organ.contact",
            {"in_address": "文化路8号", "in_phone": "2100001"},
            {"address": "文化路8号", "phone": "2100001"},
        ),
    ],
)
def test_each_kind_is_set_from_a_day_on(
    browser_of, system_administrator, parameters, key, sent, value
):
    before = parameter(key, DAY)

    answer = browser_of(system_administrator).post(f"/rules/parameters/{key}/", _sent(**sent))

    assert answer.url == f"/rules/parameters/{key}/"
    assert (parameter(key, DAY), parameter(key, date(2022, 1, 1))) == (before, value)


def test_list_shows_values_in_words_and_what_is_missing(browser_of, system_administrator, county):
    package_law.catalogue()
    ParameterFactory(key="rectification.limit", value={"count": 15, "unit": "working_day"})
    ParameterFactory(key="organ.name", value="")

    page = browser_of(system_administrator).get("/rules/parameters/").text

    assert "15个工作日" in page
    assert "20个工作日，可延长20个工作日" in page
    assert "还没有填写：机关全称（落款）、机关代字" in page


def test_every_parameter_of_the_county_stands_in_one_group_and_says_what_it_does(
    browser_of, system_administrator
):
    groups = browser_of(system_administrator).get("/rules/parameters/").context["groups"]

    listed = [line.key for _, _, lines in groups for line in lines]
    assert sorted(listed) == sorted(parameters_of_county())
    assert "起算" in effect_of("deadline.t06")


def test_list_announces_a_later_value(browser_of, system_administrator, parameters):
    later = localdate(timezone.now()) + timedelta(days=30)
    set_parameter("organ.code", "桤教", later, by=system_administrator, at=NOON, source=PAPER)

    page = browser_of(system_administrator).get("/rules/parameters/").text

    assert f"{later} 起改为 桤教" in page


def test_list_costs_the_same_for_few_and_for_many(browser_of, system_administrator, queries_of):
    browser = browser_of(system_administrator)
    ParameterFactory()
    for_one = queries_of(browser, "/rules/parameters/")
    package_law.catalogue()

    assert queries_of(browser, "/rules/parameters/") == for_one <= MOST


def test_history_says_who_set_what(browser_of, system_administrator, parameters):
    browser = browser_of(system_administrator)
    browser.post("/rules/parameters/organ.code/", _sent(value="桤教"))

    past = browser.get("/rules/parameters/organ.code/").context["past"]

    assert [(one.words, one.event and one.event.actor_name) for one in past] == [
        ("桤教", "周明远"),
        ("县教", None),
    ]


def test_setting_twice_changes_nothing_and_another_value_is_a_sentence(
    browser_of, system_administrator, parameters
):
    browser = browser_of(system_administrator)
    for _ in range(2):
        browser.post("/rules/parameters/organ.code/", _sent(value="桤教"))

    answer = browser.post("/rules/parameters/organ.code/", _sent(value="桤木"))

    assert answer.status_code == 422
    assert ">parameter_already_set<" in answer.text
    assert [row.value for row in parameter_history("organ.code")] == ["桤教", "县教"]
    assert AuditEvent.objects.filter(kind="parameter.set").count() == 1


def test_a_pattern_without_a_number_is_a_sentence(browser_of, system_administrator, parameters):
    address = "/rules/parameters/notice.number_pattern.stop/"

    answer = browser_of(system_administrator).post(address, _sent(value="停办{year}号"))

    assert answer.status_code == 422
    assert "须含{year}和{n}" in answer.text
    assert parameter_history("notice.number_pattern.stop").count() == 1


def test_what_the_law_fixes_is_shown_without_a_form_and_refused(browser_of, system_administrator):
    package_law.catalogue()
    browser = browser_of(system_administrator)

    page = browser.get("/rules/parameters/deadline.t11/")
    answer = browser.post("/rules/parameters/deadline.t11/", _sent(value="30"))

    assert ("由法律法规规定" in page.text, 'name="source"' in page.text) == (True, False)
    assert (answer.status_code, "parameter_fixed_by_law" in answer.text) == (409, True)
    assert Parameter.objects.filter(key="deadline.t11").count() == 1


def test_preview_says_what_would_change_and_saves_nothing(
    browser_of, system_administrator, parameters
):
    sent = {"count": "20", "unit": "working_day", "valid_from": "2022-01-01"}

    answer = browser_of(system_administrator).post(
        "/rules/parameters/rectification.limit/preview/", sent
    )

    assert "自2022年1月1日起，整改期限由“15个工作日”改为“20个工作日”。" in answer.text
    assert "起始日在今天以前" in answer.text
    assert "如果从今天起算，最后一天是" in answer.text
    assert parameter_history("rectification.limit").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"value": "县教", "valid_from": "2022-02-02"}, "与2021年1月1日起的取值相同，没有变化。"),
        ({"value": "桤教", "valid_from": "2021-01-01"}, "已经有取值“县教”，不能覆盖"),
        ({"value": "桤教", "valid_from": "someday"}, "填写取值和起始日后"),
    ],
)
def test_preview_of_what_would_not_be_done(
    browser_of, system_administrator, parameters, sent, sentence
):
    answer = browser_of(system_administrator).post("/rules/parameters/organ.code/preview/", sent)

    assert sentence in answer.text


def test_preview_of_a_pattern_shows_a_number(browser_of, system_administrator, parameters):
    sent = {"value": "{organ}停〔{year}〕{n}号", "valid_from": "2022-01-01"}

    answer = browser_of(system_administrator).post(
        "/rules/parameters/notice.number_pattern.stop/preview/", sent
    )

    assert f"编号会是：县教停〔{localdate(timezone.now()).year}〕1号" in answer.text


def test_preview_names_the_value_that_ends_it(browser_of, system_administrator, parameters):
    set_parameter("organ.code", "木教", DAY, by=system_administrator, at=NOON, source=PAPER)
    sent = {"value": "桤教", "valid_from": "2021-06-01"}

    answer = browser_of(system_administrator).post("/rules/parameters/organ.code/preview/", sent)

    assert "2021年11月10日起另有取值“木教”" in answer.text


@pytest.mark.parametrize("address", ["organ.motto/", "organ.motto/preview/"])
def test_a_key_that_nobody_reads_is_not_found(browser_of, system_administrator, address):
    assert (
        browser_of(system_administrator).post(f"/rules/parameters/{address}", {}).status_code == 404
    )


def test_others_may_not_set_a_parameter(browser_of, inspector, parameters):
    answer = browser_of(inspector).post("/rules/parameters/organ.code/", _sent(value="桤教"))

    assert answer.status_code == 403
    assert parameter_history("organ.code").count() == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "（未填写）"),
        ({"address": "", "phone": ""}, "（未填写）"),
        ({"phone": "2100001", "address": "文化路8号"}, "地址：文化路8号；电话：2100001"),
        ({"count": None, "unit": "calendar_day", "set_in_document": True}, "以文书写明的期限为准"),
        ({"count": 6, "unit": "month", "at_least": True}, "不少于6个月"),
        ({"count": 7, "unit": "working_day", "before": True}, "提前7个工作日"),
        ({"amount_fen": 500000}, "5,000元"),
        ({"rest_days": False}, "休息日：不得"),
        ({"grave": {"count": 3, "unit": "year"}}, "严重：3年"),
        ({"paused_by": ["review", "litigation"]}, "复议、诉讼期间不计"),
        ({"something": 3}, "something：3"),
    ],
)
def test_value_in_words(value, words):
    assert in_words(value) == words
