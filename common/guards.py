"""Guards that look at several rows: triggers written as what they ask and what they refuse.

A trigger names tables through the schema of the row that fired it, never through the search
path; in a question here ``@table`` stands for that county's table.
"""

from __future__ import annotations

_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here text := quote_ident(TG_TABLE_SCHEMA) || '.';
    {declare}
BEGIN
    {body}
    RETURN {returned};
END $$
"""


def ask(question: str, into: str, *given: str) -> str:
    """A line of a guard: the answer of one SELECT goes into declared variables."""
    using = f" USING {', '.join(given)}" if given else ""
    return f"EXECUTE replace($q${question}$q$, '@', here) INTO {into}{using};"


def refuse(when: str, name: str, sentence: str) -> str:
    """A line of a guard: under a condition the statement fails, by the name of the rule."""
    return (
        f"IF {when} THEN RAISE EXCEPTION '{sentence}'"
        f" USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;"
    )


def at_once(
    name: str, table: str, events: str, *lines: str, declare: str = "", when: str = ""
) -> list[tuple[str, str]]:
    """(forward, backward) of a guard that speaks before the row is written."""
    body = "\n    ".join(lines)
    returned = "CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END" if "DELETE" in events else "NEW"
    return [
        (
            _FUNCTION.format(name=name, declare=declare, body=body, returned=returned),
            f"DROP FUNCTION {name}()",
        ),
        (
            f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW"
            f" {f'WHEN ({when})' if when else ''} EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER {name} ON {table}",
        ),
    ]


def at_commit(
    name: str, table: str, events: str, *lines: str, declare: str = "", when: str = ""
) -> list[tuple[str, str]]:
    """(forward, backward) of a guard that speaks when the transaction ends."""
    body = "\n    ".join(lines)
    return [
        (
            _FUNCTION.format(name=name, declare=declare, body=body, returned="NULL"),
            f"DROP FUNCTION {name}()",
        ),
        (
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            f" {f'WHEN ({when})' if when else ''} EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER {name} ON {table}",
        ),
    ]


def frozen(
    name: str, table: str, *, but: tuple[str, ...] = (), when: str = "TRUE"
) -> list[tuple[str, str]]:
    """(forward, backward) of a guard: where ``when`` holds of OLD, only columns of ``but`` change."""
    free = "ARRAY[" + ", ".join(f"'{column}'" for column in but) + "]::text[]"
    return at_once(
        name,
        table,
        "UPDATE",
        refuse(
            f"(to_jsonb(OLD) - {free}) <> (to_jsonb(NEW) - {free})",
            name,
            "what this row says stays",
        ),
        when=when,
    )


def never_deleted(table: str) -> list[tuple[str, str]]:
    """(forward, backward) of a guard: rows are ended by other columns, never taken away."""
    name = f"{table}_is_never_deleted"
    return [
        (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION '% on % is not allowed', TG_OP, TG_TABLE_NAME"
            f" USING ERRCODE = 'restrict_violation', CONSTRAINT = '{name}'; END $$",
            f"DROP FUNCTION {name}()",
        ),
        (
            f"CREATE TRIGGER {name} BEFORE DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER {name} ON {table}",
        ),
    ]
