"""15. A county's schema could move to another server unchanged: it needs nothing beside it.

What a schema-sharded database such as Citus asks for (docs/runbooks/several-machines.md), and what
restoring one county relies on. That each RunSQL item is one statement: test_migration_kinds.py.
"""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

SCHEMA = "c999901"
MAY_BE_USED = {SCHEMA, "pg_catalog", "gis"}  # gis: the extensions, the same on every server

KEYS = """
SELECT c.conname, c.confrelid::regclass::text FROM pg_constraint c
  JOIN pg_class t ON t.oid = c.confrelid
 WHERE c.contype = 'f' AND c.connamespace = %(schema)s::regnamespace
   AND t.relnamespace <> c.connamespace
"""
TRIGGERS = """
SELECT t.tgname, n.nspname FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE c.relnamespace = %(schema)s::regnamespace AND NOT n.nspname = ANY (%(allowed)s)
"""
# What defaults, generated columns, indexes, constraints and views are made of.
USED = """
SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid), n.nspname
  FROM pg_depend d
  JOIN LATERAL (
      SELECT relnamespace AS home FROM pg_class WHERE d.classid = 'pg_class'::regclass AND oid = d.objid
      UNION ALL SELECT connamespace FROM pg_constraint
       WHERE d.classid = 'pg_constraint'::regclass AND oid = d.objid
      UNION ALL SELECT c.relnamespace FROM pg_attrdef a JOIN pg_class c ON c.oid = a.adrelid
       WHERE d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
      UNION ALL SELECT pronamespace FROM pg_proc WHERE d.classid = 'pg_proc'::regclass AND oid = d.objid
  ) own ON own.home = %(schema)s::regnamespace
  JOIN LATERAL (
      SELECT relnamespace AS at FROM pg_class
       WHERE d.refclassid = 'pg_class'::regclass AND oid = d.refobjid
      UNION ALL SELECT pronamespace FROM pg_proc
       WHERE d.refclassid = 'pg_proc'::regclass AND oid = d.refobjid
      UNION ALL SELECT typnamespace FROM pg_type
       WHERE d.refclassid = 'pg_type'::regclass AND oid = d.refobjid
  ) other ON TRUE
  JOIN pg_namespace n ON n.oid = other.at
 WHERE NOT n.nspname = ANY (%(allowed)s)
"""
# Bodies of functions are text, which nothing above can see into.
NAMED = r"""
SELECT p.proname, m[1] FROM pg_proc p,
       LATERAL regexp_matches(p.prosrc, '\m(public|c[0-9]{6}\w*)\.', 'g') m
 WHERE p.pronamespace = %(schema)s::regnamespace
"""


@pytest.mark.parametrize(
    "query", [KEYS, TRIGGERS, USED, NAMED], ids=["keys", "triggers", "used", "named"]
)
def test_nothing_in_a_county_needs_another_schema(counties, query):
    with connection.cursor() as cursor:
        cursor.execute(query, {"schema": SCHEMA, "allowed": list(MAY_BE_USED)})
        assert cursor.fetchall() == []


def test_the_queries_see_what_they_look_for(counties):
    """Planted in the county, and gone with the test's transaction."""
    plants = [
        f"CREATE TABLE {SCHEMA}.planted (of bigint REFERENCES public.tenants_county (id))",
        "CREATE FUNCTION public.planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        f"CREATE TRIGGER planted BEFORE INSERT ON {SCHEMA}.planted FOR EACH ROW"
        " EXECUTE FUNCTION public.planted()",
        "CREATE FUNCTION public.planted_value() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        f"ALTER TABLE {SCHEMA}.planted ADD COLUMN b int DEFAULT public.planted_value()",
        "CREATE FUNCTION c999901.planted() RETURNS bigint LANGUAGE sql"
        " AS 'SELECT count(*) FROM c999902.audit_auditevent'",
    ]
    with connection.cursor() as cursor:
        for plant in plants:
            cursor.execute(plant)
        found = []
        for query in (KEYS, TRIGGERS, USED, NAMED):
            cursor.execute(query, {"schema": SCHEMA, "allowed": list(MAY_BE_USED)})
            found.append(len(cursor.fetchall()))
    assert all(found), found


def test_keys_of_a_countys_models_stay_among_them():
    inside = {
        config.name for config in apps.get_app_configs() if config.name in settings.TENANT_APPS
    }
    leaving = [
        f"{model._meta.label}.{field.name}"
        for config in apps.get_app_configs()
        if config.name in inside
        for model in config.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_config.name not in inside
    ]

    assert leaving == []
