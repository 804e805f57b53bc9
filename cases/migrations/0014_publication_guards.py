"""What was published stays on record; repair waits for the shortest time; removals are kept."""

from django.db import migrations

from common.guards import ask, at_once, frozen, never_deleted, refuse

GUARDS = [
    *at_once(
        "only_a_served_penalty_is_published",
        "cases_publication",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_decision d JOIN @cases_case c ON c.id = d.case_id"
            " WHERE d.id = $1 AND d.state = 'approved' AND d.kind = 'penalty'"
            " AND c.state IN ('served', 'performing', 'closed', 'archived')",
            "served",
            "NEW.decision_id",
        ),
        refuse("served = 0", "only_a_served_penalty_is_published", "nothing to publish yet"),
        declare="served integer;",
    ),
    *at_once(
        "credit_is_repaired_after_the_shortest_time",
        "cases_creditrepair",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_publication WHERE id = $1 AND repair_from <= $2",
            "ripe",
            "NEW.publication_id",
            "NEW.requested_on",
        ),
        refuse("ripe = 0", "credit_is_repaired_after_the_shortest_time", "too early to repair"),
        declare="ripe integer;",
    ),
    *frozen("publication_stays_as_it_was", "cases_publication", but=("state",)),
    *frozen("publication_ended_stays", "cases_publication", when="OLD.state <> 'published'"),
    *frozen("removal_done_stays", "cases_removal", when="OLD.removed_at IS NOT NULL"),
    *frozen("credit_repair_decided_stays", "cases_creditrepair", when="OLD.state <> 'asked'"),
    *(
        pair
        for name in ("publication", "removal", "creditrepair")
        for pair in never_deleted(f"cases_{name}")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_publication")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]
