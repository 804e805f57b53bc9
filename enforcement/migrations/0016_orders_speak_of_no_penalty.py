"""An order to correct, a notice to stop above all, is not approved with a word of penalty on it.

What the bureau itself speaks is searched, as ``enforcement.papers.check_words`` does: in an
order to correct the story of a finding may tell of an earlier penalty. What was made out and
handed over on site is no draft any more: a head decides about it (``enforcement.doubts``).
"""

from django.db import migrations

from common.guards import ask, at_once, refuse

_SPOKEN = (
    "SELECT @papers_speaks_of_a_penalty(concat_ws('|', $1->>'paragraphs', $1->>'basis',"
    " $1->>'orders', $1->>'deadline_text', $1->>'after',"
    " jsonb_path_query_array($1, '$.findings[*].requirement')::text,"
    " jsonb_path_query_array($1, '$.findings[*].remedy')::text,"
    " CASE WHEN $2 = 'stop' THEN jsonb_path_query_array($1, '$.findings[*].text')::text END))"
)
GUARD = at_once(
    "notice_to_correct_speaks_of_no_penalty",
    "enforcement_notice",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NEW; END IF;",
    ask(_SPOKEN, "speaks", "NEW.payload", "NEW.form"),
    refuse(
        "speaks",
        "notice_to_correct_speaks_of_no_penalty",
        "an order to correct says nothing of a penalty",
    ),
    declare="speaks boolean;",
    when="NEW.approved_at IS NOT NULL AND NEW.form IN ('rectification', 'stop')",
)


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0015_photos_of_reports_stay"),
        ("papers", "0004_orders_speak_of_no_penalty"),
    ]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARD]
