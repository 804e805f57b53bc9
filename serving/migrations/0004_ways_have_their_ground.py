"""A public notice rests on attempts, and an electronic service on a consent that held that day."""

from django.db import migrations

from common.guards import ask, at_once, refuse

_TRIED = """SELECT coalesce(bool_or(hindrance = 'unknown')
        OR bool_or(hindrance = 'absent') AND bool_or(hindrance = 'returned'), false)
    FROM @serving_attempt WHERE paper_id = $1 AND tried_on <= $2"""
_AGREED = """SELECT count(*) > 0 FROM @serving_addressconfirmation
    WHERE id = $1 AND consents_electronic AND signed_on <= $2
      AND (ended_on IS NULL OR ended_on > $2)"""

GUARDS = [
    *at_once(
        "public_notice_is_the_last_way",
        "serving_delivery",
        "INSERT",
        ask(_TRIED, "is_open", "NEW.paper_id", "NEW.delivered_on"),
        refuse(
            "NOT is_open",
            "public_notice_is_the_last_way",
            "no other way was tried before this public notice",
        ),
        declare="is_open boolean;",
        when="NEW.way = 'public_notice'",
    ),
    *at_once(
        "electronic_service_rests_on_a_consent_in_force",
        "serving_delivery",
        "INSERT",
        ask(_AGREED, "has_agreed", "NEW.confirmation_id", "NEW.delivered_on"),
        refuse(
            "NOT has_agreed",
            "electronic_service_rests_on_a_consent_in_force",
            "nobody had agreed to electronic service on that day",
        ),
        declare="has_agreed boolean;",
        when="NEW.way = 'electronic' AND NEW.confirmation_id IS NOT NULL",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("serving", "0003_attempts_and_services_tell_all")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]
