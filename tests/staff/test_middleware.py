"""A refusal becomes a sentence where the person can read it."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.test import RequestFactory

from common.errors import BadInput, NotFound
from staff.middleware import RefusalMiddleware, page_before
from tests.factories.institutions import InstitutionFactory

HERE = "http://999901.test"


def _refused(browser, path, **headers):
    """Ask for a filter that does not exist: a refusal with 422."""
    return browser.get(f"{path}?kind=circus", headers=headers)


def test_refusal_of_a_page_is_a_page_with_sentence_and_code(browser_of, clerk):
    answer = _refused(browser_of(clerk), "/institutions/")

    assert answer.status_code == 422
    assert "筛选条件“类别”没有“circus”这个选项，请重新选择。" in answer.text
    assert "bad_input" in answer.text


def test_refusal_of_a_fragment_is_a_toast(browser_of, clerk):
    answer = _refused(browser_of(clerk), "/institutions/", **{"HX-Request": "true"})

    assert answer.status_code == 422
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#toasts", "beforeend")
    assert answer["HX-Reselect"] == ".toast-card"
    assert "toast-error" in answer.text
    assert "<html" not in answer.text


def test_refusal_of_a_post_is_told_on_the_page_before(browser_of, system_administrator):
    browser = browser_of(system_administrator)
    request = browser.get(
        "/people/", headers={"Referer": f"{HERE}/people/?role=inspector"}
    ).wsgi_request
    request.method = "POST"

    answer = RefusalMiddleware(lambda request: None).process_exception(
        request, BadInput(sentence="日期有误，请重填。")
    )

    assert (answer.status_code, answer.url) == (302, "/people/?role=inspector")
    told = [(str(message), message.extra_tags) for message in get_messages(request)]
    assert told == [("日期有误，请重填。", "bad_input")]


def test_missing_thing_is_never_told_on_the_page_before(browser_of, system_administrator):
    came_from = {"Referer": f"{HERE}/people/"}
    request = browser_of(system_administrator).get("/people/", headers=came_from).wsgi_request
    request.method = "POST"

    answer = RefusalMiddleware(lambda request: None).process_exception(
        request, NotFound(what="这个人")
    )

    assert answer.status_code == 404


def test_other_errors_are_left_to_django(county):
    request = RequestFactory().get("/")

    assert RefusalMiddleware(lambda request: None).process_exception(request, ValueError()) is None


def test_page_before_is_never_of_another_site():
    request = RequestFactory().get(
        "/", headers={"Referer": "http://elsewhere.test/trap/"}, HTTP_HOST="999901.test"
    )

    assert page_before(request) == ""


def test_page_before_cannot_lead_away_by_double_slashes():
    request = RequestFactory().get(
        "/", headers={"Referer": f"{HERE}//elsewhere.test/trap/"}, HTTP_HOST="999901.test"
    )

    assert page_before(request) == "/elsewhere.test/trap/"


def test_refused_form_keeps_what_was_typed(browser_of, clerk):
    institution = InstitutionFactory(lead=True)
    sent = {
        "name": "新名称",
        "kind": "subject",
        "nature": "unknown",
        "register_kind": "none",
        "credit_code": "123",
        "version": institution.version,
    }

    answer = browser_of(clerk).post(f"/institutions/{institution.pk}/edit/", sent)

    assert answer.status_code == 422
    assert "统一社会信用代码“123”应为18位，现为3位" in answer.text
    assert "wrong_credit_code" in answer.text
    assert 'value="新名称"' in answer.text
