"""What must have been before a penalty is decided: guards 2, 3, 4, 5, 6 and 8, arts. 30 and 36."""

from django.db import migrations

from common.guards import ask, at_commit, at_once, frozen, never_deleted, refuse

_MADE = "NEW.state = 'approved'"
_PENALTY = f"{_MADE} AND NEW.kind = 'penalty'"
_LOCAL = "(NEW.{} AT TIME ZONE 'Asia/Shanghai')::date"

MADE = at_commit(
    "decision_is_made_by_the_rules",
    "cases_decision",
    "INSERT OR UPDATE",
    refuse(
        f"NEW.decided_on <> {_LOCAL.format('approved_at')}",
        "decision_is_dated_on_its_approval",
        "a decision is dated on the day of its approval",
    ),
    ask(
        "SELECT c.filed_at IS NOT NULL AND c.filed_on <= $2,"
        " (SELECT count(*) FROM @cases_caseofficer o WHERE o.case_id = c.id AND o.user_id = $3)"
        " FROM @cases_case c WHERE c.id = $1",
        "is_filed, own",
        "NEW.case_id",
        "NEW.decided_on",
        "NEW.approved_by_id",
    ),
    refuse(
        "is_filed IS NOT TRUE",
        "only_a_filed_case_is_decided",
        "a case is filed before it is decided",
    ),
    refuse(
        "own > 0",
        "decision_is_approved_by_no_officer",
        "an officer of the case does not approve its decision",
    ),
    ask(
        "SELECT is_public_interest OR is_complex OR other_review_ground <> '',"
        " is_complex OR is_major, no = (SELECT max(no) FROM @cases_investigationreport"
        " WHERE case_id = $2), ended_on FROM @cases_investigationreport"
        " WHERE id = $1 AND case_id = $2",
        "reviewed, discussed, is_last, ended",
        "NEW.report_id",
        "NEW.case_id",
    ),
    refuse(
        "is_last IS NOT TRUE OR ended > NEW.decided_on",
        "decision_rests_on_the_last_report",
        "a decision rests on the last report of its case",
    ),
    ask(
        "SELECT EXISTS (SELECT 1 FROM @cases_hearing WHERE notice_id = $1 AND state = 'held')",
        "heard",
        "NEW.notice_id",
    ),
    ask(
        "SELECT outcome = 'passed' AND (after_hearing OR NOT $3) FROM @cases_legalreview"
        " WHERE case_id = $1 AND report_id = $2 ORDER BY no DESC LIMIT 1",
        "passed",
        "NEW.case_id",
        "NEW.report_id",
        "heard",
    ),
    refuse(
        "(reviewed OR heard) AND passed IS NOT TRUE",
        "legal_review_is_passed_where_the_law_asks_for_it",
        "this case is decided only after a legal review that it passed",
    ),
    refuse(
        "passed IS FALSE",
        "what_did_not_pass_review_is_not_decided",
        "the last legal review of this case was not passed",
    ),
    ask(
        "SELECT EXISTS (SELECT 1 FROM @cases_discussion"
        " WHERE case_id = $1 AND held_on BETWEEN $2 AND $3)",
        "talked",
        "NEW.case_id",
        "ended",
        "NEW.decided_on",
    ),
    refuse(
        "discussed AND NOT talked",
        "complex_and_major_cases_are_discussed_by_the_heads",
        "this case is decided only after a collective discussion",
    ),
    ask("SELECT count(*) FROM @cases_decidedpenalty WHERE decision_id = $1", "listed", "NEW.id"),
    refuse(
        "listed <> NEW.penalty_count",
        "decision_counts_its_penalties",
        "a decision imposes the penalties it counts, and only a penalty does",
    ),
    declare=(
        "is_filed boolean; own integer; reviewed boolean; discussed boolean; is_last boolean;"
        " ended date; heard boolean; passed boolean; talked boolean; listed integer;"
    ),
    when=_MADE,
)
NOTICED = at_commit(
    "penalty_follows_a_served_notice",
    "cases_decision",
    "INSERT OR UPDATE",
    ask(
        "SELECT state = 'served' AND served_on < $2 AND issued_on <= $2 AND case_id = $3,"
        " facts_digest = $4, statement_until < $2 OR EXISTS (SELECT 1 FROM @cases_waiver w"
        " WHERE w.notice_id = n.id AND w.right = 'statement' AND w.waived_on <= $2),"
        " NOT hearing_offered OR hearing_until < $2 OR EXISTS (SELECT 1 FROM @cases_waiver w"
        " WHERE w.notice_id = n.id AND w.right = 'hearing' AND w.waived_on <= $2)"
        " OR EXISTS (SELECT 1 FROM @cases_hearing h"
        " WHERE h.notice_id = n.id AND h.state IN ('held', 'ended'))"
        " FROM @cases_priornotice n WHERE id = $1",
        "is_served, is_same, may_speak_no_more, may_ask_no_more",
        "NEW.notice_id",
        "NEW.decided_on",
        "NEW.case_id",
        "NEW.facts_digest",
    ),
    refuse(
        "is_served IS NOT TRUE",
        "penalty_follows_a_served_notice",
        "a penalty follows a standing prior notice of its case that was served before",
    ),
    refuse(
        "is_same IS NOT TRUE",
        "penalty_rests_on_the_facts_of_its_notice",
        "other facts than those of the prior notice need a new one",
    ),
    refuse(
        "may_speak_no_more IS NOT TRUE OR may_ask_no_more IS NOT TRUE",
        "penalty_waits_for_the_periods_of_its_notice",
        "the periods to answer and to ask for a hearing are over or waived",
    ),
    ask(
        "SELECT (SELECT count(*) FROM @cases_statement"
        " WHERE notice_id = $1 AND rechecked_at IS NULL),"
        " (SELECT count(*) FROM @cases_hearing"
        " WHERE notice_id = $1 AND state IN ('requested', 'called'))",
        "unanswered, unheard",
        "NEW.notice_id",
    ),
    refuse(
        "unanswered > 0",
        "every_statement_is_rechecked_before_a_penalty",
        "what the party said is re-checked before a penalty",
    ),
    refuse(
        "unheard > 0",
        "hearing_that_was_asked_for_is_held_before_a_penalty",
        "a hearing that was asked for comes before the penalty",
    ),
    declare=(
        "is_served boolean; is_same boolean; may_speak_no_more boolean;"
        " may_ask_no_more boolean; unanswered integer; unheard integer;"
    ),
    when=_PENALTY,
)
WEIGHED = at_commit(
    "penalty_is_not_above_its_notice",
    "cases_decision",
    "INSERT OR UPDATE",
    ask(
        "SELECT count(*) FROM @cases_decidedpenalty d WHERE d.decision_id = $1 AND NOT EXISTS ("
        "SELECT 1 FROM @cases_proposedpenalty p WHERE p.notice_id = $2 AND p.kind = d.kind"
        " AND coalesce(d.amount_fen, 0) <= coalesce(p.amount_fen, 0)"
        " AND (p.months IS NULL OR d.months <= p.months)"
        " AND (d.kind NOT IN ('P5', 'P9', 'P10') OR d.text = p.text))",
        "above",
        "NEW.id",
        "NEW.notice_id",
    ),
    refuse(
        "above > 0",
        "penalty_is_not_above_its_notice",
        "a heavier or another penalty needs a new prior notice",
    ),
    ask(
        "SELECT count(*), max(amount_fen) FROM @cases_decidedpenalty"
        " WHERE decision_id = $1 AND kind = 'P3'",
        "fines, fine",
        "NEW.id",
    ),
    refuse(
        "fines > 0 AND NOT NEW.deviates AND (fine < NEW.fine_min_fen OR fine > NEW.fine_max_fen)",
        "fine_outside_the_range_is_marked",
        "a fine outside the range of the benchmark says so",
    ),
    ask(
        "SELECT fines_checked_at IS NOT NULL,"
        " (SELECT count(*) FROM @cases_otherfine o WHERE o.case_id = c.id"
        " AND o.is_same_act IS NULL),"
        " (SELECT count(*) FROM @cases_otherfine o WHERE o.case_id = c.id AND o.is_same_act)"
        " FROM @cases_case c WHERE id = $1",
        "is_asked, open_fines, same_fines",
        "NEW.case_id",
    ),
    refuse(
        "fines > 0 AND (NOT is_asked OR open_fines > 0)",
        "fines_of_others_are_answered_before_a_fine",
        "fines of other departments are looked for and answered before a fine",
    ),
    refuse(
        "fines > 0 AND same_fines > 0",
        "one_act_is_fined_once",
        "another department has fined the same act",
    ),
    ask(
        "SELECT acted_until, found_on, limitation_years, p.born_on FROM @cases_case c"
        " JOIN @cases_party p ON p.id = c.party_id WHERE c.id = $1",
        "acted, found_, years, born",
        "NEW.case_id",
    ),
    refuse(
        "acted IS NULL OR found_ > acted + make_interval(years => years)",
        "penalty_is_within_the_limitation",
        "the act was found after the limitation had run out",
    ),
    refuse(
        "acted <= born + interval '14 years'",
        "nobody_under_fourteen_is_punished",
        "who was under fourteen is not punished",
    ),
    refuse(
        "acted <= born + interval '18 years' AND NOT NEW.is_lighter",
        "who_is_under_eighteen_is_punished_less",
        "who was under eighteen is punished less",
    ),
    declare=(
        "above integer; fines integer; fine bigint; is_asked boolean; open_fines integer;"
        " same_fines integer; acted date; found_ date; years integer; born date;"
    ),
    when=_PENALTY,
)
KEPT_AS_IT_IS = [
    *frozen("decision_made_is_frozen", "cases_decision", when="OLD.approved_at IS NOT NULL"),
    *frozen("decision_given_up_stays", "cases_decision", when="OLD.state = 'discarded'"),
    *at_once(
        "penalties_of_a_made_decision_stay",
        "cases_decidedpenalty",
        "INSERT OR UPDATE OR DELETE",
        ask(
            "SELECT count(*) FROM @cases_decision WHERE approved_at IS NOT NULL AND id IN ($1, $2)",
            "made",
            "CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.decision_id END",
            "CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.decision_id END",
        ),
        refuse("made > 0", "penalties_of_a_made_decision_stay", "what a decision imposes stays"),
        declare="made integer;",
    ),
    *frozen("other_fine_answered_stays", "cases_otherfine", when="OLD.answered_at IS NOT NULL"),
    *at_once(
        "party_of_a_made_decision_stays",
        "cases_party",
        "UPDATE",
        ask(
            "SELECT (SELECT count(*) FROM @cases_decision d JOIN @cases_case c ON c.id = d.case_id"
            " WHERE c.party_id = $1 AND d.approved_at IS NOT NULL)"
            " + (SELECT count(*) FROM @cases_spotpenalty WHERE party_id = $1)",
            "made",
            "NEW.id",
        ),
        refuse("made > 0", "party_of_a_made_decision_stays", "the party of a decision stays"),
        declare="made integer;",
    ),
    *never_deleted("cases_decision"),
    *never_deleted("cases_otherfine"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_notice_guards")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (*MADE, *NOTICED, *WEIGHED, *KEPT_AS_IT_IS)
    ]
