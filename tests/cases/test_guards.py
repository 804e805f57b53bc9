"""By the shell: rows that no verb would write. The database says no, by the name of the rule."""

from datetime import timedelta

from django.db import connection

from cases import services
from cases.models import (
    Case,
    CaseCounter,
    CaseEvidence,
    CaseStep,
    CaseViolation,
    DecidedPenalty,
    Decision,
    ProposedPenalty,
    StepOfficer,
)
from tests.cases.guarding import change, commit_now, refused_by
from tests.factories import cases as scenes
from tests.factories.accounts import OfficerCertificateFactory, UserFactory
from tests.factories.policies import ViolationFactory
from tests.times import DAY, NOON


def step(case: Case, action: str, source: str, target: str, **facts):
    """One step of a case by hand, counted by the case."""
    told = {
        "no": case.steps.count() + 1,
        "happened_on": DAY,
        "needs_officers": action in ("check", "file", "end"),
        "recorded_at": NOON,
    } | facts
    made = CaseStep.objects.create(case=case, action=action, source=source, target=target, **told)
    change(case, state=target, step_count=told["no"])
    return made


def test_a_case_moves_only_with_a_step(people):
    case = scenes.filed(people)

    with refused_by("case_state_changes_with_a_step"):
        change(case, state="decided")
    with refused_by("case_moves_only_by_a_recorded_step"):
        change(case, state="ended", step_count=case.step_count + 1)
    with refused_by("case_begins_as_a_clue"):
        Case.objects.create(
            state="decided",
            cause="案由",
            source="media",
            source_text="线索",
            found_on=DAY,
            registered_at=NOON,
            registered_by=people.lead,
        )


def test_a_step_is_a_move_of_the_table(people):
    case = scenes.filed(people)

    with refused_by("case_step_is_a_move_of_the_table"):
        step(case, "decide", "investigating", "decided")
    with refused_by("case_step_of_officers_needs_officers"):
        step(case, "end", "investigating", "ended", needs_officers=False)


def test_a_step_of_officers_has_two_that_are_certified_on_the_day(people):
    case = scenes.filed(people)
    lead, second = case.officers.order_by("pk")

    with refused_by("case_step_has_two_certified_officers"):
        step(case, "end", "investigating", "ended")
    with refused_by("case_step_has_two_certified_officers"):
        made = step(case, "end", "investigating", "ended")
        StepOfficer.objects.create(step=made, officer=lead)
    with refused_by("case_step_has_two_certified_officers"):
        change(second, left_on=DAY, left_reason="调离")
        made = step(case, "end", "investigating", "ended")
        for one in (lead, second):
            StepOfficer.objects.create(step=made, officer=one)


def test_steps_follow_in_time_and_number(people):
    case = scenes.filed(people)

    with refused_by("case_steps_follow_in_time"):
        step(case, "note", case.state, case.state, recorded_at=NOON - timedelta(seconds=1))
    with refused_by("case_steps_have_no_gap"):
        step(case, "note", case.state, case.state, no=case.step_count + 2)
    with refused_by("case_step_happened_before_it_was_recorded"):
        step(case, "note", case.state, case.state, happened_on=DAY + timedelta(days=1))
    with refused_by("cases_casestep_stays"):
        CaseStep.objects.filter(case=case).update(text="改过")


