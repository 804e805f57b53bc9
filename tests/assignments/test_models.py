import pytest
from django.db import IntegrityError, transaction

from assignments.states import ASSIGNMENT, AssignmentState
from tests.factories.assignments import AssignmentFactory
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("assignment_accepted_at_and_by_are_a_pair", {"accepted_at": NOON}),
        ("assignment_answered_at_and_by_are_a_pair", {"answered": True, "answered_by": None}),
        ("assignment_closed_at_and_by_are_a_pair", {"declined": True, "closed_by": None}),
        ("accepted_assignment_says_who_accepted_it", {"state": AssignmentState.ACCEPTED}),
        ("answered_assignment_holds_its_answer", {"answered": True, "answer_text": ""}),
        ("answered_assignment_holds_its_answer", {"answer_text": "已到场。"}),
        ("assignment_given_back_has_a_reason", {"declined": True, "close_reason": ""}),
        ("assignment_given_back_has_a_reason", {"state": AssignmentState.WITHDRAWN}),
    ],
)
def test_the_database_refuses(rule, fields):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        AssignmentFactory(**fields)


def test_every_state_is_reached_and_the_last_ones_are_left_by_no_move():
    moves = ASSIGNMENT.moves.values()

    assert {move.target for move in moves} | {"asked"} == set(AssignmentState.values)
    assert {source for move in moves for source in move.sources} == {"asked", "accepted"}
