"""The one door through which a thing changes its state."""

from __future__ import annotations

import pytest
from django.db import connections
from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P
from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.times import NOON


class Tea(TextChoices):
    LEAVES = "leaves", "茶叶"
    BREWED = "brewed", "已泡"
    DRUNK = "drunk", "已喝"


TEA = Lifecycle(
    "tea",
    Tea,
    Move("brew", (Tea.LEAVES, Tea.BREWED), Tea.BREWED, P.USER_MANAGE, "泡"),
    Move("drink", (Tea.BREWED,), Tea.DRUNK, None, "喝"),
)


@pytest.fixture
def boss(county):
    return UserFactory(system_administrator=True, full_name="周明远")


@pytest.fixture
def tea(county):
    """Any saved row will do: the door asks for a state, a key and a name."""
    row = UserFactory(full_name="一壶茶")
    row.state = Tea.LEAVES
    return row


def test_move_sets_the_state_and_writes_history(boss, tea):
    TEA.apply(tea, "brew", by=boss, at=NOON, water="山泉")

    assert tea.state == Tea.BREWED
    event = AuditEvent.objects.get()
    assert (event.kind, event.before, event.after, event.at) == (
        "tea.brew",
        "leaves",
        "brewed",
        NOON,
    )
    assert (event.actor_name, event.object_label, event.facts) == (
        "周明远",
        "一壶茶",
        {"water": "山泉"},
    )


def test_move_does_not_save_the_row(boss, tea, django_assert_num_queries):
    with django_assert_num_queries(1):  # the line of history
        TEA.apply(tea, "brew", by=boss, at=NOON)


def test_move_without_permission_changes_nothing(tea):
    for person in (None, UserFactory(inspector=True)):
        with pytest.raises(NotAllowed):
            TEA.apply(tea, "brew", by=person, at=NOON)

    assert tea.state == Tea.LEAVES
    assert AuditEvent.objects.count() == 0


def test_move_from_another_state_says_what_would_make_it_possible(boss, tea):
    with pytest.raises(WrongState) as refusal:
        TEA.apply(tea, "drink", by=boss, at=NOON)

    assert str(refusal.value) == "一壶茶现在是“茶叶”，不能喝；须先处于“已泡”。"
    assert tea.state == Tea.LEAVES
    assert AuditEvent.objects.count() == 0


def test_wrong_state_names_every_state_that_would_do(boss, tea):
    tea.state = Tea.DRUNK

    with pytest.raises(WrongState, match="须先处于“茶叶”或“已泡”。"):
        TEA.apply(tea, "brew", by=boss, at=NOON)


def test_permission_is_asked_before_the_state(tea):
    """Who may not do it need not learn in which state it is."""
    tea.state = Tea.DRUNK

    with pytest.raises(NotAllowed):
        TEA.apply(tea, "brew", by=UserFactory(), at=NOON)


def test_systems_own_move_needs_nobody(tea):
    tea.state = Tea.BREWED

    TEA.apply(tea, "drink", by=None, at=NOON)

    assert AuditEvent.objects.get().actor_id is None


def test_move_outside_a_transaction_is_refused(boss, tea, monkeypatch):
    # A test lives in a transaction; the connection is told that there is none.
    with monkeypatch.context() as told:
        told.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(AssertionError, match="can lose a race"):
            TEA.apply(tea, "brew", by=boss, at=NOON)

    assert tea.state == Tea.LEAVES


def test_allows_says_where_a_move_starts(tea):
    assert TEA.allows(tea, "brew")
    assert not TEA.allows(tea, "drink")


def test_a_move_is_named_once():
    with pytest.raises(AssertionError, match="names a move twice"):
        Lifecycle("tea", Tea, TEA.moves["brew"], TEA.moves["brew"])
