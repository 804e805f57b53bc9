"""The catalogue as a page, and the confirmation of an article's number."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from policies.models import Violation
from tests.factories.accounts import UserFactory
from tests.factories.policies import LawFactory, ViolationFactory

NOTE = "教育部令第53号，教育部网站公布的正式文本，第十九条"
MOST = 12  # statements for one page


def _codes(answer) -> list[str]:
    return [row.code for row in answer.context["rows"]]


def test_list_says_what_waits_and_what_may_be_quoted(browser_of, security_administrator):
    ViolationFactory(code="V01")
    ViolationFactory(code="V03", uncertain=True, article="第十九条")
    ViolationFactory(code="V19", uncertain=True, article="第二十四条或者第二十五条")

    answer = browser_of(security_administrator).get("/rules/articles/")

    assert _codes(answer) == ["V01", "V03", "V19"]
    assert "<strong>2</strong> 条的条文号等待确认" in answer.text
    assert "其中 1 条在目录里尚未定为哪一条" in answer.text
    assert [answer.text.count(word) for word in ("待核实<", "未定条<", "可引用<")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("part=A", ["V03"]),
        ("settled=waiting", ["V03"]),
        ("settled=quotable", ["V20", "V30"]),
        ("text=实施条例", ["V30"]),
        ("text=v20", ["V20"]),
        ("day=2021-08-31", ["V03", "V20"]),
    ],
)
def test_list_is_narrowed(browser_of, security_administrator, query, codes):
    ViolationFactory(code="V03", part="A", uncertain=True)
    ViolationFactory(code="V20")
    later = LawFactory(title="《民办教育促进法实施条例》", in_force_from="2021-09-01")
    ViolationFactory(code="V30", law=later)

    assert _codes(browser_of(security_administrator).get(f"/rules/articles/?{query}")) == codes


def test_a_day_that_is_none_is_refused(browser_of, security_administrator):
    answer = browser_of(security_administrator).get("/rules/articles/?day=tomorrow")

    assert answer.status_code == 422
    assert "在哪一天有效" in answer.text


def test_list_costs_the_same_for_one_and_for_many(browser_of, security_administrator, queries_of):
    browser = browser_of(security_administrator)
    ViolationFactory(uncertain=True)
    for_one = queries_of(browser, "/rules/articles/")
    ViolationFactory.create_batch(4, confirmed=True)

    assert queries_of(browser, "/rules/articles/") == for_one <= MOST


def test_page_costs_the_same_however_many_wait(browser_of, security_administrator, queries_of):
    browser = browser_of(security_administrator)
    row = ViolationFactory(uncertain=True)
    for_one = queries_of(browser, f"/rules/articles/{row.pk}/")
    ViolationFactory.create_batch(4, uncertain=True)

    assert queries_of(browser, f"/rules/articles/{row.pk}/") == for_one <= MOST


def test_administrator_confirms_an_article(browser_of, security_administrator):
    row = ViolationFactory(code="V03", uncertain=True)

    answer = browser_of(security_administrator).post(f"/rules/articles/{row.pk}/", {"note": NOTE})

    stored = Violation.objects.get()
    assert (answer.url, stored.confirmed_by) == (
        f"/rules/articles/{row.pk}/",
        security_administrator,
    )
    page = browser_of(security_administrator).get(answer.url).text
    assert "方敏于" in page
    assert NOTE in page
    assert 'name="note"' not in page


def test_confirming_twice_is_a_sentence_and_keeps_the_first(browser_of, security_administrator):
    row = ViolationFactory(code="V03", uncertain=True)
    browser = browser_of(security_administrator)
    browser.post(f"/rules/articles/{row.pk}/", {"note": NOTE})

    answer = browser.post(f"/rules/articles/{row.pk}/", {"note": "另一份文本"})

    assert answer.status_code == 422
    assert "已经可以引用（方敏已确认），无须再次确认。" in answer.text
    assert AuditEvent.objects.filter(kind="violation.confirm_article").count() == 1


def test_an_article_still_open_is_refused_and_has_no_button(browser_of, security_administrator):
    row = ViolationFactory(uncertain=True, article="第二十四条或者第二十五条")
    browser = browser_of(security_administrator)

    page = browser.get(f"/rules/articles/{row.pk}/")
    answer = browser.post(f"/rules/articles/{row.pk}/", {"note": NOTE})

    assert 'name="note"' not in page.text
    assert (answer.status_code, "article_still_open" in answer.text) == (422, True)
    assert Violation.objects.get().confirmed_at is None


def test_confirming_without_saying_what_was_read_is_refused(browser_of, security_administrator):
    row = ViolationFactory(uncertain=True)

    answer = browser_of(security_administrator).post(f"/rules/articles/{row.pk}/", {"note": "  "})

    assert answer.status_code == 422
    assert Violation.objects.get().confirmed_at is None


def test_page_leads_to_the_next_that_waits(browser_of, security_administrator):
    row = ViolationFactory(code="V03", uncertain=True)
    ViolationFactory(code="V04")
    following = ViolationFactory(code="V05", uncertain=True)

    answer = browser_of(security_administrator).get(f"/rules/articles/{row.pk}/")

    assert answer.context["next"] == following
    assert "下一条待确认 V05" in answer.text


def test_history_leads_to_the_article(browser_of, security_administrator, audit_administrator):
    row = ViolationFactory(code="V03", uncertain=True)
    browser = browser_of(security_administrator)
    browser.post(f"/rules/articles/{row.pk}/", {"note": NOTE})

    page = browser_of(audit_administrator).get("/history/").text

    assert f'href="/rules/articles/{row.pk}/"' in page
    assert "待核实 → 已确认" in page


@pytest.mark.parametrize("role", ["section_head", "legal_reviewer", "bureau_head"])
@pytest.mark.parametrize("page", ["articles/", "articles/1/", "parameters/", "calendar/"])
def test_others_than_administrators_see_no_rules(browser_of, county, role, page):
    browser = browser_of(UserFactory(**{role: True}))

    assert browser.get(f"/rules/{page}").status_code == 403
    assert "/rules/" not in browser.get("/").text


def test_article_of_the_neighbour_county_is_not_found(
    browser_of, security_administrator, next_door
):
    with next_door():
        theirs = ViolationFactory(pk=777_777, uncertain=True)
    browser = browser_of(security_administrator)

    assert browser.get(f"/rules/articles/{theirs.pk}/").status_code == 404
    assert browser.post(f"/rules/articles/{theirs.pk}/", {"note": NOTE}).status_code == 404
    with next_door():
        assert Violation.objects.get().confirmed_at is None