def test_a_number_is_never_changed_reused_or_left_out(people):
    case = scenes.filed(people)

    with refused_by("case_numbered_keeps_its_number"):
        change(case, number="县教立字〔2021〕9号")
    with refused_by("case_counter_grows_by_one"):
        CaseCounter.objects.update(last=5)
    with refused_by("case_numbers_have_no_gap"):
        CaseCounter.objects.update(last=2)
    with refused_by("cases_case_is_never_deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])


def test_an_officer_has_the_certificate_of_the_register(people):
    case = scenes.filed(people)
    held = OfficerCertificateFactory(user=UserFactory(inspector=True))
    facts = {
        "case": case,
        "role": "assisting",
        "certificate": held,
        "certificate_no": held.number,
        "certificate_from": held.valid_from,
        "certificate_until": held.valid_until,
        "joined_on": DAY,
        "joined_at": NOON,
        "joined_by": people.section,
    }

    with refused_by("case_officer_has_the_registered_certificate"):
        case.officers.create(user=people.section, **facts)
    with refused_by("officer_joins_with_a_valid_certificate"):
        late = {"joined_on": held.valid_until + timedelta(days=1)}
        case.officers.create(user=held.user, **facts | late)
    with refused_by("case_officer_only_leaves"):
        change(case.officers.first(), certificate_no="伪造")


def test_evidence_is_numbered_and_only_excluded(people):
    case = scenes.ended(people)
    piece = case.evidence.get()

    with refused_by("evidence_is_numbered_without_a_gap"):
        CaseEvidence.objects.create(
            case=case,
            no=7,
            kind="object",
            name="教材",
            is_object=True,
            obtained_on=DAY,
            obtained_from="现场",
            proves="培训",
            added_at=NOON,
            added_by=people.lead,
        )
    with refused_by("evidence_is_only_excluded"):
        change(piece, proves="别的")
    with refused_by("unlawful_evidence_is_excluded"):
        change(piece, is_lawful=False)


def test_who_investigates_neither_reviews_nor_hears(people):
    case = scenes.ended(people)
    report = case.reports.get()

    with refused_by("reviewer_is_no_officer_of_the_case"):
        case.reviews.create(
            report=report,
            no=1,
            grounds=[],
            outcome="passed",
            opinion="同意",
            qualification="A",
            reviewed_on=DAY,
            reviewed_at=NOON,
            reviewed_by=people.lead,
        )
    notice = scenes.served(case, people, scenes.CLOSING)
    hearing = services.request_hearing(
        notice.pk, requested_on=DAY, requested_by="王春梅", by=people.lead, at=NOON
    )
    with refused_by("hearing_is_chaired_by_no_officer"):
        change(
            hearing,
            state="called",
            chair=people.lead,
            clerk=people.reviewer,
            call_served_on=DAY,
            earliest_on=DAY + timedelta(days=12),
            held_on=DAY + timedelta(days=12),
        )


def test_an_approved_notice_and_its_penalties_stay(people):
    case = scenes.ended(people)
    notice = scenes.served(case, people)

    with refused_by("approved_prior_notice_is_frozen"):
        change(notice, facts="别的事实")
    with refused_by("prior_notice_is_served_once"):
        change(notice, served_on=DAY + timedelta(days=1))
    with refused_by("penalties_of_an_approved_notice_stay"):
        ProposedPenalty.objects.filter(notice=notice).update(amount_fen=9_999_999)
    with refused_by("penalties_of_an_approved_notice_stay"):
        ProposedPenalty.objects.create(notice=notice, kind="P7")
    with refused_by("party_of_an_announced_case_stays"):
        change(case, party=scenes.bare_party())


def test_a_closing_order_opens_the_right_to_a_hearing(people):
    case = scenes.ended(people)
    notice = scenes.drafted(case, people, scenes.CLOSING)
    change(notice, hearing_offered=False, hearing_ground="")

    with refused_by("hearing_is_offered_where_the_law_gives_one"):
        services.approve_prior_notice(notice.pk, by=people.section, at=NOON)


def test_a_decision_and_its_penalties_stay(people):
    decision = scenes.decided(people, scenes.FINE)

    with refused_by("decision_made_is_frozen"):
        change(decision, reason="改过")
    with refused_by("penalties_of_a_made_decision_stay"):
        DecidedPenalty.objects.create(decision=decision, kind="P7")
    with refused_by("violations_of_a_decided_case_stay"):
        CaseViolation.objects.create(case=decision.case, violation=ViolationFactory(), no=2)
    with refused_by("case_decided_keeps_what_it_says"):
        change(decision.case, cause="改过")
    with refused_by("party_of_a_made_decision_stays"):
        change(decision.case.party, name="别人")
    with refused_by("cases_decision_is_never_deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_decision")
    assert Decision.objects.get().penalty_count == 1


def file_by_hand(case: Case, people, **facts) -> None:
    """What approve_filing writes, without asking anything."""
    no = case.steps.count() + 1
    made = CaseStep.objects.create(
        case=case,
        no=no,
        action="file",
        source="checked",
        target="investigating",
        happened_on=DAY,
        needs_officers=True,
        recorded_at=NOON,
    )
    for one in case.officers.all():
        StepOfficer.objects.create(step=made, officer=one)
    CaseCounter.objects.create(year=2021)
    CaseCounter.objects.update(last=1)
    told = {"filed_on": DAY, "filed_at": NOON, "filed_by": people.head} | facts
    numbered = {"year": 2021, "serial": 1, "number": "县教立字〔2021〕1号"}
    change(case, state="investigating", step_count=no, **numbered, **told)


def test_a_case_is_filed_in_time_for_a_violation_by_a_stranger(people):
    case = scenes.checked(people)

    with refused_by("case_is_not_filed_by_its_officer"):
        file_by_hand(case, people, filed_by=people.lead)
    with refused_by("case_is_filed_within_the_limitation"):
        old = DAY.replace(year=2019, month=1)
        file_by_hand(case, people, acted_from=old, acted_until=old)
    with refused_by("case_is_filed_on_the_day_of_its_approval"):
        file_by_hand(case, people, filed_on=DAY + timedelta(days=1))
    with refused_by("case_is_filed_for_a_violation"):
        case.violations.all().delete()
        file_by_hand(case, people)
    commit_now()
    change(case.officers.first(), left_on=DAY, left_reason="调离")
    with refused_by("case_step_has_two_certified_officers"):
        file_by_hand(case, people)
