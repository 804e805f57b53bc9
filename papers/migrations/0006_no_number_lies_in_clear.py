"""No number of a person lies in clear in the facts of a paper, whoever writes the row."""

from django.db import migrations

_CLEAR = 'like_regex "^\\\\s*[^⟦\\\\s]"'
_PATH = f'$.* ? (@.id_number {_CLEAR} || (@.phone {_CLEAR} && !(@.kind == "organisation")))'
ENCRYPTED = f"""
ALTER TABLE papers_officialpaper ADD CONSTRAINT paper_numbers_are_encrypted CHECK (
    NOT jsonb_path_exists(facts, '{_PATH}')
    AND (payload IS NULL OR NOT coalesce(jsonb_path_exists(payload->'facts', '{_PATH}'), false)))
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0005_numbers_are_encrypted")]
    operations = [
        migrations.RunSQL(
            ENCRYPTED,
            "ALTER TABLE papers_officialpaper DROP CONSTRAINT paper_numbers_are_encrypted",
        )
    ]
