"""Trouble of the database or the disk is a sentence and 503; a defect stays a 500."""

import errno

import psycopg
import pytest
from django.db import DataError, IntegrityError, InternalError, OperationalError, connection

from tenants.away import trouble_behind
from tests.factories.accounts import UserFactory
from tests.lines import of, written


def of_django(kind: type[Exception], cause: Exception) -> Exception:
    """As Django wraps what the driver raised."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (of_django(OperationalError, psycopg.OperationalError("refused")), "database_away"),
        (of_django(OperationalError, psycopg.errors.AdminShutdown()), "database_away"),
        (of_django(OperationalError, psycopg.errors.TooManyConnections()), "database_away"),
        (of_django(OperationalError, psycopg.errors.DeadlockDetected()), "database_busy"),
        (of_django(OperationalError, psycopg.errors.DiskFull()), "disk_full"),
        (of_django(InternalError, psycopg.errors.ReadOnlySqlTransaction()), "database_read_only"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (of_django(IntegrityError, psycopg.errors.UniqueViolation()), None),
        (of_django(DataError, psycopg.errors.NumericValueOutOfRange()), None),
        (PermissionError(errno.EACCES, "denied"), None),
        (ZeroDivisionError(), None),
        (None, None),
    ],
)
def test_trouble_is_told_from_defects(error, code):
    assert getattr(trouble_behind(error), "code", None) == code


@pytest.fixture
def restarted(county, browser_of):
    """A browser whose next request meets a session that the database has ended."""
    browser = browser_of(UserFactory(roles=["inspector"]))
    browser.raise_request_exception = False

    def end(execute, sql, params, many, context):
        raise of_django(OperationalError, psycopg.errors.AdminShutdown("terminating connection"))

    with connection.execute_wrapper(end):
        yield browser


@pytest.mark.parametrize("path", ["/login/", "/institutions/", "/v/abc/"])
def test_a_page_says_so_and_when_to_come_back(restarted, path):
    answer = restarted.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "数据库暂时连接不上" in answer.text
    assert "database_away" in answer.text


def test_a_machine_of_a_partner_is_told_the_same_as_a_problem(restarted):
    answer = restarted.get("/api/v1/institutions")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "database_away"


def test_it_is_one_line_in_the_log_and_no_traceback(restarted):
    with written() as lines:
        restarted.get("/institutions/")

    (line,) = of(lines(), "tenants.away")
    assert line["message"] == "database_away instead of the page: terminating connection"
    assert of(lines(), "django.request") == []


def test_a_fragment_gets_a_toast(restarted):
    answer = restarted.post("/login/", headers={"HX-Request": "true"})

    assert answer.status_code == 503
    assert answer["HX-Retarget"] == "#toasts"
    assert answer.text.startswith('<div class="toast-card')


def test_a_database_that_takes_no_changes_says_so(county, browser_of, check_now):
    person = UserFactory(password="bamboo-lantern-7")
    check_now()
    browser = browser_of()
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")

    answer = browser.post("/login/", {"username": person.username, "password": "bamboo-lantern-7"})

    assert answer.status_code == 503
    assert "database_read_only" in answer.text
