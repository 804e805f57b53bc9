"""The order of the inbox."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from staff.inbox import rows
from staff.inbox.rows import MINE, OVERDUE, RECENT, Work, inbox_of
from tests.times import DAY, NOON


def _work(section, title, **facts):
    return Work(section=section, title=title, text="", url="/", icon="inbox", **facts)


@pytest.fixture
def one_source(monkeypatch):
    def give(*works):
        monkeypatch.setattr(rows, "SOURCES", [lambda user, as_of: works])

    return give


def test_what_is_due_first_stands_first_and_what_has_no_day_last(one_source):
    one_source(
        _work(MINE, "无期限"),
        _work(MINE, "后", due_on=date(2021, 11, 20)),
        _work(MINE, "先", due_on=date(2021, 11, 12)),
    )

    assert [work.title for work in inbox_of(None, DAY).mine] == ["先", "后", "无期限"]


def test_the_longest_overdue_stands_first(one_source):
    one_source(
        _work(OVERDUE, "短", due_on=DAY - timedelta(days=1)),
        _work(OVERDUE, "长", due_on=DAY - timedelta(days=9)),
    )

    assert [work.title for work in inbox_of(None, DAY).overdue] == ["长", "短"]


def test_the_latest_stands_first(one_source):
    one_source(_work(RECENT, "早", at=NOON - timedelta(hours=3)), _work(RECENT, "晚", at=NOON))

    assert [work.title for work in inbox_of(None, DAY).recent] == ["晚", "早"]
