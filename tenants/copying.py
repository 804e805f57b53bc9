"""Many new rows at once by COPY, which costs a third of INSERT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from psycopg import Copy, sql

_NONE = type(None)
# In these columns of Django's own, values of these very types go to the driver as they are.
_PLAIN: dict[type[models.Field[Any, Any]], frozenset[type]] = {
    models.CharField: frozenset({str, _NONE}),
    models.TextField: frozenset({str, _NONE}),
    models.IntegerField: frozenset({int, _NONE}),
    models.PositiveIntegerField: frozenset({int, _NONE}),
    models.BigIntegerField: frozenset({int, _NONE}),
    models.BigAutoField: frozenset({int, _NONE}),
    models.FloatField: frozenset({float, int, _NONE}),
    models.BooleanField: frozenset({bool, _NONE}),
    models.DateField: frozenset({date, _NONE}),
    models.ForeignKey: frozenset({int, _NONE}),
}


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """So many keys of rows that are to be made, for rows that name each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            (model._meta.db_table, count),
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert rows; ``CountyQuerySet.copy_in`` is the door. Keys that are not set come from the
    database and do not come back. The database works on the first rows while later ones are
    still made, if ``rows`` makes them as it goes. Raises IntegrityError.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    if first.pk is None:
        fields = [field for field in fields if not field.primary_key]
    with _copying(model, fields) as copy:
        readers = [(str(field.attname), _stored(field)) for field in fields]
        for row in chain((first,), rows):
            copy.write_row([stored(getattr(row, name)) for name, stored in readers])


def copy_values(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows that were never made objects; ``CountyQuerySet.copy_values`` is the door.

    Args:
        names: of the fields, without the key.
        rows: what the driver stores, in the order of ``names``. Raises IntegrityError.
    """
    with _copying(model, [model._meta.get_field(name) for name in names]) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _copying(model: type[models.Model], fields: Sequence[Any]) -> Iterator[Copy]:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
    )
    # The driver's own COPY is behind Django's back, so its errors are made Django's here.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        yield copy


def _stored(field: Any) -> Callable[[Any], Any]:
    """How a value of this column is stored, as ``get_db_prep_save`` does it."""
    own = connections[DEFAULT_DB_ALIAS]  # itself: the name in django.db looks it up each time

    def prepared(value: Any) -> Any:
        return field.get_db_prep_save(value, own)

    if type(field) is models.DateTimeField:
        return lambda value: value if type(value) is datetime and value.tzinfo else prepared(value)
    plain = _PLAIN.get(type(field))
    if plain is None:
        return prepared
    return lambda value: value if type(value) in plain else prepared(value)
