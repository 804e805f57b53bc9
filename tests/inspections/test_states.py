import pytest

from accounts.permissions import Permission
from common.errors import WrongState
from inspections.services import approve_visit, cancel_visit, confirm_visit, void_visit
from inspections.states import VISIT, VisitState
from tests.factories.accounts import UserFactory
from tests.factories.inspections import VisitFactory
from tests.times import NOON

CANCELLED = {"state": "cancelled", "cancelled_at": NOON, "cancel_reason": "停课"}
TRAITS = {
    VisitState.PLANNED: {},
    VisitState.APPROVED: {"approved": True},
    VisitState.RECORDED: {"recorded": True},
    VisitState.CONFIRMED: {"confirmed": True},
}
VERBS = {
    "approve": (approve_visit, {}),
    "confirm": (confirm_visit, {}),
    "cancel": (cancel_visit, {"reason": "停课"}),
    "void": (void_visit, {"reason": "写错"}),
}


def visit_in(state, person):
    if state == VisitState.CANCELLED:
        return VisitFactory(**CANCELLED, cancelled_by=person)
    return VisitFactory(**TRAITS[state])


def test_every_state_is_reached_by_a_move():
    """The first one too: what was approved and then changed is approved anew."""
    assert {move.target for move in VISIT.moves.values()} == set(VisitState)


def test_every_move_has_a_permission_and_a_chinese_verb():
    assert {(m.action, m.permission, m.label) for m in VISIT.moves.values()} == {
        ("approve", Permission.VISIT_APPROVE, "批准"),
        ("amend", Permission.VISIT_PLAN, "退回重批"),
        ("record", Permission.VISIT_RECORD, "记录"),
        ("confirm", Permission.VISIT_CONFIRM, "确认"),
        ("cancel", Permission.VISIT_PLAN, "取消"),
        ("void", Permission.VISIT_CONFIRM, "作废"),
    }


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("action", list(VERBS))
def test_every_verb_from_every_state(county, action, state):
    person = UserFactory(roles=["section_head", "inspector"])
    visit = visit_in(state, person)
    verb, facts = VERBS[action]

    if state in VISIT.moves[action].sources:
        verb(visit.pk, **facts, by=person, at=NOON)
        expected = VISIT.moves[action].target
    else:
        with pytest.raises(WrongState):
            verb(visit.pk, **facts, by=person, at=NOON)
        expected = state

    visit.refresh_from_db()
    assert visit.state == expected
