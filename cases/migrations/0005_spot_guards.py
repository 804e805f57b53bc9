"""A penalty on the spot: two certified officers, nobody under fourteen, and it stays."""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, frozen, never_deleted, refuse

SPOT = [
    *at_commit(
        "spot_penalty_is_made_by_two_certified_officers",
        "cases_spotpenalty",
        "INSERT",
        ask(
            "SELECT count(DISTINCT o.user_id) FROM @cases_spotofficer o"
            " JOIN @accounts_officercertificate c ON c.id = o.certificate_id"
            " AND c.user_id = o.user_id AND c.number = o.certificate_no"
            " AND c.valid_from = o.certificate_from AND c.valid_until = o.certificate_until"
            " JOIN @accounts_user u ON u.id = o.user_id AND NOT u.is_auxiliary"
            " WHERE o.penalty_id = $1 AND $2 BETWEEN o.certificate_from AND o.certificate_until",
            "certified",
            "NEW.id",
            "NEW.decided_on",
        ),
        refuse(
            "certified < 2",
            "spot_penalty_is_made_by_two_certified_officers",
            "a penalty on the spot needs two officers certified on that day",
        ),
        ask(
            "SELECT kind = $2, $3 <= born_on + interval '14 years',"
            " (SELECT count(*) FROM @cases_case WHERE party_id = $1)"
            " FROM @cases_party WHERE id = $1",
            "is_kind, is_child, elsewhere",
            "NEW.party_id",
            "NEW.party_kind",
            "NEW.acted_on",
        ),
        refuse(
            "is_kind IS NOT TRUE OR elsewhere > 0",
            "spot_penalty_is_of_its_own_party",
            "a penalty on the spot has a party of its own, of the kind it says",
        ),
        refuse(
            "is_child",
            "nobody_under_fourteen_is_punished",
            "who was under fourteen is not punished",
        ),
        refuse(
            "NEW.decided_on <> (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date",
            "spot_penalty_is_dated_on_its_day",
            "a penalty on the spot is dated on the day it is made",
        ),
        declare="certified integer; is_kind boolean; is_child boolean; elsewhere integer;",
    ),
    *frozen(
        "spot_penalty_stays",
        "cases_spotpenalty",
        but=("state", "reported_at", "reported_by_id", "handed_in_on", "banked_on"),
    ),
    *never_deleted("cases_spotpenalty"),
    *append_only("cases_spotofficer"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_decision_guards")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in SPOT]
