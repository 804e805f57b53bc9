from datetime import timedelta

import pytest

from accounts.models import Department
from assignments.errors import DueInThePast, NotTheAsker, NotYourDepartment
from assignments.models import Assignment
from assignments.services import accept, answer, ask, decline, withdraw
from assignments.states import AnswerOutcome, AssignmentKind, AssignmentState
from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from messaging.models import Event
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def inspector():
    return UserFactory(inspector=True)


@pytest.fixture
def fire_officer():
    return UserFactory(partner_officer=True)


def _ask(by, **changes):
    words = {
        "kind": AssignmentKind.JOINT_VISIT,
        "title": " 联合检查 青禾培训学校 ",
        "text": "请派两名人员。",
        "due_on": DAY,
    }
    return ask(DepartmentFactory(fire=True), **(words | changes), by=by, at=NOON)


def test_ask_writes_the_assignment_and_its_history(inspector):
    asked = _ask(inspector)

    found = Assignment.objects.get()
    assert (found.state, found.title, found.due_on) == (asked.state, "联合检查 青禾培训学校", DAY)
    assert (found.asked_of.code, found.asked_by, found.asked_at) == ("fire", inspector, NOON)
    event = AuditEvent.objects.get()
    assert (event.kind, event.after) == ("assignment.ask", AssignmentState.ASKED)
    assert event.facts == {"department": "县消防大队"}


def test_ask_without_permission_is_refused_and_changes_nothing(fire_officer):
    with pytest.raises(NotAllowed):
        _ask(fire_officer)

    assert not Assignment.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal", "sentence"),
    [
        (
            {"due_on": DAY - timedelta(days=1)},
            DueInThePast,
            "答复期限（2021年11月9日）早于今天（2021年11月10日），请改为今天或以后的日期。",
        ),
        ({"title": "  "}, BadInput, "协作事项没有标题，请写明请求对方办理什么。"),
        ({"title": "长" * 201}, BadInput, "协作事项的标题有201个字，最多200个字，请缩短。"),
        ({"kind": "party"}, BadInput, "没有“party”这种协作事项，请从列表中选择。"),
    ],
)
def test_ask_with_odd_input_is_refused_and_changes_nothing(inspector, changes, refusal, sentence):
    with pytest.raises(refusal) as caught:
        _ask(inspector, **changes)

    assert str(caught.value) == sentence
    assert not Assignment.objects.exists()


def test_accept_by_the_asked_department_takes_it_up(fire_officer):
    assignment = AssignmentFactory()

    accept(assignment.pk, by=fire_officer, at=NOON)

    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ACCEPTED
    assert (assignment.accepted_by, assignment.accepted_at) == (fire_officer, NOON)
    assert AuditEvent.objects.get().kind == "assignment.accept"


def test_accept_twice_is_refused_and_written_once(fire_officer):
    assignment = AssignmentFactory(title="查消防")
    accept(assignment.pk, by=fire_officer, at=NOON)

    with pytest.raises(WrongState) as caught:
        accept(assignment.pk, by=fire_officer, at=NOON)

    assert str(caught.value) == ("协作事项“查消防”现在是“办理中”，不能接收；须先处于“待接收”。")
    assert AuditEvent.objects.count() == 1


def test_accept_by_another_department_is_refused_and_changes_nothing():
    assignment = AssignmentFactory(title="查消防")
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))

    with pytest.raises(NotYourDepartment) as caught:
        accept(assignment.pk, by=market, at=NOON)

    assert str(caught.value) == ("协作事项“查消防”交由县消防大队办理，只有该部门的人员才能接收。")
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ASKED
    assert not AuditEvent.objects.exists()


def test_accept_without_permission_is_refused():
    assignment = AssignmentFactory()
    nobody = UserFactory(department=assignment.asked_of)

    with pytest.raises(NotAllowed):
        accept(assignment.pk, by=nobody, at=NOON)

    assert Assignment.objects.get().state == AssignmentState.ASKED


def test_accept_unknown_assignment_is_refused(fire_officer):
    with pytest.raises(NotFound):
        accept(404, by=fire_officer, at=NOON)


