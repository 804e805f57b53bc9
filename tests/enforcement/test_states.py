import pytest

from accounts.permissions import Permission as P
from enforcement import services
from enforcement.states import NOTICE, RUNNING, NoticeState

S = NoticeState


def test_a_stop_notice_passes_two_heads():
    assert NOTICE.moves["endorse"].permission == P.NOTICE_ENDORSE
    assert NOTICE.moves["approve_stop"].sources == (S.ENDORSED,)
    assert NOTICE.moves["approve_stop"].permission == P.NOTICE_APPROVE_STOP


def test_only_the_system_prints_and_takes_back():
    systems = {action for action, move in NOTICE.moves.items() if move.permission is None}

    assert systems == {"print", "withdraw", "report_by_link", "hand_over", "close_on_site"}


def test_overdue_is_no_state():
    assert "overdue" not in S.values


@pytest.mark.parametrize("state", [S.CLOSED, S.WITHDRAWN, S.DISCARDED, S.VOIDED])
def test_an_ended_notice_moves_no_more(state):
    assert [move.action for move in NOTICE.moves.values() if state in move.sources] == []


def test_every_other_state_can_be_reached_and_left():
    reached = {move.target for move in NOTICE.moves.values()} | {S.DRAFT}
    left = {source for move in NOTICE.moves.values() for source in move.sources}

    assert reached == set(S)
    assert left == set(S) - {S.CLOSED, S.WITHDRAWN, S.DISCARDED, S.VOIDED}


def test_every_served_notice_can_be_answered_closed_and_taken_back():
    for action in ("record_answer", "close", "find_unmet", "withdraw"):
        assert set(RUNNING) <= set(NOTICE.moves[action].sources)


def test_every_move_has_chinese_words():
    assert [m.action for m in NOTICE.moves.values() if not m.label or m.label.isascii()] == []


def test_there_is_no_verb_that_decides_on_many():
    verbs = [name for name in services.__all__ if name.endswith("notices")]

    assert verbs == []
