"""A case moves only by a recorded step of two certified officers; numbers have no gap.

Guards 1 and 8 of the domain's state machine, and what happened stays.
"""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, at_once, frozen, never_deleted, refuse

_LOCAL = "(NEW.{} AT TIME ZONE 'Asia/Shanghai')::date"
_CERTIFIED = """SELECT count(DISTINCT o.user_id) FROM @cases_caseofficer o {join}
    WHERE o.case_id = $1 AND o.joined_on <= $2 AND (o.left_on IS NULL OR o.left_on > $2)
      AND o.certificate_from <= $2 AND o.certificate_until >= $2 {also}"""

CASE = [
    *at_once(
        "case_begins_as_a_clue",
        "cases_case",
        "INSERT",
        refuse(
            "NEW.state <> 'clue' OR NEW.step_count <> 0",
            "case_begins_as_a_clue",
            "a case begins as a clue without steps",
        ),
    ),
    *at_once(
        "case_state_changes_with_a_step",
        "cases_case",
        "UPDATE",
        refuse(
            "NEW.step_count NOT IN (OLD.step_count, OLD.step_count + 1)"
            " OR (NEW.state <> OLD.state AND NEW.step_count = OLD.step_count)",
            "case_state_changes_with_a_step",
            "the state of a case changes only with one more step",
        ),
    ),
    *at_commit(
        "case_moves_only_by_a_recorded_step",
        "cases_case",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_casestep WHERE case_id = $1 AND no = $2"
            " AND source = $3 AND target = $4",
            "found",
            "NEW.id",
            "NEW.step_count",
            "OLD.state",
            "NEW.state",
        ),
        refuse(
            "found = 0",
            "case_moves_only_by_a_recorded_step",
            "no step tells of this move of the case",
        ),
        declare="found integer;",
        when="OLD.step_count <> NEW.step_count",
    ),
    *frozen(
        "case_numbered_keeps_its_number",
        "cases_case",
        but=(
            *("state", "cause", "party_id", "acted_from", "acted_until", "limitation_years"),
            *("limitation_reason", "fines_checked_at", "fines_checked_by_id"),
            *("fines_checked_how", "step_count"),
        ),
        when="OLD.number IS NOT NULL",
    ),
    *frozen(
        "case_decided_keeps_what_it_says",
        "cases_case",
        but=("state", "step_count"),
        when="OLD.state IN ('decided', 'served', 'performing', 'closed', 'archived')",
    ),
    *at_commit(
        "case_is_filed_with_party_in_time_by_another",
        "cases_case",
        "UPDATE",
        ask(
            _CERTIFIED.format(join="", also=""),
            "certified",
            "NEW.id",
            "NEW.filed_on",
        ),
        refuse(
            "certified < 2",
            "case_is_filed_with_two_certified_officers",
            "a case is filed with two officers certified on that day",
        ),
        ask(
            "SELECT (SELECT count(*) FROM @cases_caseviolation WHERE case_id = $1),"
            " (SELECT count(*) FROM @cases_caseofficer WHERE case_id = $1 AND user_id = $2)",
            "named, own",
            "NEW.id",
            "NEW.filed_by_id",
        ),
        refuse("named = 0", "case_is_filed_for_a_violation", "a case is filed for a violation"),
        refuse("own > 0", "case_is_not_filed_by_its_officer", "an officer does not file own case"),
        refuse(
            "NEW.found_on > NEW.acted_until + make_interval(years => NEW.limitation_years)",
            "case_is_filed_within_the_limitation",
            "the act was found after the limitation had run out",
        ),
        refuse(
            f"NEW.filed_on <> {_LOCAL.format('filed_at')}",
            "case_is_filed_on_the_day_of_its_approval",
            "the day of filing is the day of its approval",
        ),
        declare="certified integer; named integer; own integer;",
        when="OLD.filed_at IS NULL AND NEW.filed_at IS NOT NULL",
    ),
    *at_commit(
        "case_has_a_decision_when_decided",
        "cases_case",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_decision WHERE case_id = $1 AND state = 'approved'",
            "made",
            "NEW.id",
        ),
        refuse(
            "made <> 1",
            "case_has_a_decision_when_decided",
            "a case is decided by a decision that was approved",
        ),
        declare="made integer;",
        when="NEW.state IN ('decided', 'served', 'performing') AND OLD.state <> NEW.state",
    ),
]
STEP = [
    *at_once(
        "case_steps_follow_in_time",
        "cases_casestep",
        "INSERT",
        ask(
            "SELECT coalesce(max(recorded_at), '-infinity'), coalesce(max(no), 0)"
            " FROM @cases_casestep WHERE case_id = $1",
            "latest, last",
            "NEW.case_id",
        ),
        refuse(
            "NEW.recorded_at < latest",
            "case_steps_follow_in_time",
            "a step is not recorded before the one before it",
        ),
        refuse("NEW.no <> last + 1", "case_steps_have_no_gap", "steps are numbered without a gap"),
        refuse(
            f"NEW.happened_on > {_LOCAL.format('recorded_at')}",
            "case_step_happened_before_it_was_recorded",
            "nothing is recorded before it happened",
        ),
        declare="latest timestamptz; last integer;",
    ),
    *at_commit(
        "case_step_has_two_certified_officers",
        "cases_casestep",
        "INSERT",
        ask(
            _CERTIFIED.format(
                join="JOIN @cases_stepofficer s ON s.officer_id = o.id", also="AND s.step_id = $3"
            ),
            "certified",
            "NEW.case_id",
            "NEW.happened_on",
            "NEW.id",
        ),
        refuse(
            "certified < 2",
            "case_step_has_two_certified_officers",
            "this step needs two officers of the case, certified on its day",
        ),
        declare="certified integer;",
        when="NEW.needs_officers",
    ),
    *at_commit(
        "case_counts_its_steps",
        "cases_casestep",
        "INSERT",
        ask("SELECT step_count FROM @cases_case WHERE id = $1", "counted", "NEW.case_id"),
        refuse("counted < NEW.no", "case_counts_its_steps", "the case does not count this step"),
        declare="counted integer;",
    ),
]
OFFICER = [
    *at_once(
        "case_officer_has_the_registered_certificate",
        "cases_caseofficer",
        "INSERT",
        ask(
            "SELECT count(*) FROM @accounts_officercertificate c"
            " JOIN @accounts_user u ON u.id = c.user_id"
            " WHERE c.id = $1 AND c.user_id = $2 AND c.number = $3 AND c.valid_from = $4"
            " AND c.valid_until = $5 AND NOT u.is_auxiliary",
            "found",
            "NEW.certificate_id",
            "NEW.user_id",
            "NEW.certificate_no",
            "NEW.certificate_from",
            "NEW.certificate_until",
        ),
        refuse(
            "found = 0",
            "case_officer_has_the_registered_certificate",
            "an officer is no auxiliary and has the certificate of the register",
        ),
        ask(
            "SELECT (SELECT count(*) FROM @cases_legalreview"
            " WHERE case_id = $1 AND reviewed_by_id = $2)"
            " + (SELECT count(*) FROM @cases_hearing h JOIN @cases_priornotice n"
            " ON n.id = h.notice_id WHERE n.case_id = $1 AND $2 IN (h.chair_id, h.clerk_id))",
            "judged",
            "NEW.case_id",
            "NEW.user_id",
        ),
        refuse(
            "judged > 0",
            "who_reviewed_or_heard_does_not_investigate",
            "who reviewed or heard a case does not investigate it",
        ),
        ask(
            "SELECT count(*) FROM @cases_caserecusal"
            " WHERE case_id = $1 AND person_id = $2 AND state = 'granted'",
            "recused",
            "NEW.case_id",
            "NEW.user_id",
        ),
        refuse("recused > 0", "who_was_recused_stays_out", "who was recused stays out of the case"),
        declare="found integer; judged integer; recused integer;",
    ),
    *frozen(
        "case_officer_only_leaves",
        "cases_caseofficer",
        but=("left_on", "left_reason"),
        when="TRUE",
    ),
    *frozen("case_officer_left_for_good", "cases_caseofficer", when="OLD.left_on IS NOT NULL"),
    *at_commit(
        "who_is_recused_leaves",
        "cases_caserecusal",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_caseofficer"
            " WHERE case_id = $1 AND user_id = $2 AND left_on IS NULL",
            "stayed",
            "NEW.case_id",
            "NEW.person_id",
        ),
        refuse("stayed > 0", "who_is_recused_leaves", "who is recused leaves the case"),
        declare="stayed integer;",
        when="NEW.state = 'granted'",
    ),
    *frozen("case_recusal_decided_stays", "cases_caserecusal", when="OLD.decided_at IS NOT NULL"),
]
VIOLATION = at_once(
    "violations_of_a_decided_case_stay",
    "cases_caseviolation",
    "INSERT OR UPDATE OR DELETE",
    ask(
        "SELECT count(*) FROM @cases_decision WHERE case_id = $1 AND state = 'approved'",
        "made",
        "CASE WHEN TG_OP = 'DELETE' THEN OLD.case_id ELSE NEW.case_id END",
    ),
    refuse("made > 0", "violations_of_a_decided_case_stay", "the case is decided"),
    declare="made integer;",
)
COUNTER = [
    *at_once(
        "case_counter_grows_by_one",
        "cases_casecounter",
        "INSERT OR UPDATE",
        refuse(
            "(TG_OP = 'INSERT' AND NEW.last <> 0) OR (TG_OP = 'UPDATE'"
            " AND (NEW.year, NEW.last) IS DISTINCT FROM (OLD.year, OLD.last + 1))",
            "case_counter_grows_by_one",
            "the counter begins at 0 and grows by one",
        ),
    ),
    *at_commit(
        "case_numbers_have_no_gap",
        "cases_casecounter",
        "UPDATE",
        ask(
            "SELECT count(*), coalesce(max(serial), 0) FROM @cases_case WHERE year = $1",
            "given, highest",
            "NEW.year",
        ),
        ask("SELECT last FROM @cases_casecounter WHERE year = $1", "counted", "NEW.year"),
        refuse(
            "given <> counted OR highest <> counted",
            "case_numbers_have_no_gap",
            "the counter and the numbers given differ",
        ),
        declare="given integer; highest integer; counted integer;",
    ),
]
KEPT = ("case", "casecounter", "caseofficer", "caserecusal", "party")
GROWING = ("casestep", "stepofficer", "caseopinion")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (
            *CASE,
            *STEP,
            *OFFICER,
            *VIOLATION,
            *COUNTER,
            *(pair for name in KEPT for pair in never_deleted(f"cases_{name}")),
            *(pair for name in GROWING for pair in append_only(f"cases_{name}")),
        )
    ]
