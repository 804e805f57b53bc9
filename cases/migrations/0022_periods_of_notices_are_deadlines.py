"""The periods of a prior notice are its deadlines, which follow the calendar; no copy beside them.

A decision, or a request for a hearing, asks the deadlines of the case that count from the day
on which the notice was served: the latest of each role, however it moved since. One that stands
still is not over, and none lies nearer than the calendar days of its length.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q

from common.guards import ask, at_commit, at_once, refuse

_NOTICES = import_module("cases.migrations.0003_notice_guards")
_DECISIONS = import_module("cases.migrations.0004_decision_guards")
_OVER = (
    "(SELECT max(d.due_on) < $2 AND bool_and(d.state <> 'paused')"
    " AND bool_and(d.due_on >= d.counts_from_on + d.count::integer)"
    " FROM @cases_casedeadline l JOIN @deadlines_deadline d ON d.id = l.deadline_id"
    " WHERE l.case_id = n.case_id AND l.role = '{}' AND d.counts_from_on = n.served_on)"
)
_LAST = (
    "(SELECT max(d.due_on) FROM @cases_casedeadline l"
    " JOIN @deadlines_deadline d ON d.id = l.deadline_id"
    " WHERE l.case_id = {case} AND l.role = '{role}' AND d.counts_from_on = {served})"
)
_WAIVED = (
    "EXISTS (SELECT 1 FROM @cases_waiver w"
    " WHERE w.notice_id = n.id AND w.right = '{}' AND w.waived_on <= $2)"
)
SERVED_ONCE = at_once(
    "prior_notice_is_served_once",
    "cases_priornotice",
    "UPDATE",
    refuse(
        "OLD.served_on IS DISTINCT FROM NEW.served_on",
        "prior_notice_is_served_once",
        "the day of a service stays",
    ),
    when="OLD.served_on IS NOT NULL",
)
_PERIODS = (
    "SELECT {until}, (SELECT count(*) FROM generate_series($2 + 1, {ask_until}, '1 day') AS g(d)"
    " LEFT JOIN @policies_calendarday c ON c.date = g.d::date"
    " WHERE coalesce(c.is_working, extract(isodow FROM g.d) < 6))"
)
_OFFERED = (
    "SELECT count(*) FROM @cases_priornotice n WHERE id = $1 AND hearing_offered"
    " AND $2 BETWEEN served_on AND {last}"
)
_STANDS = (
    "SELECT state = 'served' AND served_on < $2 AND issued_on <= $2 AND case_id = $3,"
    " facts_digest = $4, {said} OR {waived}, NOT hearing_offered OR {asked} OR {given_up}"
    " OR EXISTS (SELECT 1 FROM @cases_hearing h"
    " WHERE h.notice_id = n.id AND h.state IN ('held', 'ended'))"
    " FROM @cases_priornotice n WHERE id = $1"
)
STARTS = at_commit(
    "prior_notice_served_starts_its_periods",
    "cases_priornotice",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.served_on IS NOT NULL THEN RETURN NULL; END IF;",
    ask(
        _PERIODS.format(
            until=_LAST.format(case="$1", role="statement", served="$2"),
            ask_until=_LAST.format(case="$1", role="hearing_request", served="$2"),
        ),
        "until, worked",
        "NEW.case_id",
        "NEW.served_on",
    ),
    refuse(
        "until IS NULL",
        "prior_notice_served_starts_its_periods",
        "a service starts the period to answer",
    ),
    refuse(
        "NEW.hearing_offered AND worked < 5",
        "hearing_may_be_asked_for_five_working_days",
        "a hearing may be asked for during five working days",
    ),
    declare="until date; worked integer;",
    when="NEW.served_on IS NOT NULL",
)
ASKED_IN_TIME = at_once(
    "hearing_is_asked_for_in_time",
    "cases_hearing",
    "INSERT",
    ask(
        _OFFERED.format(
            last=_LAST.format(case="n.case_id", role="hearing_request", served="n.served_on")
        ),
        "offered",
        "NEW.notice_id",
        "NEW.requested_on",
    ),
    refuse("offered = 0", "hearing_is_asked_for_in_time", "no hearing can be asked for now"),
    declare="offered integer;",
)
FOLLOWS = at_commit(
    "penalty_follows_a_served_notice",
    "cases_decision",
    "INSERT OR UPDATE",
    ask(
        _STANDS.format(
            said=_OVER.format("statement"),
            waived=_WAIVED.format("statement"),
            asked=_OVER.format("hearing_request"),
            given_up=_WAIVED.format("hearing"),
        ),
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
    when="NEW.state = 'approved' AND NEW.kind = 'penalty'",
)
_ENDED = (
    "prior_notice_is_served_once",
    "hearing_may_be_asked_for_five_working_days",
    "hearing_is_asked_for_in_time",
)
OLD = [
    *(pair for pair in (*_NOTICES.NOTICE, *_NOTICES.ANSWER) if any(n in pair[0] for n in _ENDED)),
    *_DECISIONS.NOTICED,
]
NEW = [*SERVED_ONCE, *STARTS, *ASKED_IN_TIME, *FOLLOWS]
# Backwards alone: the columns are filled again before their constraints return.
_FILL = (
    "UPDATE cases_priornotice n SET statement_until = (SELECT max(d.due_on)"
    " FROM cases_casedeadline l JOIN deadlines_deadline d ON d.id = l.deadline_id"
    " WHERE l.case_id = n.case_id AND l.role = 'statement' AND d.counts_from_on = n.served_on),"
    " hearing_until = CASE WHEN n.hearing_offered THEN (SELECT max(d.due_on)"
    " FROM cases_casedeadline l JOIN deadlines_deadline d ON d.id = l.deadline_id"
    " WHERE l.case_id = n.case_id AND l.role = 'hearing_request'"
    " AND d.counts_from_on = n.served_on) END WHERE n.served_on IS NOT NULL"
)
_DRAFT = Q(
    state__in=("draft", "discarded"),
    approved_at__isnull=True,
    issued_on__isnull=True,
    served_on__isnull=True,
)
_APPROVED = Q(
    state__in=("approved", "superseded"),
    approved_at__isnull=False,
    issued_on__isnull=False,
    served_on__isnull=True,
)
_SERVED = Q(
    state__in=("served", "superseded"),
    approved_at__isnull=False,
    served_on__gte=F("issued_on"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_papers_say_what_rows_say"),
        ("deadlines", "0002_deadlines_stay"),
    ]
    operations = [
        *(migrations.RunSQL(backward, forward) for forward, backward in reversed(OLD)),
        migrations.RemoveConstraint("priornotice", "prior_notice_has_what_its_state_says"),
        migrations.RemoveConstraint(
            "priornotice", "prior_notice_served_counts_the_hearing_it_offers"
        ),
        migrations.RunSQL(migrations.RunSQL.noop, "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RunSQL(migrations.RunSQL.noop, _FILL),
        migrations.RemoveField("priornotice", "statement_until"),
        migrations.RemoveField("priornotice", "hearing_until"),
        migrations.AddConstraint(
            "priornotice",
            models.CheckConstraint(
                name="prior_notice_has_what_its_state_says", condition=_DRAFT | _APPROVED | _SERVED
            ),
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in NEW),
    ]
