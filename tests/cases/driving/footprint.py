"""What stands in the tables of a county, as one checksum per table."""

from __future__ import annotations

from typing import Any

from django.db import connection

_ROOMS = "^(cases|papers|serving|deadlines|audit|documents|enforcement|accounts)_"


def rows(question: str, *given: Any) -> list[dict[str, Any]]:
    """The answer of a SELECT, a dict per row."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def footprint(rooms: str = _ROOMS) -> dict[str, str]:
    """Table -> number of rows and checksum over all of them."""
    tables = rows(
        "SELECT table_name AS name FROM information_schema.tables"
        " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        " AND table_name ~ %s ORDER BY 1",
        rooms,
    )
    sums = " UNION ALL ".join(
        f"SELECT '{one['name']}' AS name, count(*) || ' ' ||"  # noqa: S608 -- our own tables
        f" coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS held"
        f' FROM "{one["name"]}" t'
        for one in tables
    )
    return {one["name"]: one["held"] for one in rows(sums)}


def speak_now() -> None:
    """What a commit would check is checked here."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
