"""Evidence, reports and reviews stay; a prior notice is fixed; a hearing is heard by others.

Guards 2 and 3 of the domain's state machine.
"""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, at_once, frozen, never_deleted, refuse

_LOCAL = "(NEW.{} AT TIME ZONE 'Asia/Shanghai')::date"
_IS_OFFICER = "SELECT count(*) FROM @cases_caseofficer WHERE case_id = $1 AND user_id = $2"
# Worked days after $1 up to and with $2, by the county's calendar.
_WORKED = """SELECT count(*) FROM generate_series($1::date + 1, $2::date, '1 day') AS g(d)
    LEFT JOIN @policies_calendarday c ON c.date = g.d::date
    WHERE coalesce(c.is_working, extract(isodow FROM g.d) < 6)"""

EVIDENCE = [
    *at_once(
        "evidence_is_numbered_without_a_gap",
        "cases_caseevidence",
        "INSERT",
        ask(
            "SELECT coalesce(max(no), 0) FROM @cases_caseevidence WHERE case_id = $1",
            "last",
            "NEW.case_id",
        ),
        refuse(
            "NEW.no <> last + 1",
            "evidence_is_numbered_without_a_gap",
            "evidence is numbered without a gap",
        ),
        declare="last integer;",
    ),
    *frozen(
        "evidence_is_only_excluded",
        "cases_caseevidence",
        but=(
            *("is_lawful", "is_relevant", "is_true"),
            *("excluded_reason", "excluded_at", "excluded_by_id"),
        ),
    ),
    *frozen(
        "evidence_excluded_stays_out", "cases_caseevidence", when="OLD.excluded_at IS NOT NULL"
    ),
    *at_commit(
        "preservation_is_approved_by_no_officer",
        "cases_preservation",
        "UPDATE",
        ask(_IS_OFFICER, "own", "NEW.case_id", "NEW.decided_by_id"),
        refuse(
            "own > 0",
            "preservation_is_approved_by_no_officer",
            "an officer of the case does not approve the keeping",
        ),
        declare="own integer;",
        when="NEW.decided_by_id IS NOT NULL",
    ),
    *frozen("preservation_handled_stays", "cases_preservation", when="OLD.handled_on IS NOT NULL"),
]
REVIEW = [
    *at_once(
        "reviewer_is_no_officer_of_the_case",
        "cases_legalreview",
        "INSERT",
        ask(_IS_OFFICER, "own", "NEW.case_id", "NEW.reviewed_by_id"),
        refuse(
            "own > 0",
            "reviewer_is_no_officer_of_the_case",
            "the reviewer is no officer of the case",
        ),
        ask(
            "SELECT count(*) FROM @cases_investigationreport r WHERE r.id = $1 AND r.case_id = $2"
            " AND r.no = (SELECT max(no) FROM @cases_investigationreport WHERE case_id = $2)",
            "found",
            "NEW.report_id",
            "NEW.case_id",
        ),
        refuse(
            "found = 0",
            "review_looks_at_the_last_report",
            "a review looks at the last report of its case",
        ),
        refuse(
            f"NEW.reviewed_on > {_LOCAL.format('reviewed_at')}",
            "review_is_not_dated_ahead",
            "a review is not dated ahead",
        ),
        declare="own integer; found integer;",
    ),
]
NOTICE = [
    *frozen(
        "approved_prior_notice_is_frozen",
        "cases_priornotice",
        but=("state", "served_on", "statement_until", "hearing_until"),
        when="OLD.approved_at IS NOT NULL",
    ),
    *at_once(
        "prior_notice_is_served_once",
        "cases_priornotice",
        "UPDATE",
        refuse(
            "(OLD.served_on, OLD.statement_until, OLD.hearing_until) IS DISTINCT FROM"
            " (NEW.served_on, NEW.statement_until, NEW.hearing_until)",
            "prior_notice_is_served_once",
            "the day of a service stays",
        ),
        when="OLD.served_on IS NOT NULL",
    ),
    *at_once(
        "prior_notice_never_comes_back",
        "cases_priornotice",
        "UPDATE",
        refuse(
            "NEW.state <> OLD.state",
            "prior_notice_never_comes_back",
            "a notice that was replaced or given up stays so",
        ),
        when="OLD.state IN ('superseded', 'discarded')",
    ),
    *at_commit(
        "prior_notice_is_complete_when_approved",
        "cases_priornotice",
        "INSERT OR UPDATE",
        ask(
            "SELECT count(*), coalesce(bool_or(kind IN ('P6', 'P7', 'P8', 'P9')"
            " OR (kind IN ('P3', 'P4') AND amount_fen >= $2) OR kind = 'P5'), false)"
            " FROM @cases_proposedpenalty WHERE notice_id = $1",
            "listed, heavy",
            "NEW.id",
            "NEW.threshold_fen",
        ),
        refuse(
            "listed = 0 OR listed <> NEW.penalty_count",
            "prior_notice_counts_its_penalties",
            "an approved notice proposes the penalties it counts",
        ),
        refuse(
            "heavy AND NOT NEW.hearing_offered",
            "hearing_is_offered_where_the_law_gives_one",
            "these penalties give the right to a hearing",
        ),
        ask(_IS_OFFICER, "own", "NEW.case_id", "NEW.approved_by_id"),
        refuse(
            "own > 0",
            "prior_notice_is_approved_by_no_officer",
            "an officer of the case does not approve its notice",
        ),
        ask(
            "SELECT count(*) FROM @cases_investigationreport WHERE id = $1 AND case_id = $2",
            "reported",
            "NEW.report_id",
            "NEW.case_id",
        ),
        refuse(
            "reported = 0",
            "prior_notice_rests_on_a_report_of_its_case",
            "a notice rests on a report of its case",
        ),
        refuse(
            f"NEW.issued_on < {_LOCAL.format('approved_at')}",
            "prior_notice_is_not_dated_back",
            "a paper is dated on the day of its approval or later",
        ),
        declare="listed integer; heavy boolean; own integer; reported integer;",
        when="NEW.approved_at IS NOT NULL",
    ),
    *at_commit(
        "hearing_may_be_asked_for_five_working_days",
        "cases_priornotice",
        "INSERT OR UPDATE",
        ask(_WORKED, "worked", "NEW.served_on", "NEW.hearing_until"),
        refuse(
            "worked < 5",
            "hearing_may_be_asked_for_five_working_days",
            "a hearing may be asked for during five working days",
        ),
        declare="worked integer;",
        when="NEW.hearing_until IS NOT NULL",
    ),
    *at_once(
        "penalties_of_an_approved_notice_stay",
        "cases_proposedpenalty",
        "INSERT OR UPDATE OR DELETE",
        ask(
            "SELECT count(*) FROM @cases_priornotice WHERE approved_at IS NOT NULL"
            " AND id IN ($1, $2)",
            "approved",
            "CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.notice_id END",
            "CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.notice_id END",
        ),
        refuse(
            "approved > 0",
            "penalties_of_an_approved_notice_stay",
            "what an approved notice proposes stays",
        ),
        declare="approved integer;",
    ),
    *frozen("statement_rechecked_stays", "cases_statement", when="OLD.rechecked_at IS NOT NULL"),
    *frozen(
        "statement_stays",
        "cases_statement",
        but=("recheck", "adoption", "rechecked_at", "rechecked_by_id"),
    ),
]
_OF_A_SERVED = "SELECT count(*) FROM @cases_priornotice WHERE id = $1 AND served_on <= $2"
ANSWER = [
    *at_once(
        "statement_answers_a_served_notice",
        "cases_statement",
        "INSERT",
        ask(_OF_A_SERVED, "served", "NEW.notice_id", "NEW.made_on"),
        refuse("served = 0", "statement_answers_a_served_notice", "the notice was not served yet"),
        declare="served integer;",
    ),
    *at_once(
        "waiver_follows_a_served_notice",
        "cases_waiver",
        "INSERT",
        ask(_OF_A_SERVED, "served", "NEW.notice_id", "NEW.waived_on"),
        refuse("served = 0", "waiver_follows_a_served_notice", "the notice was not served yet"),
        declare="served integer;",
    ),
    *at_once(
        "hearing_is_asked_for_in_time",
        "cases_hearing",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_priornotice WHERE id = $1 AND hearing_offered"
            " AND $2 BETWEEN served_on AND hearing_until",
            "offered",
            "NEW.notice_id",
            "NEW.requested_on",
        ),
        refuse("offered = 0", "hearing_is_asked_for_in_time", "no hearing can be asked for now"),
        declare="offered integer;",
    ),
    *at_commit(
        "hearing_is_chaired_by_no_officer",
        "cases_hearing",
        "INSERT OR UPDATE",
        ask(
            "SELECT count(*) FROM @cases_caseofficer o JOIN @cases_priornotice n"
            " ON n.case_id = o.case_id WHERE n.id = $1 AND o.user_id IN ($2, $3)",
            "own",
            "NEW.notice_id",
            "NEW.chair_id",
            "NEW.clerk_id",
        ),
        refuse(
            "own > 0",
            "hearing_is_chaired_by_no_officer",
            "an officer of the case does not lead or record its hearing",
        ),
        declare="own integer;",
        when="NEW.chair_id IS NOT NULL",
    ),
    *at_commit(
        "hearing_is_called_seven_working_days_before",
        "cases_hearing",
        "INSERT OR UPDATE",
        ask(_WORKED, "worked", "NEW.call_served_on", "NEW.held_on"),
        refuse(
            "worked < 7",
            "hearing_is_called_seven_working_days_before",
            "the call reaches the party seven working days before the hearing",
        ),
        declare="worked integer;",
        when="NEW.held_on IS NOT NULL",
    ),
    *frozen("hearing_over_stays", "cases_hearing", when="OLD.state IN ('held', 'ended')"),
    *at_commit(
        "discussion_is_of_two_heads_or_more",
        "cases_discussion",
        "INSERT",
        ask(
            "SELECT count(*), count(*) FILTER (WHERE person_id IN"
            " (SELECT user_id FROM @cases_caseofficer WHERE case_id = $2))"
            " FROM @cases_discussionmember WHERE discussion_id = $1",
            "present, own",
            "NEW.id",
            "NEW.case_id",
        ),
        refuse(
            "present < 2", "discussion_is_of_two_heads_or_more", "several heads discuss together"
        ),
        refuse(
            "own > 0",
            "discussion_is_of_no_officer",
            "an officer of the case does not discuss it as a head",
        ),
        declare="present integer; own integer;",
    ),
]
KEPT = ("caseevidence", "preservation", "priornotice", "statement", "hearing")
GROWING = (
    "investigationreport",
    "legalreview",
    "preserveditem",
    "waiver",
    "discussion",
    "discussionmember",
    "casecorrection",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_steps_are_kept")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (
            *EVIDENCE,
            *REVIEW,
            *NOTICE,
            *ANSWER,
            *(pair for name in KEPT for pair in never_deleted(f"cases_{name}")),
            *(pair for name in GROWING for pair in append_only(f"cases_{name}")),
        )
    ]
