"""Many new rows at once by COPY, which costs a third of INSERT."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from psycopg import sql

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
    names = [str(field.attname) for field in fields]
    copy_values(model, names, map(attrgetter(*names), chain((first,), rows)))


def copy_values(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows that are no objects: values of these attributes (``owner_id``), in their order.

    A point may be a pair of floats. Otherwise as ``copy_in``; what is not named gets the default
    of the database, not Django's.
    """
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
    )
    stored = _stored(fields)
    # The driver's own COPY is behind Django's back, so its errors are made Django's here.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(stored(row))


def _stored(fields: Sequence[Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """How a row is stored. What is to be done follows from the types in it, which seldom differ."""
    known: dict[tuple[type, ...], list[tuple[int, Callable[[Any], Any]]]] = {}

    def stored(row: Sequence[Any]) -> Sequence[Any]:
        kinds = tuple(map(type, row))
        todo = known.get(kinds)
        if todo is None:
            pairs = enumerate(zip(fields, kinds, strict=True))
            todo = known[kinds] = [
                (place, _preparing(field, kind))
                for place, (field, kind) in pairs
                if kind not in _PLAIN.get(type(field), ())
            ]
        values = list(row)
        for place, prepared in todo:
            values[place] = prepared(values[place])
        return values

    return stored


def _preparing(field: Any, kind: type) -> Callable[[Any], Any]:
    """How a value of this type is stored in this column, as ``get_db_prep_save`` does it."""
    own = connections[DEFAULT_DB_ALIAS]  # itself: the name in django.db looks it up each time

    def prepared(value: Any) -> Any:
        return field.get_db_prep_save(value, own)

    if type(field) is models.DateTimeField and kind is datetime:
        return lambda value: value if value.tzinfo else prepared(value)
    if isinstance(field, GeometryField) and kind is tuple:  # a longitude and a latitude
        return lambda pair: f"SRID={field.srid};POINT({pair[0]!r} {pair[1]!r})"
    if type(field) is models.JSONField and field.encoder is None and kind in (dict, list):
        return json.dumps
    return prepared
