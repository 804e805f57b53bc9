"""Counties catch up with a release: one goes Django's way, the others by the same statements."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tenants.errors import MigrationUnderWay
from tenants.migrating import alone as alone_module
from tenants.migrating import counties_behind
from tenants.migrating.alone import alone
from tenants.migrating.run import Outcome, migrate_counties
from tenants.models import CountyEvent, CountyMigration
from tenants.pg_tools import run_pg_tool
from tests.tenants.next_release import BY_PYTHON, CODES, COLUMN, SCHEMAS
from tests.times import NOON

pytestmark = [pytest.mark.race]


def migrate(*codes: str) -> Outcome:
    told = []
    outcome = migrate_counties(
        clock=lambda: NOON,
        tell=lambda place, total, step: told.append((place, total, step.code)),
        only=codes or CODES,
    )
    assert [place for place, _, _ in told] == list(range(1, len(told) + 1))
    return outcome


def ways(outcome: Outcome) -> list[tuple[str, str]]:
    return [(step.code, step.way) for step in outcome.steps]


def behind() -> list[str]:
    return sorted(set(counties_behind()) & set(SCHEMAS))


def states() -> dict[str, str]:
    return dict(CountyMigration.objects.values_list("county__code", "state"))


def columns(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = 'assignments_assignment'",
            [schema],
        )
        return {name for (name,) in cursor.fetchall()}


def dump(schema: str) -> str:
    """Everything in the schema as text, without its name, moments and what differs by run."""
    rows = [f"--exclude-table-data={schema}.{table}" for table in ("django_migrations",)]
    text = run_pg_tool("pg_dump", f"--schema={schema}", "--inserts", *rows).decode()
    text = re.sub(r"^\\(un)?restrict .*$", "", text, flags=re.MULTILINE)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {schema}.django_migrations ORDER BY app, name")  # noqa: S608 -- ours
        return text.replace(schema, "county") + str(cursor.fetchall())


def test_first_goes_the_way_of_django_and_the_others_by_its_statements(release):
    with release(m9002_colour=[COLUMN]):
        assert behind() == list(SCHEMAS)

        outcome = migrate()

        assert ways(outcome) == [("999971", "django"), ("999972", "sql"), ("999973", "sql")]
        assert all("colour" in columns(schema) for schema in SCHEMAS)
        assert (behind(), states()) == ([], dict.fromkeys(CODES, "done"))


def test_nothing_to_do_touches_nothing(release):
    with release(m9002_colour=[COLUMN]):
        migrate()
        begun = list(CountyMigration.objects.values())

        again = migrate()

        assert (again.counties, again.steps) == (3, [])
        assert list(CountyMigration.objects.values()) == begun


RICH = {
    "m9002_more": [
        COLUMN,
        "migrations.AddField('assignment', 'weight', models.IntegerField(default=3))",
        "migrations.AddField('assignment', 'token', models.CharField(max_length=9, unique=True, null=True))",
        "migrations.AlterField('assignment', 'kind', models.CharField(max_length=25))",
        "migrations.AddIndex('assignment', models.Index(fields=['weight'], name='by_weight'))",
        "migrations.AddConstraint('assignment', models.CheckConstraint("
        "condition=models.Q(weight__gt=0) & ~models.Q(colour='100%'), name='weighs'))",
        "migrations.CreateModel('Trap', [('id', models.BigAutoField(primary_key=True)),"
        " ('at', models.PointField(srid=4326)),"
        " ('of', models.ForeignKey('assignments.assignment', models.CASCADE))],"
        " options={'permissions': [('may_look', 'May look; at \\'it\\'')]})",
    ],
    "m9003_other": [
        # What is dropped here was made one migration before: only who ran that one knows its name.
        "migrations.AlterField('assignment', 'token', models.CharField(max_length=9, null=True))",
        "migrations.RemoveConstraint('assignment', 'weighs')",
        "migrations.RenameField('assignment', 'weight', 'mass')",
        "migrations.RunSQL('CREATE FUNCTION weigh() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.mass := 1; RETURN NEW; END $$ -- a comment', 'DROP FUNCTION weigh()')",
        "migrations.RunSQL('CREATE TRIGGER weigh BEFORE UPDATE ON assignments_assignment FOR EACH"
        " ROW EXECUTE FUNCTION weigh()', 'DROP TRIGGER weigh ON assignments_assignment')",
    ],
}


def test_county_migrated_by_statements_equals_one_migrated_by_django(release):
    with release(**RICH):
        outcome = migrate("999971", "999972")

        assert ways(outcome) == [("999971", "django"), ("999972", "sql")]
        assert "may_look" in dump("c999972")
        assert dump("c999972") == dump("c999971")
        assert dump("c999973") != dump("c999971"), "the comparison would see a difference"


def test_what_python_does_is_done_by_django_in_each(release):
    with release(
        m9002_colour=[COLUMN],
        m9003_data=[BY_PYTHON],
        m9004_more=["migrations.AddField('assignment', 'shade', models.IntegerField(null=True))"],
    ):
        outcome = migrate()

        assert ways(outcome) == [(code, "django") for code in CODES]
        assert behind() == []
        assert all({"colour", "shade"} <= columns(schema) for schema in SCHEMAS)


def test_counties_that_stand_elsewhere_are_groups_of_their_own(release):
    with release(m9002_colour=[COLUMN]):
        migrate("999971")
        outcome = migrate()

        assert ways(outcome) == [("999972", "django"), ("999973", "sql")]


def test_public_is_migrated_first_when_it_is_behind(release):
    """The releases of these tests have no table in public, but Django notes them there too."""
    with release(m9002_colour=[COLUMN]):
        migrate("999971")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM public.django_migrations WHERE name = '9002_colour'"
            )
            assert cursor.fetchone()[0] == 1
            cursor.execute("SELECT to_regclass('public.assignments_assignment')")
            assert cursor.fetchone() == (None,)


def test_second_run_at_the_same_time_is_refused(release):
    with alone(), pytest.raises(MigrationUnderWay):
        migrate()
    assert migrate().steps == []


def test_history_says_by_which_way(release):
    last = CountyEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with release(m9002_colour=[COLUMN]):
        migrate("999971", "999972")

    events = CountyEvent.objects.filter(pk__gt=last).order_by("pk")
    assert [(event.county_code, event.kind, event.facts.get("way")) for event in events] == [
        ("999971", "county.migrate", "django"),
        ("999972", "county.migrate", "sql"),
    ]


def test_a_table_somebody_holds_fails_its_county_only_and_the_next_run_takes_it(
    release, monkeypatch
):
    monkeypatch.setattr(alone_module, "LOCK_TIMEOUT_S", 1)
    held = connection.copy()
    with release(m9002_colour=[COLUMN]):
        try:
            with held.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute(f"LOCK {SCHEMAS[1]}.assignments_assignment IN ACCESS SHARE MODE")
                outcome = migrate()
            assert [step.code for step in outcome.failed] == [CODES[1]]
            assert "lock timeout" in outcome.failed[0].error
        finally:
            held.close()
        assert migrate().failed == []
        assert behind() == []
