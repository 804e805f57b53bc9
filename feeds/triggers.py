"""For migrations above: rows of this table are fed.

Statement triggers with transition tables, so that a list of thousands costs one more statement
and not one more a row. They write into the schema of the table that fired them.
"""

from __future__ import annotations

NOTE = """
CREATE FUNCTION feeds_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO %1$I.feeds_change (kind, thing_id)'
        ' SELECT DISTINCT $1, %2$I FROM changed WHERE %2$I IS NOT NULL ORDER BY %2$I'
        ' ON CONFLICT (kind, thing_id) DO UPDATE SET position = NULL, numbered_at = NULL',
        TG_TABLE_SCHEMA, TG_ARGV[1]
    ) USING TG_ARGV[0];
    RETURN NULL;
END $$
"""
NO_NOTE = "DROP FUNCTION feeds_note_change()"

_FILL = """
INSERT INTO feeds_change (kind, thing_id) SELECT DISTINCT '{kind}', {column} FROM {table}
 WHERE {column} IS NOT NULL ON CONFLICT (kind, thing_id) DO NOTHING
"""


def fed(table: str, *, kind: str, column: str = "id") -> list[tuple[str, str]]:
    """(forward, backward) pairs, one statement each: a written row changes the thing ``column``."""
    return [
        (
            f"CREATE TRIGGER {table}_{event.lower()}_is_fed AFTER {event} ON {table}"
            f" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT"
            f" EXECUTE FUNCTION feeds_note_change('{kind}', '{column}')",
            f"DROP TRIGGER {table}_{event.lower()}_is_fed ON {table}",
        )
        for event in ("INSERT", "UPDATE")
    ]


def filled(table: str, *, kind: str, column: str = "id") -> tuple[str, str]:
    """(forward, backward): the rows that are there already stand in the feed."""
    return (
        _FILL.format(table=table, kind=kind, column=column),
        f"DELETE FROM feeds_change WHERE kind = '{kind}'",  # noqa: S608 -- our own words
    )
