"""Guard 7: decision and credit-repair notice are served together; served is what reached someone."""

from django.db import migrations

from common.guards import ask, at_commit, frozen, never_deleted, refuse

_APART = """SELECT count(*) FROM @cases_casepaper c
    JOIN @papers_officialpaper p ON p.id = c.paper_id
    JOIN @cases_casepaper o ON o.decision_id = c.decision_id AND o.id <> c.id
    JOIN @papers_officialpaper q ON q.id = o.paper_id
    WHERE c.paper_id = $1 AND p.code IN ('D36', 'D39') AND q.code IN ('D36', 'D39')
      AND q.code <> p.code AND q.approved_at IS NOT NULL AND q.state <> 'voided'
      AND NOT EXISTS (SELECT 1 FROM @serving_delivery d WHERE d.paper_id = q.id
                      AND d.repeats_id IS NULL AND d.delivered_on = $2)"""
_SERVED = """SELECT count(*) FROM @cases_decision m
    JOIN @cases_casepaper c ON c.decision_id = m.id
    JOIN @papers_officialpaper p ON p.id = c.paper_id AND p.code IN ('D36', 'D37')
    JOIN @serving_delivery d ON d.paper_id = p.id AND d.repeats_id IS NULL
    JOIN @cases_casestep s ON s.case_id = m.case_id AND s.no = $2
    WHERE m.case_id = $1 AND m.state = 'approved' AND d.effective_on <= s.happened_on"""

GUARDS = [
    *at_commit(
        "decision_and_credit_notice_are_served_together",
        "serving_delivery",
        "INSERT",
        ask(_APART, "apart", "NEW.paper_id", "NEW.delivered_on"),
        refuse(
            "apart > 0",
            "decision_and_credit_notice_are_served_together",
            "a decision and its credit-repair notice are served together",
        ),
        declare="apart integer;",
        when="NEW.repeats_id IS NULL",
    ),
    *at_commit(
        "case_is_served_when_its_decision_reached_the_party",
        "cases_case",
        "UPDATE",
        ask(_SERVED, "reached", "NEW.id", "NEW.step_count"),
        refuse(
            "reached = 0",
            "case_is_served_when_its_decision_reached_the_party",
            "no service of the decision had taken effect by then",
        ),
        declare="reached integer;",
        when="NEW.state = 'served' AND OLD.state <> 'served'",
    ),
    *frozen(
        "case_service_only_starts",
        "cases_caseservice",
        but=("started_at",),
    ),
    *frozen("case_service_starts_once", "cases_caseservice", when="OLD.started_at IS NOT NULL"),
    *never_deleted("cases_caseservice"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_services_of_papers"), ("serving", "0002_service_stays")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]
