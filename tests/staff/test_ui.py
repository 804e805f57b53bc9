"""The small things that pages draw."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from staff.templatetags import staff_ui
from staff.tones import QUIET, tone_of
from staff.words import LIFECYCLES, say, state_label
from tests.house.files import name_of, own_files

LATE_IN_CHINA = datetime(2021, 11, 10, 16, 30, tzinfo=UTC)  # half past midnight of the 11th


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "¥0.00"), (5, "¥0.05"), (123456, "¥1,234.56"), (-150, "-¥1.50"), (None, "—")],
)
def test_yuan_is_exact(fen, words):
    assert staff_ui.yuan(fen) == words


def test_dates_are_of_china():
    assert staff_ui.chinese_date(LATE_IN_CHINA) == "2021年11月11日"
    assert staff_ui.chinese_moment(LATE_IN_CHINA) == "2021年11月11日 00:30"
    assert staff_ui.short_date(LATE_IN_CHINA) == "2021-11-11"
    assert staff_ui.short_moment(LATE_IN_CHINA) == "2021-11-11 00:30"


def test_no_date_is_a_dash():
    assert staff_ui.chinese_date(None) == staff_ui.short_date(None) == "—"


@pytest.mark.parametrize(
    ("distance", "words"), [(None, "—"), (0, "0 米"), (999, "999 米"), (1500, "1.5 公里")]
)
def test_metres_become_kilometres(distance, words):
    assert staff_ui.metres(distance) == words


def test_days_late_counts_from_the_day_after():
    due_on = date(2021, 11, 10)

    assert staff_ui.days_late(due_on, due_on) == 0
    assert staff_ui.days_late(due_on, date(2021, 11, 13)) == 3
    assert staff_ui.days_late(None, due_on) == 0


def test_badge_escapes_what_people_typed():
    assert staff_ui.badge("<b>", "bad") == '<span class="tag tag-bad">&lt;b&gt;</span>'


def test_icon_names_a_symbol_of_the_sprite():
    drawn = staff_ui.icon("flag")

    assert 'href="/static/vendor/tabler-icons-3.51.0/sprite.svg#flag"' in drawn


@pytest.mark.parametrize("name", sorted(LIFECYCLES))
def test_every_move_of_every_lifecycle_has_words_and_every_state_a_label(name):
    cycle = LIFECYCLES[name]

    titles = [say(f"{name}.{action}").title for action in cycle.moves]
    labels = [state_label(f"{name}.x", state) for state in cycle.states.values]

    assert not [title for title in titles if "." in title]
    assert labels == list(cycle.states.labels)


def test_unknown_state_is_quiet():
    assert tone_of("never heard of") == QUIET


def test_every_kind_that_is_recorded_by_name_is_told_in_chinese():
    kinds = set()
    for path in own_files(".py"):
        if name_of(path).startswith(("funds/", "signing/", "cases/", "papers/", "serving/")):
            kinds |= set(re.findall(r'record\(\s*"([a-z_]+\.[a-z_]+)"', path.read_text("utf-8")))

    assert [kind for kind in sorted(kinds) if "." in say(kind).title] == []
