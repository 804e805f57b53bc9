"""7. Every move is tried from each state, and the drawings say what the tables say."""

import pytest

from accounts.models import User
from accounts.roles import ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from tests.factories.accounts import WORKING_ROLES, UserFactory
from tests.house.lifecycle_docs import FOLDER, drawing, lifecycles, path_of
from tests.times import NOON

LIFECYCLES = {name: lifecycle for name, (_, lifecycle) in lifecycles().items()}
MOVES = [(name, action) for name, lifecycle in LIFECYCLES.items() for action in lifecycle.moves]

# The system's own moves ask nobody; the verb that makes them does.
ASKED = [(name, action) for name, action in MOVES if LIFECYCLES[name].moves[action].permission]


def _thing_in(state: str) -> User:
    """Any saved row: a lifecycle asks of it a state, a key and a name, and saves nothing."""
    row = UserFactory()
    row.state = state
    return row


def _holding(permission) -> list[str]:
    """All working roles; where none of them may, the administrator who does."""
    held = [code for code, role in ROLES.items() if permission in role.permissions]
    if permission is None or set(held) & set(WORKING_ROLES):
        return list(WORKING_ROLES)
    return held[:1]


@pytest.mark.parametrize(("name", "action"), MOVES)
def test_move_starts_only_from_its_sources(county, name, action):
    lifecycle = LIFECYCLES[name]
    move = lifecycle.moves[action]
    holder = UserFactory(roles=_holding(move.permission))
    allowed = []

    for state in lifecycle.states.values:
        row = _thing_in(state)
        try:
            lifecycle.apply(row, action, by=holder, at=NOON)
        except WrongState:
            assert row.state == state
        else:
            assert row.state == move.target
            allowed.append(state)

    assert allowed == [state for state in lifecycle.states.values if state in move.sources]
    assert AuditEvent.objects.filter(kind=f"{name}.{action}").count() == len(move.sources)


@pytest.mark.parametrize(("name", "action"), ASKED)
def test_move_with_a_permission_is_refused_to_all_who_lack_it(county, name, action):
    move = LIFECYCLES[name].moves[action]
    lacking = [code for code, role in ROLES.items() if move.permission not in role.permissions]

    people = [UserFactory(roles=[code]) for code in lacking]
    for person in (None, *people):
        row = _thing_in(move.sources[0])
        with pytest.raises(NotAllowed):
            LIFECYCLES[name].apply(row, action, by=person, at=NOON)
        assert row.state == move.sources[0]

    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize(("name", "action"), MOVES)
def test_move_is_held_by_a_role_and_has_a_chinese_label(name, action):
    move = LIFECYCLES[name].moves[action]

    assert move.label
    assert not move.label.isascii()
    if move.permission is not None:
        assert [code for code, role in ROLES.items() if move.permission in role.permissions] != []


@pytest.mark.parametrize("name", LIFECYCLES)
def test_every_state_can_be_reached_or_is_a_first_one(name):
    drawn = drawing(name)
    reached = {move.target for move in LIFECYCLES[name].moves.values()}

    for state in LIFECYCLES[name].states.values:
        assert state in reached or f"[*] --> {state}" in drawn


@pytest.mark.parametrize("name", LIFECYCLES)
def test_drawing_says_what_the_table_says(name):
    """After a change: python -m tests.house.lifecycle_docs --write."""
    assert path_of(name).read_text(encoding="utf-8") == drawing(name)


def test_no_drawing_without_a_lifecycle():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(LIFECYCLES)
