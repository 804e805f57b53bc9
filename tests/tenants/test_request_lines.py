"""The line of a request and the lines of its tasks name county, person and request."""

import logging

import pytest
from celery import shared_task
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from common.request_id import Person, person, request_id, under_way
from tenants.request_lines import PersonMiddleware, RequestLineMiddleware
from tests.factories.accounts import UserFactory
from tests.lines import of, written

SEEN: list[tuple[str, object]] = []


@shared_task(name="tests.note_for_whom_i_run", ignore_result=True)
def note_for_whom_i_run() -> None:
    logging.getLogger("tests.inside").info("inside")
    SEEN.append((request_id.get(), person.get()()))


def test_a_request_leaves_one_line_with_county_person_and_duration(county, browser_of):
    clerk = UserFactory(roles=["inspector"])

    with written() as lines:
        answer = browser_of(clerk).get("/institutions/?q=秘密")

    (line,) = of(lines(), "yujian.requests")
    assert line["county"] == county.schema_name
    assert line["person"] == {"id": clerk.pk, "roles": "inspector"}
    assert (line["message"], line["status"]) == ("GET /institutions/ 200", 200)
    assert line["request"] == answer["X-Request-Id"]
    assert line["duration_ms"] > 0


def test_a_stranger_is_nobody(county, browser_of):
    with written() as lines:
        browser_of().get("/login/")

    assert of(lines(), "yujian.requests")[0]["person"] is None


def test_the_line_looks_up_nobody(county):
    request = RequestFactory().get("/nowhere/")
    request.user = SimpleLazyObject(lambda: pytest.fail("a log line looked somebody up"))
    inside = PersonMiddleware(lambda _: HttpResponse())

    with written() as lines:
        RequestLineMiddleware(inside)(request)

    assert of(lines(), "yujian.requests")[0]["person"] is None


@pytest.mark.parametrize(
    ("front", "sent", "kept"),
    [
        (["127.0.0.1"], "front-0123456789", True),
        ([], "front-0123456789", False),
        (["127.0.0.1"], "x\ny" * 4, False),
        (["127.0.0.1"], "short", False),
    ],
)
def test_the_number_of_the_front_is_kept_and_nobody_elses(county, settings, front, sent, kept):
    settings.YUJIAN_FRONT_ADDRESSES = front

    answer = Client(HTTP_HOST="999901.test").get("/login/", headers={"X-Request-Id": sent})

    assert (answer["X-Request-Id"] == sent) is kept
    assert len(answer["X-Request-Id"]) == 16


def test_a_defect_leaves_its_traceback_under_the_same_request(county, browser_of, monkeypatch):
    def broken(request):
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("django.urls.resolvers.URLPattern.resolve", broken, raising=True)
    browser = browser_of()
    browser.raise_request_exception = False

    with written() as lines:
        answer = browser.get("/login/")

    (trouble,) = of(lines(), "django.request")
    assert answer.status_code == 500
    assert trouble["request"] == of(lines(), "yujian.requests")[0]["request"]
    assert trouble["county"] == county.schema_name


def test_a_task_runs_under_the_request_and_person_that_sent_it(county):
    SEEN.clear()

    with written() as lines, under_way("front-1234", who=lambda: Person(5, "section_head")):
        note_for_whom_i_run.delay()

    ((number, who),) = SEEN
    assert (number, who) == ("front-1234", Person(5, "section_head"))
    (inside,) = of(lines(), "tests.inside")
    (ended,) = of(lines(), "yujian.tasks")
    assert inside["task"] == ended["task"] == "tests.note_for_whom_i_run"
    assert inside["county"] == county.schema_name
    assert ended["request"] == "front-1234"
    assert (ended["state"], ended["duration_ms"] >= 0) == ("SUCCESS", True)


def test_a_task_that_nobody_sent_has_its_own_number(county):
    SEEN.clear()

    note_for_whom_i_run.delay()

    ((number, who),) = SEEN
    assert len(number) == 36
    assert who is None
    assert request_id.get() == ""
