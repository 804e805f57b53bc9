from datetime import timedelta

import pytest

from inspections import errors, rules
from inspections.records import AnswerIn, FindingIn
from inspections.rules import Attendee
from inspections.states import OfficerRole
from tests.times import DAY, NOON

EDU, FIRE = 1, 2
ITEMS = {"C01": "办学许可证是否有效", "C09": "灭火器是否在有效期内"}


def person(user_id, *, department=EDU, auxiliary=False, certificate="HN1"):
    return Attendee(
        user_id=user_id,
        name=f"人员{user_id}",
        department_id=department,
        department_name="县教育局" if department == EDU else "县消防大队",
        department_kind="education" if department == EDU else "fire",
        is_auxiliary=auxiliary,
        certificate_no="" if auxiliary else certificate,
    )


def roles(*people, departments=(EDU,)):
    taken = rules.seats(people, on=DAY, lead_kind="education", departments=departments)
    return [role for _, role in taken]


def require(answers, findings=()):
    rules.require_answers(answers, findings, items=ITEMS, checklist="检查表第1版")


def test_seats_first_certified_officer_of_education_leads():
    partner, helper = person(1, department=FIRE), person(2, auxiliary=True)

    taken = roles(partner, helper, person(3), person(4), departments=(EDU, FIRE))

    assert taken == [
        OfficerRole.OFFICER,
        OfficerRole.AUXILIARY,
        OfficerRole.LEAD,
        OfficerRole.OFFICER,
    ]


def test_seats_one_officer_and_an_auxiliary_are_too_few():
    with pytest.raises(errors.TooFewOfficers, match="2021年11月10日的检查只有1名") as refusal:
        roles(person(1), person(2, auxiliary=True))

    assert refusal.value.facts["count"] == 1


def test_seats_officer_without_valid_certificate_is_refused_by_name():
    with pytest.raises(errors.CertificateExpired, match="人员2在2021年11月10日没有有效的执法证"):
        roles(person(1), person(2, certificate=""), person(3))


def test_seats_officer_of_a_department_not_asked_is_refused():
    with pytest.raises(errors.OfficerOfOtherDepartment, match="县消防大队未被邀请"):
        roles(person(1), person(2), person(3, department=FIRE))


def test_seats_without_anybody_of_education_are_refused():
    with pytest.raises(errors.NoOfficerOfLead):
        roles(person(1, department=FIRE), person(2, department=FIRE), departments=(EDU, FIRE))


@pytest.mark.parametrize("minutes", [0, -1])
def test_require_times_end_not_after_start_is_refused(minutes):
    with pytest.raises(errors.EndBeforeStart, match="须晚于开始时间（2021年11月10日12:00）"):
        rules.require_times(NOON, NOON + timedelta(minutes=minutes), at=NOON)


def test_require_times_end_in_the_future_is_refused():
    with pytest.raises(errors.VisitNotOver, match="2021年11月10日12:01"):
        rules.require_times(NOON - timedelta(hours=1), NOON + timedelta(minutes=1), at=NOON)


def test_require_answers_takes_not_ok_with_a_note_or_with_a_finding():
    require(
        [AnswerIn("C01", "not_ok", "证件过期"), AnswerIn("C09", "not_ok")],
        [FindingIn("灭火器失效", routed_code="R14", item_code="C09")],
    )


def test_require_answers_not_ok_without_reason_is_refused():
    with pytest.raises(errors.NotOkUnexplained, match="C09“灭火器是否在有效期内”为不符合"):
        require([AnswerIn("C09", "not_ok", "  ")])


@pytest.mark.parametrize(
    ("answers", "findings", "refusal"),
    [
        ([AnswerIn("C37", "ok")], [], errors.AnswerNotOnChecklist),
        ([AnswerIn("C01", "perhaps")], [], errors.AnswerNotOnChecklist),
        ([], [FindingIn("x", violation_code="V35", item_code="C37")], errors.AnswerNotOnChecklist),
        ([AnswerIn("C01", "ok"), AnswerIn("C01", "ok")], [], errors.AnswerTwice),
    ],
)
def test_require_answers_off_the_list_or_twice_is_refused(answers, findings, refusal):
    with pytest.raises(refusal):
        require(answers, findings)


@pytest.mark.parametrize(
    "finding",
    [
        FindingIn("x"),
        FindingIn("x", violation_code="V35", routed_code="R14"),
        FindingIn("  ", violation_code="V35"),
    ],
)
def test_require_finding_shape_neither_both_or_silent_is_refused(finding):
    with pytest.raises(errors.FindingOwnOrRouted, match="第3个问题"):
        rules.require_finding_shape(3, finding)
