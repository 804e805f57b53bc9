"""The two functions behind every search: what makes no difference, and pairs of characters.

They stand in each schema by themselves, so that a county can be dumped and moved alone. The
same rule in Python is common/searching.py; a test compares the two on random text.
"""

from django.db import migrations

from common.searching import DROPPED

FOLD = f"""
CREATE FUNCTION search_fold(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
RETURN lower(regexp_replace(normalize(said, NFKC), '{DROPPED}', '', 'g') COLLATE "C")
"""

# COST: some 50 µs a call, a thousand times a comparison. Told so, the planner asks the index.
GRAMS = """
CREATE FUNCTION search_grams(folded text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
    sign text;
    code bigint;
    before bigint := 10;
    found bigint[] := '{}';
BEGIN
    FOREACH sign IN ARRAY string_to_array(folded, NULL) LOOP
        code := ascii(sign);
        IF code <> 10 THEN
            found := found || code;
            IF before <> 10 THEN
                found := found || (before << 21 | code);
            END IF;
        END IF;
        before := code;
    END LOOP;
    RETURN found;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]
    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION search_fold(text)"),
        migrations.RunSQL(GRAMS, "DROP FUNCTION search_grams(text)"),
    ]
