"""An order to correct is not approved with a word of penalty on it, whoever writes the row.

The words are those of ``common.penalty_words``, which the verbs ask; a test compares both. Names
and what the catalogue says of an article are no words of the bureau.
"""

from django.db import migrations

from common.guards import ask, at_once, refuse

SPEAKS = """
CREATE FUNCTION papers_speaks_of_a_penalty(said text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(
        regexp_replace(normalize(said, NFKC), '\\\\[nrt]|\\s', '', 'g'),
        '《[^《》]{2,60}(?:法|条例|办法|规定|规则|细则|意见|通知)(?:（[^）]*）)?》', '', 'g')
        ~ ('处罚|罚款|罚金|没收|吊销|暂扣|警告|通报批评|责令停止举办|责令停止招收|责令停止招生'
           '|责令关闭|责令停产停业|停产停业|限制从业|限制开展生产经营|行政拘留|取缔')
$$
"""
_SAID = (
    "SELECT coalesce(bool_or(@papers_speaks_of_a_penalty(replace(($1->(f->>'key'))::text,"
    " coalesce(nullif($1->'party'->>'name', ''), chr(1)), ''))), false)"
    " FROM jsonb_array_elements($2) f"
    " WHERE f->>'kind' NOT IN"
    " ('basis', 'party', 'people', 'officers', 'person', 'informant', 'address')"
)
GUARD = at_once(
    "order_to_correct_speaks_of_no_penalty",
    "papers_officialpaper",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NEW; END IF;",
    ask(_SAID, "speaks", "NEW.payload->'facts'", "NEW.payload->'form'->'fields'"),
    refuse(
        "speaks",
        "order_to_correct_speaks_of_no_penalty",
        "an order to correct says nothing of a penalty",
    ),
    declare="speaks boolean;",
    when="NEW.approved_at IS NOT NULL AND NEW.code IN ('D13', 'D14', 'D15', 'D52')",
)


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_county_wordings")]
    operations = [
        migrations.RunSQL(SPEAKS, "DROP FUNCTION papers_speaks_of_a_penalty(text)"),
        *(migrations.RunSQL(forward, backward) for forward, backward in GUARD),
    ]
