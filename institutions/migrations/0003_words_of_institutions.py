"""Institutions are found by two characters or pinyin initials of names, numbers and address.

The address stands in another table, which a generated column cannot read; so the database
copies the current one into its institution whenever either row is written, by whatever release.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import tenants.searching

INITIALS = {
    "editable": False,
    "help_text": "null: still to be filled in",
    "null": True,
    "verbose_name": "拼音首字母",
}

ADDRESS_OF = """
CREATE FUNCTION institution_knows_its_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'SELECT string_agg(concat_ws(chr(10), address, initials), chr(10))
         FROM %I.institutions_site WHERE institution_id = $1 AND valid_until IS NULL',
        TG_TABLE_SCHEMA
    ) INTO NEW.address_words USING NEW.id;
    RETURN NEW;
END $$
"""
ON_INSTITUTION = """
CREATE TRIGGER institution_knows_its_address BEFORE INSERT OR UPDATE ON institutions_institution
    FOR EACH ROW EXECUTE FUNCTION institution_knows_its_address()
"""
TELL = """
CREATE FUNCTION site_tells_its_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'UPDATE %I.institutions_institution SET address_words = NULL WHERE id = $1', TG_TABLE_SCHEMA
    ) USING CASE WHEN TG_OP = 'DELETE' THEN OLD.institution_id ELSE NEW.institution_id END;
    RETURN NULL;
END $$
"""
ON_SITE = """
CREATE TRIGGER site_tells_its_address AFTER INSERT OR UPDATE OR DELETE ON institutions_site
    FOR EACH ROW EXECUTE FUNCTION site_tells_its_address()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_search_functions"),
        ("institutions", "0002_reporting_events_stay"),
    ]
    operations = [
        migrations.AddField(
            model_name="institution",
            name="former_names",
            field=models.TextField(
                blank=True,
                help_text="one a line, the latest last; null: none",
                null=True,
                verbose_name="曾用名",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="address_words",
            field=models.TextField(
                editable=False, help_text="the current address and its initials", null=True
            ),
        ),
        migrations.AddField("institution", "initials", models.TextField(**INITIALS)),
        migrations.AddField("site", "initials", models.TextField(**INITIALS)),
        migrations.AddField(
            model_name="institution",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=tenants.searching.Joined(
                    tenants.searching.Folded("name", "short_name", "former_names", "initials"),
                    tenants.searching.Folded(
                        "licence_no", "credit_code", "legal_person", "principal", "address_words"
                    ),
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="institution",
            index=models.Index(fields=["name", "id"], name="institution_by_name"),
        ),
        migrations.AddIndex(
            model_name="institution",
            index=django.contrib.postgres.indexes.GinIndex(
                tenants.searching.Grams("search_text"),
                fastupdate=False,
                name="institution_by_words",
            ),
        ),
        migrations.RunSQL(ADDRESS_OF, "DROP FUNCTION institution_knows_its_address()"),
        migrations.RunSQL(
            ON_INSTITUTION, "DROP TRIGGER institution_knows_its_address ON institutions_institution"
        ),
        migrations.RunSQL(TELL, "DROP FUNCTION site_tells_its_address()"),
        migrations.RunSQL(ON_SITE, "DROP TRIGGER site_tells_its_address ON institutions_site"),
    ]
