"""Nor does a telephone that is a fact of its own lie in clear, whoever writes the row."""

from django.db import migrations

_CLEAR = 'like_regex "^\\\\s*[^⟦\\\\s]"'
_PATH = f"$ ? (@.informant_phone {_CLEAR} || @.mobile {_CLEAR})"
ENCRYPTED = f"""
ALTER TABLE papers_officialpaper ADD CONSTRAINT paper_telephones_are_encrypted CHECK (
    NOT jsonb_path_exists(facts, '{_PATH}')
    AND (payload IS NULL OR NOT coalesce(jsonb_path_exists(payload->'facts', '{_PATH}'), false)))
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0007_own_telephones_are_encrypted")]
    operations = [
        migrations.RunSQL(
            ENCRYPTED,
            "ALTER TABLE papers_officialpaper DROP CONSTRAINT paper_telephones_are_encrypted",
        )
    ]
