"""One event is one line, whatever is in it, and holds nothing that opens a door."""

import io
import json
import logging

import pytest

from common.log_lines import Lines
from common.request_id import Person, RunningTask, under_way
from tenants.logs import WhereFilter
from tests.lines import written

log = logging.getLogger("tests.lines")


def test_a_line_says_when_where_who_and_for_which_request():
    with (
        written() as lines,
        under_way("abcd1234", who=lambda: Person(7, "inspector"), job=RunningTask("a.b", "t1")),
    ):
        log.info("%s done", "it", extra={"duration_ms": 3.5})

    (line,) = lines()
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "county": "public",
        "person": {"id": 7, "roles": "inspector"},
        "request": "abcd1234",
        "task": "a.b",
        "task_id": "t1",
        "logger": "tests.lines",
        "message": "it done",
        "duration_ms": 3.5,
    }


def test_a_message_with_line_breaks_is_one_line():
    with written() as lines:
        log.info("first\nERROR county=- forged\r\nlast")

    assert [line["message"] for line in lines()] == ["first\nERROR county=- forged\r\nlast"]


@pytest.mark.parametrize(
    "said",
    [
        "redis://:opensesame@127.0.0.1/0 is away",
        "POST had password=opensesame&next=/",
        "{'csrfmiddlewaretoken': 'opensesame'}",
        "Authorization: Bearer opensesame",
        'YUJIAN_SECRET_KEY_TOKEN = "opensesame"',
        "Internal Server Error: /welcome/MQ/cxyz12-0123456789abcdefopensesame/",
    ],
)
def test_what_opens_a_door_is_taken_out(said):
    with written() as lines:
        log.warning(said)

    assert "opensesame" not in json.dumps(lines())
    assert "***" in lines()[0]["message"]


def test_rows_of_the_database_are_taken_out_of_a_traceback():
    said = "duplicate key\nDETAIL:  Key (name)=(张三) already exists."
    with written() as lines:
        try:
            raise ValueError(said)
        except ValueError:
            log.exception("could not")

    (line,) = lines()
    assert "duplicate key" in line["trouble"]
    assert "张三" not in json.dumps(line, ensure_ascii=False)


def test_the_readable_form_is_one_line_too():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WhereFilter())
    handler.setFormatter(Lines(readable=True))
    log.addHandler(handler)

    with under_way("abcd1234ef", who=lambda: Person(7, "inspector")):
        log.warning("first\nsecond", extra={"status": 503})
    log.removeHandler(handler)

    (line,) = stream.getvalue().splitlines()
    assert line.endswith("warning public #7 abcd1234 tests.lines: first\\nsecond status=503")