def test_answer_an_accepted_assignment_keeps_who_accepted_it(fire_officer):
    assignment = AssignmentFactory(accepted=True)

    answer(assignment.pk, text=" 已到场。 ", outcome="attended", by=fire_officer, at=NOON)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.answer_text) == (AssignmentState.ANSWERED, "已到场。")
    assert assignment.answer_outcome == AnswerOutcome.ATTENDED
    assert (assignment.answered_by, assignment.answered_at) == (fire_officer, NOON)
    assert assignment.accepted_by != fire_officer
    event = AuditEvent.objects.get()
    assert (event.kind, event.facts) == ("assignment.answer", {"outcome": "attended"})


def test_answer_at_once_also_takes_it_up(fire_officer):
    assignment = AssignmentFactory()

    answer(assignment.pk, text="未发现火灾隐患。", outcome="no_problem", by=fire_officer, at=NOON)

    assignment.refresh_from_db()
    assert (assignment.accepted_by, assignment.answered_by) == (fire_officer, fire_officer)


@pytest.mark.parametrize(("text", "outcome"), [(" ", "attended"), ("已到场。", "unknown")])
def test_answer_without_text_or_outcome_is_refused_and_changes_nothing(fire_officer, text, outcome):
    assignment = AssignmentFactory()

    with pytest.raises(BadInput):
        answer(assignment.pk, text=text, outcome=outcome, by=fire_officer, at=NOON)

    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ASKED
    assert not AuditEvent.objects.exists()


def test_answer_by_the_asker_is_refused(inspector):
    assignment = AssignmentFactory(asked_by=inspector)

    with pytest.raises(NotYourDepartment):
        answer(assignment.pk, text="已到场。", outcome="attended", by=inspector, at=NOON)

    assert not AuditEvent.objects.exists()


def test_decline_keeps_the_reason(fire_officer):
    assignment = AssignmentFactory(accepted=True)

    decline(assignment.pk, reason="属住建部门职责。", by=fire_officer, at=NOON)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.close_reason) == ("declined", "属住建部门职责。")
    assert (assignment.closed_by, assignment.closed_at) == (fire_officer, NOON)
    assert AuditEvent.objects.get().facts == {"reason": "属住建部门职责。"}


def test_decline_without_reason_is_refused_and_changes_nothing(fire_officer):
    assignment = AssignmentFactory()

    with pytest.raises(BadInput):
        decline(assignment.pk, reason=" ", by=fire_officer, at=NOON)

    assignment.refresh_from_db()
    assert assignment.is_open
    assert not AuditEvent.objects.exists()


def test_withdraw_by_a_colleague_of_the_asker_takes_it_back():
    assignment = AssignmentFactory()
    colleague = UserFactory(section_head=True)

    withdraw(assignment.pk, reason="检查已取消。", by=colleague, at=NOON)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.closed_by) == (AssignmentState.WITHDRAWN, colleague)


def test_withdraw_by_the_asked_department_is_refused(fire_officer):
    assignment = AssignmentFactory(title="查消防")

    with pytest.raises(NotTheAsker) as caught:
        withdraw(assignment.pk, reason="不办了。", by=fire_officer, at=NOON)

    assert str(caught.value) == "协作事项“查消防”由县教育局发起，只有该部门的人员才能撤回。"
    assert Assignment.objects.get().is_open


def test_withdraw_an_answered_assignment_is_refused(inspector):
    assignment = AssignmentFactory(answered=True)

    with pytest.raises(WrongState):
        withdraw(assignment.pk, reason="检查已取消。", by=inspector, at=NOON)

    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ANSWERED


def test_the_neighbour_county_cannot_accept_by_number(next_door):
    assignment = AssignmentFactory()

    with next_door():
        stranger = UserFactory(partner_officer=True)
        with pytest.raises(NotFound):
            accept(assignment.pk, by=stranger, at=NOON)
        assert Department.objects.count() == 1

    assert Assignment.objects.get().state == AssignmentState.ASKED


@pytest.mark.parametrize(
    ("act", "kind"), [(decline, "assignment.declined"), (withdraw, "assignment.withdrawn")]
)
def test_the_other_side_hears_of_an_end(county, act, kind):
    asked = AssignmentFactory(asked_by=UserFactory(inspector=True))
    there = UserFactory(partner_officer=True, department=asked.asked_of)
    by, hears = (there, asked.asked_by.department_id)
    if act is withdraw:
        by, hears = asked.asked_by, asked.asked_of_id

    act(asked.pk, reason="不属本部门职责", by=by, at=NOON)

    (event,) = Event.objects.all()
    assert (event.kind, event.only_for) == (kind, [hears])
