"""How a newer file or package meets what a county already has. Used by services only.

A row that says the same is left alone. A row that says something else becomes a new row from
the day of the edition on, and the old one ends the day before: what was cited under the old
wording stays readable. Nothing is overwritten. Planning writes nothing; ``write`` does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    """One thing that loading writes: a row added, or a row that gets another last day.

    ``was`` is the row whose wording an added one replaces.
    """

    kind: str
    row: Any
    before: str = ""
    after: str = ""
    was: Any = None

    @property
    def is_new(self) -> bool:
        return self.kind.endswith(".add")


@dataclass(frozen=True, slots=True)
class Source:
    """What brings rows: from which day on changed wording holds, and under whose name.

    ``origin`` is empty for the software's own files. They never speak against what a package or
    an administrator has brought, since those know their place better.
    """

    edition: date
    origin: str = ""


def plan_laws(rows: Iterable[dict[str, Any]], source: Source) -> list[Change]:
    """Unknown laws to add, known ones that end. Raises LawConflict."""
    stored = {law.code: law for law in Law.objects.all()}
    changes: list[Change] = []
    for row in rows:
        wanted = {"in_force_until": None, **row}
        law = stored.get(row["code"])
        if law is None:
            changes.append(Change("law.add", Law(**wanted), after=str(row["in_force_from"])))
            continue
        until = wanted.pop("in_force_until")
        if any(getattr(law, name) != value for name, value in wanted.items()):
            raise LawConflict(item=row["code"])
        changes += _end(law, until, source, name="in_force_until")
    return changes


def plan_rows(
    model: type[Model], name: str, rows: Iterable[dict[str, Any]], source: Source
) -> list[Change]:
    """What bringing the dated rows of a kind up to an edition would write.

    Args:
        name: the field that names the thing over time, ``code`` or ``key``.
        rows: the source's rows as values for the model's fields.

    Raises:
        CatalogueConflict: a changed row, but the edition is not newer than what it changes.
    """
    stored = _by_name(model, name)
    changes: list[Change] = []
    ordered = sorted(rows, key=lambda row: (row[name], row["valid_from"]))
    for of, group in groupby(ordered, key=lambda row: row[name]):
        versions = list(group)
        if not source.origin and any(row.origin for row in stored[of]):
            continue
        next_starts = [row["valid_from"] for row in versions[1:]] + [None]
        for row, before in zip(versions, next_starts, strict=True):
            changes += _meet(model, row, stored[of], source, before)
    return changes


def write(changes: Iterable[Change]) -> list[Change]:
    """Write a plan: first the ends, so that no two rows hold at once, then what begins."""
    planned = list(changes)
    for change in planned:
        if not change.is_new:
            change.row.save(update_fields=[_end_name(type(change.row))])
    added: Mapping[type[Model], list[Model]] = defaultdict(list)
    for change in planned:
        if change.is_new:
            added[type(change.row)].append(change.row)
    for model, rows in added.items():
        model._default_manager.bulk_create(rows)
    return planned


def _by_name(model: type[Model], name: str) -> dict[str, list[Any]]:
    stored: dict[str, list[Any]] = defaultdict(list)
    fields = {field.name for field in model._meta.concrete_fields}
    laws = sorted(fields & {"law", "also_law"})
    rows = model._default_manager.order_by("valid_from")
    for kept in rows.select_related(*laws) if laws else rows:
        stored[getattr(kept, name)].append(kept)
    return stored


def _last_begun(stored: list[Any], since: date, before: date | None) -> Any:
    """The stored row that a source's row describes: the last one begun in its time."""
    begun = [
        row
        for row in stored
        if since <= row.valid_from and (before is None or row.valid_from < before)
    ]
    return begun[-1] if begun else None


def _meet(
    model: type[Model],
    row: dict[str, Any],
    stored: list[Any],
    source: Source,
    before: date | None,
) -> Iterator[Change]:
    """Compare a row with the stored one; ``before`` is when the source's next one begins."""
    until = _last_day(row, before)
    content = {k: v for k, v in row.items() if k not in ("valid_from", "valid_until")}
    found = _last_begun(stored, row["valid_from"], before)
    if found is None:
        earlier = [one for one in stored if one.valid_from < row["valid_from"]]
        if earlier and _still_holds(earlier[-1], row["valid_from"]):
            yield from _end(earlier[-1], row["valid_from"] - ONE_DAY, source)
        was = earlier[-1] if earlier else None
        yield _new(model, content, row["valid_from"], until, source, was=was)
    elif all(getattr(found, name) == value for name, value in content.items()):
        yield from _end(found, until, source)
    else:
        if source.edition <= found.valid_from or (before is not None and source.edition >= before):
            raise CatalogueConflict(item=found, edition=source.edition, valid_from=found.valid_from)
        yield from _end(found, source.edition - ONE_DAY, source)
        yield _new(model, content, source.edition, until, source, was=found)


def _still_holds(row: Any, day: date) -> bool:
    return _has_end(type(row)) and (row.valid_until is None or row.valid_until >= day)


def _new(
    model: type[Model],
    content: dict[str, Any],
    since: date,
    until: date | None,
    source: Source,
    *,
    was: Any,
) -> Change:
    end = {"valid_until": until} if _has_end(model) else {}
    row = model(**content, valid_from=since, origin=source.origin, **end)
    return Change(f"{model._meta.model_name}.add", row, after=since.isoformat(), was=was)


def _end(
    row: Any, until: date | None, source: Source, name: str = "valid_until"
) -> Iterator[Change]:
    """Give a row another last day, where its kind has one and it differs.

    The software's own files take no end back: it was set by whoever knows better.
    """
    if name == "valid_until" and not _has_end(type(row)):
        return
    before = getattr(row, name)
    if before == until or (until is None and not source.origin):
        return
    setattr(row, name, until)
    yield Change(f"{row._meta.model_name}.end", row, _iso(before), _iso(until))


def _end_name(model: type[Model]) -> str:
    return "in_force_until" if model is Law else "valid_until"


def _has_end(model: type[Model]) -> bool:
    return any(field.name == "valid_until" for field in model._meta.concrete_fields)


def _last_day(row: dict[str, Any], before: date | None) -> date | None:
    written: date | None = row.get("valid_until")
    if before is None:
        return written
    return min(written or before, before - ONE_DAY)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
