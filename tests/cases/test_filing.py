"""From the clue to the filed case, or to the reasoned no."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from cases import services
from cases.errors import (
    ActDaysWrong,
    CaseWordsMissing,
    ClockBehind,
    ClueHasCase,
    LimitationOver,
    NotFileable,
    NotYourCase,
    OfficersMissing,
    OwnCase,
    SamePerson,
)
from cases.models import Case, CaseCounter
from cases.services import ClueFacts
from cases.states import CaseState
from common.errors import NotAllowed, WrongState
from deadlines.models import Deadline
from tests.cases.guarding import change
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.policies import PowerHolderFactory
from tests.factories.releases import ClueFactory
from tests.times import DAY, NOON


def unchanged(case: Case) -> bool:
    """The case is as it was read; nothing was added to its timeline."""
    now = Case.objects.get(pk=case.pk)
    return (now.state, now.step_count) == (case.state, case.steps.count())


def test_a_filed_case_has_number_steps_and_opinions(people, check_now):
    case = scenes.filed(people)
    check_now()

    assert (case.state, case.number, case.filed_on) == (
        CaseState.INVESTIGATING,
        "县教立字〔2021〕1号",
        DAY,
    )
    assert [step.action for step in case.steps.all()] == [
        *("register", "join", "join", "check", "file")
    ]
    assert [one.level for one in case.opinions.all()] == ["officer", "section", "head"]
    assert case.steps.last().step_officers.count() == 2
    assert AuditEvent.objects.filter(kind="case.file").count() == 1


def test_filing_ends_the_limit_of_the_clue_and_begins_the_ninety_days(people):
    case = scenes.filed(people)

    clue, decision = Deadline.objects.order_by("pk")
    assert (clue.key, clue.met_on) == ("deadline.t01", DAY)
    assert (decision.key, decision.count, decision.unit) == ("deadline.t02", 90, "calendar_day")
    assert decision.counts_from_on == case.filed_on
    assert [link.role for link in case.deadlines.all()] == ["clue", "decision"]


def test_filing_twice_is_refused_and_takes_no_second_number(people):
    case = scenes.filed(people)

    with pytest.raises(WrongState):
        services.approve_filing(case.pk, opinion="同意", by=people.deputy, at=NOON)

    assert unchanged(case)
    assert CaseCounter.objects.get().last == 1


def test_only_the_head_files(people):
    case = scenes.checked(people)

    for who in (people.section, people.reviewer, UserFactory(registry_clerk=True)):
        with pytest.raises(NotAllowed):
            services.approve_filing(case.pk, opinion="同意", by=who, at=NOON)

    assert unchanged(case)


def test_the_section_head_speaks_before_the_head(people):
    case = scenes.known_clue(people)
    services.check_case(case.pk, result="属实", proposes_filing=True, by=people.lead, at=NOON)

    with pytest.raises(NotFileable, match="承办机构"):
        services.approve_filing(case.pk, opinion="同意", by=people.head, at=NOON)


def test_nobody_gives_two_opinions_on_one_matter(people):
    case = scenes.checked(people)

    with pytest.raises(SamePerson):
        services.endorse_filing(case.pk, agrees=True, opinion="同意", by=people.section, at=NOON)


def test_an_officer_with_the_right_to_decide_does_not_file_his_own_case(people):
    people.second.roles = ["inspector", "bureau_head"]
    people.second.save()
    case = scenes.checked(people)

    with pytest.raises(OwnCase):
        services.approve_filing(case.pk, opinion="同意", by=people.second, at=NOON)


def test_a_clue_without_a_party_is_not_filed(people):
    case = scenes.clue(people)

    with pytest.raises(NotFileable, match="当事人"):
        services.check_case(case.pk, result="属实", proposes_filing=True, by=people.lead, at=NOON)

    assert unchanged(case)


@pytest.mark.parametrize(
    ("until", "barred"), [(date(2019, 11, 10), False), (date(2019, 11, 9), True)]
)
def test_what_was_found_after_two_years_is_not_filed(people, until, barred):
    case = scenes.known_clue(people, acted=(until, until))

    if barred:
        with pytest.raises(LimitationOver, match="2年"):
            services.check_case(
                case.pk, result="属实", proposes_filing=True, by=people.lead, at=NOON
            )
    else:
        services.check_case(case.pk, result="属实", proposes_filing=True, by=people.lead, at=NOON)


@pytest.mark.parametrize(
    ("way", "may"), [("transferred", False), ("delegated", True)], ids=["moved", "delegated"]
)
def test_what_others_have_the_power_over_is_not_filed(people, way, may):
    PowerHolderFactory(covers="T9", way=way)
    case = scenes.known_clue(people)
    told = {"result": "属实", "proposes_filing": True, "by": people.lead, "at": NOON}

    if may:
        assert services.check_case(case.pk, **told).state == "checked"
        return
    with pytest.raises(NotFileable, match="由桤木县综合行政执法局行使处罚权.*应当移送"):
        services.check_case(case.pk, **told)
    assert unchanged(case)
    assert services.check_case(case.pk, **{**told, "proposes_filing": False}).state == "checked"


def test_five_years_with_a_reason_reach_further_back(people, check_now):
    until = DAY - timedelta(days=900)
    case = scenes.known_clue(people, acted=(until, until))
    told = {"result": "属实", "proposes_filing": True, "by": people.lead, "at": NOON}
    with pytest.raises(LimitationOver, match="2年"):
        services.check_case(case.pk, **told)
    with pytest.raises(CaseWordsMissing, match="五年追责期限的理由"):
        services.apply_long_limitation(case.pk, reason=" ", by=people.lead, at=NOON)

    services.apply_long_limitation(
        case.pk, reason="卷款停办，家长预付费未退", by=people.lead, at=NOON
    )

    assert services.check_case(case.pk, **told).state == "checked"
    check_now()
    assert case.steps.filter(text__contains="适用五年追责期限").exists()


def test_one_officer_is_not_enough_for_a_check(people):
    case = scenes.known_clue(people)
    second = case.officers.get(user=people.second)
    change(second, left_on=DAY, left_reason="调离")

    with pytest.raises(OfficersMissing, match="只有1名"):
        services.check_case(case.pk, result="属实", proposes_filing=True, by=people.lead, at=NOON)

    assert unchanged(case)


def test_who_does_not_handle_the_case_does_not_check_it(people):
    case = scenes.known_clue(people)
    other = UserFactory(inspector=True, certificate=True)

    with pytest.raises(NotYourCase):
        services.check_case(case.pk, result="属实", proposes_filing=True, by=other, at=NOON)


def test_refusing_to_file_ends_the_matter(people, check_now):
    case = scenes.checked(people, files=False)

    case = services.refuse_filing(case.pk, opinion="无违法事实", by=people.head, at=NOON)
    check_now()

    assert (case.state, case.number) == (CaseState.NOT_FILED, None)
    assert Deadline.objects.get().met_on == DAY


def test_a_clock_that_was_set_back_is_told(people):
    case = scenes.known_clue(people)

    with pytest.raises(ClockBehind):
        services.check_case(
            case.pk,
            result="属实",
            proposes_filing=True,
            by=people.lead,
            at=NOON - timedelta(minutes=1),
        )


def test_a_clue_of_a_visit_becomes_one_case(people):
    found = ClueFactory()
    facts = {"source": "inspection", "clue_id": found.pk}
    case = scenes.clue(people, **facts)

    with pytest.raises(ClueHasCase, match=str(case)):
        scenes.clue(people, **facts)

    assert Case.objects.get().clue == found


def test_a_clue_needs_words_and_days_that_can_be(people):
    words = ClueFacts(cause=" ", source="media", text="", found_on=DAY)
    with pytest.raises(CaseWordsMissing, match="案由、线索内容"):
        services.register_clue(words, people.officer_ids, by=people.lead, at=NOON)

    late = ClueFacts("案由", "media", "线索", DAY, acted=(DAY, DAY + timedelta(days=1)))
    with pytest.raises(ActDaysWrong):
        services.register_clue(late, people.officer_ids, by=people.lead, at=NOON)

    assert not Case.objects.exists()


def test_a_withdrawn_or_transferred_case_has_no_running_deadline(people, check_now):
    first, second = scenes.filed(people), scenes.filed(people)

    services.withdraw_case(first.pk, reason="违法主体有误", by=people.head, at=NOON)
    services.transfer_case(
        second.pk, receiver="县市场监管局", grounds="属无照经营", by=people.head, at=NOON
    )
    check_now()

    assert [case.state for case in Case.objects.order_by("pk")] == ["withdrawn", "transferred"]
    assert not Deadline.objects.open().exists()
