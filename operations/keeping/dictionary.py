"""What each table and column of a county means, in Chinese, from the models themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

# No facts of the county: who is signed in, and what only this software's machinery reads.
LEFT_OUT_TABLES = {"django_session": "登录会话，不是业务资料"}
# Whoever holds one of these could sign in or read sealed fields; an archive must not.
_SECRET = re.compile(r"(^|_)(password|secret|token|digest|recovery|key_hash|hash)$")
# Digests of history let nobody in: they prove it, also from a package.
_PROOFS = {"audit_auditseal", "audit_historycheck"}


@dataclass(frozen=True)
class Column:
    """One column of the package."""

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    hint: str
    points_at: str


@dataclass(frozen=True)
class Table:
    """One table of the package; ``left_out`` names its columns that are not in it."""

    name: str
    label: str
    columns: tuple[Column, ...]
    left_out: tuple[str, ...]


def table(name: str, columns: Iterable[str]) -> Table:
    """What is known about a table that has these columns."""
    model = _models().get(name)
    fields = {field.column: field for field in _fields(model)}
    kept = [column for column in columns if not is_secret(column, of=name)]
    return Table(
        name=name,
        label=str(model._meta.verbose_name) if model else "",
        columns=tuple(_column(column, fields.get(column)) for column in kept),
        left_out=tuple(column for column in columns if is_secret(column, of=name)),
    )


def is_secret(column: str, *, of: str) -> bool:
    """True for what helps to sign in; such a column of a table stays out of every package."""
    return of not in _PROOFS and _SECRET.search(column) is not None


@cache
def _models() -> dict[str, Any]:
    everything = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in everything}


def _fields(model: Any) -> list[models.Field]:
    return list(model._meta.concrete_fields) if model else []


def _column(name: str, field: models.Field | None) -> Column:
    if field is None:
        return Column(name, "", "", (), "", "")
    target = field.related_model
    choices = tuple((str(value), str(label)) for value, label in field.flatchoices)
    return Column(
        name=name,
        label=str(field.verbose_name) if _chinese(str(field.verbose_name)) else "",
        kind=field.get_internal_type(),
        choices=choices,
        hint=str(field.help_text),
        points_at=target._meta.db_table if isinstance(target, type) else "",
    )


def _chinese(text: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in text)
