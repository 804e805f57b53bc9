from accounts.permissions import Permission
from institutions.states import AT_REST, FIRST_STATES, INSTITUTION, InstitutionState
from institutions.states import InstitutionState as S

MOVES = INSTITUTION.moves.values()


def _after(state):
    return {move.target for move in MOVES if state in move.sources}


def test_every_state_can_be_first_or_reached():
    assert {move.target for move in MOVES} | set(FIRST_STATES) == set(InstitutionState)


def test_the_table_holds_the_moves_of_the_domain():
    """registry-funds 2.3: what each state leaves to."""
    expected = {
        S.LEAD: {S.UNLICENSED, S.REGISTERED},
        S.UNLICENSED: {S.STOPPED, S.REGISTERED},
        S.PREPARING: {S.LICENSED, S.LAPSED},
        S.LICENSED: {S.RECTIFYING, S.SUSPENDED, S.ENDED, S.REVOKED, S.LAPSED},
        S.RECTIFYING: {S.LICENSED, S.SUSPENDED, S.REVOKED},
        S.SUSPENDED: {S.LICENSED, S.ENDED},
        S.ENDED: {S.DEREGISTERED},
        S.REVOKED: {S.DEREGISTERED},
    }

    assert {state: targets - _after(state) for state, targets in expected.items()} == {
        state: set() for state in expected
    }


def test_deregistered_and_lapsed_are_left_by_no_move():
    assert {state for state in InstitutionState if not _after(state)} == {S.DEREGISTERED, S.LAPSED}


def test_a_move_asks_the_clerk_or_is_a_consequence_and_says_so():
    for move in MOVES:
        is_consequence = move.action.startswith("note_")
        assert move.permission == (None if is_consequence else Permission.INSTITUTION_MOVE)
        assert move.label


def test_no_consequence_starts_where_nothing_runs():
    consequences = [move for move in MOVES if move.permission is None]

    assert not {source for move in consequences for source in move.sources} & set(AT_REST)
