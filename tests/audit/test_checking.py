"""A check that somebody asked for: one at a time, with its result kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.permissions import Permission
from audit.models import AuditEvent, HistoryCheck
from audit.services import ask_check, checking
from audit.states import CheckState
from common.errors import NotAllowed, Refusal
from tests.audit.tampering import as_superuser
from tests.factories.accounts import UserFactory
from tests.times import NOON


@pytest.fixture
def reviewer(county):
    return UserFactory(legal_reviewer=True, full_name="审计员")


def test_a_check_of_sound_history_is_kept(lines, reviewer, commits):
    with commits():
        ask_check(by=reviewer, at=NOON)

    check = HistoryCheck.objects.get()
    assert (check.state, check.asker_name) == (CheckState.SOUND, "审计员")
    assert (check.head_position, check.done_rows, check.total_rows) == (5, 5, 5)
    kinds = AuditEvent.objects.filter(kind__startswith="history.").values_list("kind", "actor_name")
    assert sorted(kinds) == [("history.check", "审计员"), ("history.checked", "")]


def test_a_check_of_touched_history_names_the_first_row(lines, reviewer, commits):
    as_superuser("UPDATE {events} SET kind = 'x' WHERE id = %s", lines[1].pk)

    with commits():
        ask_check(by=reviewer, at=NOON)

    check = HistoryCheck.objects.get()
    assert (check.state, check.trouble_count) == (CheckState.TROUBLED, 1)
    assert check.sentences[0].startswith(f"第 2 位，事件 {lines[1].pk}（")


def test_a_second_check_waits_for_the_first(reviewer):
    ask_check(by=reviewer, at=NOON)

    with pytest.raises(Refusal, match="正在进行"):
        ask_check(by=reviewer, at=NOON + timedelta(minutes=5))

    assert HistoryCheck.objects.count() == 1


def test_a_check_that_was_lost_is_given_up(reviewer):
    lost = ask_check(by=reviewer, at=NOON)

    ask_check(by=reviewer, at=NOON + checking.GIVEN_UP)

    lost.refresh_from_db()
    assert lost.state == CheckState.STOPPED
    assert HistoryCheck.objects.filter(state=CheckState.WAITING).count() == 1


def test_only_who_may_see_history_may_have_it_checked(county):
    with pytest.raises(NotAllowed):
        ask_check(by=UserFactory(inspector=True), at=NOON)

    assert not HistoryCheck.objects.exists()
    assert checking._VIEW == Permission.HISTORY_VIEW


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"state": "sound"}, "history_check_that_ended_has_moment_and_head"),
        ({"ended_at": NOON}, "history_check_that_ended_has_moment_and_head"),
        ({"trouble_count": 1}, "troubled_history_check_has_troubles"),
    ],
)
def test_a_check_without_its_facts_is_refused_by_the_database(reviewer, facts, rule):
    check = ask_check(by=reviewer, at=NOON)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        HistoryCheck.objects.filter(pk=check.pk).update(**facts)


def test_two_checks_at_once_are_refused_by_the_database(reviewer):
    ask_check(by=reviewer, at=NOON)

    with pytest.raises(IntegrityError, match="one_history_check_at_a_time"), transaction.atomic():
        HistoryCheck.objects.create(asked_at=NOON, asker_id=1, asker_name="x")
