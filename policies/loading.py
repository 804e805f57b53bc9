"""How a newer package file meets what a county already has. Used by services only.

A row that says the same is left alone. A row that says something else becomes a new row from
the day of the file's edition on, and the old one ends the day before: what was cited under the
old wording stays readable. Nothing is overwritten.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Model

from policies.errors import CatalogueConflict, LawConflict
from policies.models import Law

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that loading wrote: a row added, or a row that got another last day."""

    kind: str
    row: Model
    before: str = ""
    after: str = ""


def load_laws(rows: Iterable[dict[str, Any]]) -> Iterator[Change]:
    """Add unknown laws; note the end of known ones. Raises LawConflict."""
    for row in rows:
        wanted = {"in_force_until": None, **row}
        law, is_new = Law.objects.get_or_create(code=row["code"], defaults=wanted)
        if is_new:
            yield Change("law.add", law)
            continue
        until = wanted.pop("in_force_until")
        if any(getattr(law, name) != value for name, value in wanted.items()):
            raise LawConflict(item=row["code"])
        yield from _end_law(law, until)


def load_rows(
    model: type[Model], name: str, rows: Iterable[dict[str, Any]], edition: date
) -> list[Change]:
    """Bring the dated rows of a kind up to an edition.

    Args:
        name: the field that names the thing over time, ``code`` or ``key``.
        rows: the file's rows as values for the model's fields.
        edition: from which day on changed wording holds.

    Raises:
        CatalogueConflict: a changed row, but the edition is not newer than what it changes.
    """
    stored: dict[str, list[Any]] = defaultdict(list)
    for kept in model._default_manager.order_by("valid_from"):
        stored[getattr(kept, name)].append(kept)
    changes: list[Change] = []
    ordered = sorted(rows, key=lambda row: (row[name], row["valid_from"]))
    for of, group in groupby(ordered, key=lambda row: row[name]):
        versions = list(group)
        next_starts = [row["valid_from"] for row in versions[1:]] + [None]
        for row, before in zip(versions, next_starts, strict=True):
            found = _last_begun(stored[of], row["valid_from"], before)
            changes += _meet(model, row, found, edition, before)
    added = [change.row for change in changes if change.row.pk is None]
    model._default_manager.bulk_create(added)
    return changes


def _last_begun(stored: list[Any], since: date, before: date | None) -> Any:
    """The stored row that a file's row describes: the last one begun in its time."""
    begun = [
        row
        for row in stored
        if since <= row.valid_from and (before is None or row.valid_from < before)
    ]
    return begun[-1] if begun else None


def _meet(
    model: type[Model], row: dict[str, Any], stored: Any, edition: date, before: date | None
) -> Iterator[Change]:
    """Compare a file's row with the stored one; ``before`` is when the file's next one begins."""
    until = _last_day(row, before)
    content = {k: v for k, v in row.items() if k not in ("valid_from", "valid_until")}
    if stored is None:
        yield _new(model, content, row["valid_from"], until)
    elif all(getattr(stored, name) == value for name, value in content.items()):
        yield from _end(stored, until)
    else:
        if edition <= stored.valid_from or (before is not None and edition >= before):
            raise CatalogueConflict(item=stored, edition=edition, valid_from=stored.valid_from)
        yield from _end(stored, edition - ONE_DAY)
        yield _new(model, content, edition, until)


def _new(model: type[Model], content: dict[str, Any], since: date, until: date | None) -> Change:
    end = {"valid_until": until} if _has_end(model) else {}
    row = model(**content, valid_from=since, **end)
    return Change(f"{model._meta.model_name}.add", row, after=since.isoformat())


def _end(row: Any, until: date | None) -> Iterator[Change]:
    """Give a row another last day, where its kind has one and it differs."""
    if not _has_end(type(row)) or row.valid_until == until:
        return
    before, row.valid_until = row.valid_until, until
    row.save(update_fields=["valid_until"])
    yield Change(f"{row._meta.model_name}.end", row, _iso(before), _iso(until))


def _end_law(law: Law, until: date | None) -> Iterator[Change]:
    if law.in_force_until == until:
        return
    before, law.in_force_until = law.in_force_until, until
    law.save(update_fields=["in_force_until"])
    yield Change("law.end", law, _iso(before), _iso(until))


def _has_end(model: type[Model]) -> bool:
    return any(field.name == "valid_until" for field in model._meta.concrete_fields)


def _last_day(row: dict[str, Any], before: date | None) -> date | None:
    written: date | None = row.get("valid_until")
    if before is None:
        return written
    return min(written or before, before - ONE_DAY)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
