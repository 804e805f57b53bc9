"""Law packages: what leaves, what comes in, and what taking one would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from accounts.models import User
from audit.services import record
from common.db import broken_rule
from policies.catalogue import SHAPES, county_parameters, statutory_labels
from policies.errors import PackageRowWrong, PackageTakenBefore
from policies.loading import Change, Source, plan_laws, plan_rows, write
from policies.models import CitedRow, Confidence, Law, PackageArrival, Parameter, PowerHolder
from policies.packages import Issue, Package, read_package, write_package
from policies.rules import holds_on
from policies.services._editing import (
    DATED,
    completed,
    one_at_a_time,
    record_changes,
    require_editor,
)
from policies.states import LAW_PACKAGE, PackageState

# County parameters that are law more than local custom, so that a province may issue them.
_ISSUED = ("deadline", "hearing", "legal_review", "case", "publication", "archive", "transfer")
_NOT_COMPARED = {"id", "code", "key", "valid_from", "valid_until", "origin"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a package would do to one row.

    Attributes:
        verdict: ``new``, ``changed`` or ``ended``; rows that stay are only counted.
        since: from when the new row holds, or after which day the old one does not.
        fields: name of the column, old and new value of what is worded anew.
        waits: a paper cannot cite it until somebody confirms the article's number.
        row: the row as it would stand, not saved.
    """

    kind: str
    item: str
    title: str
    verdict: str
    since: date
    until: date | None
    is_past: bool
    waits: bool
    row: Any
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """Every difference, and how many rows of the package are there already."""

    differences: tuple[Difference, ...]
    unchanged: int


def export_law_package(day: date, issue: Issue) -> bytes:
    """The county's rules that hold on a day or begin later, as a package that others can take.

    Confirmations of articles stay behind: who reads the package reads the law again.
    """
    until = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows: dict[str, list[dict[str, Any]]] = {
        kind: [_row_out(row, kind) for row in _with_laws(model).filter(until)]
        for kind, model in DATED.items()
    }
    cited = {
        row[name]
        for of in rows.values()
        for row in of
        for name in ("law", "also_law")
        if name in row
    }
    in_force = Law.objects.in_force_on(day).values_list("code", flat=True)
    laws = Law.objects.filter(code__in={*cited, *in_force}).order_by("code")
    rows["laws"] = [_row_out(law, "laws") for law in laws]
    rows["parameters"] = [_value_out(row) for row in _values_from(day)]
    return write_package(rows, issue)


def preview_package(package: Package, on: date) -> Preview:
    """What taking a package would change; nothing is written.

    Args:
        on: today, to say which changes reach back.

    Raises:
        PackageRowWrong, CatalogueConflict, LawConflict: as taking it would.
    """
    changes = [change for part in _plans(package) for change in part]
    replaced = {id(change.was) for change in changes if change.is_new}
    shown = [
        _difference(change, on)
        for change in changes
        if change.is_new or id(change.row) not in replaced
    ]
    total = sum(len(rows) for rows in package.rows.values())
    return Preview(tuple(shown), total - len(shown))


@transaction.atomic
def take_package(package: Package, *, by: User | None, at: datetime) -> list[Change]:
    """Bring the rules up to a package. Twice is safe: the second time nothing changes.

    A row that says something else becomes a new row from the package's edition on, and the old
    one ends the day before. ``by`` is None when the operator does it.

    Raises:
        PackageRowWrong, CatalogueConflict, LawConflict: then nothing was written.
    """
    require_editor(by)
    one_at_a_time()
    changes: list[Change] = []
    for part in _plans(package):
        try:
            with transaction.atomic():
                changes += write(part)
        except IntegrityError as error:
            rule = broken_rule(error)
            item = f"{part[0].row}等{len(part)}条"
            raise PackageRowWrong(kind="", item=item, why=f"违反{rule}") from error
    told = {"package": package.origin, "digest": package.digest}
    record_changes(changes, "policies.take_package", by=by, at=at, **told)
    return changes


@transaction.atomic
def receive_package(content: bytes, *, by: User, at: datetime) -> PackageArrival:
    """Keep a package that was sent in, checked but not taken. The same again is the same arrival.

    Raises:
        PackageUnreadable, PackageChecksumWrong, PackageKindUnknown, PackageRowWrong,
        PackageRowsOverlap: nothing was kept.
        PackageTakenBefore: the county has its rows.
    """
    require_editor(by)
    package = read_package(content)
    one_at_a_time()
    known = PackageArrival.objects.exclude(state=PackageState.DISCARDED)
    arrival = known.filter(digest=package.digest).first()
    if arrival is not None and arrival.state == PackageState.TAKEN:
        raise PackageTakenBefore(name=arrival.name)
    if arrival is not None:
        return arrival
    arrival = PackageArrival.objects.create(
        digest=package.digest,
        issuer=package.issuer,
        name=package.name,
        edition=package.edition,
        note=package.note,
        content=content,
        arrived_at=at,
        arrived_by=by,
    )
    record("law_package.receive", arrival, by=by, at=at, digest=package.digest)
    return arrival


@transaction.atomic
def take_arrival(arrival_id: int, *, by: User, at: datetime) -> list[Change]:
    """Take a package that waits. Raises what ``take_package`` raises, and WrongState."""
    arrival = PackageArrival.objects.select_for_update(of=("self",)).get(pk=arrival_id)
    LAW_PACKAGE.apply(arrival, "take", by=by, at=at)
    arrival.taken_at, arrival.taken_by = at, by
    arrival.save(update_fields=["state", "taken_at", "taken_by"])
    return take_package(read_package(bytes(arrival.content)), by=by, at=at)


@transaction.atomic
def discard_arrival(arrival_id: int, *, by: User, at: datetime) -> PackageArrival:
    """Leave a package that waits; its bytes stay on record."""
    arrival = PackageArrival.objects.select_for_update(of=("self",)).get(pk=arrival_id)
    LAW_PACKAGE.apply(arrival, "discard", by=by, at=at)
    arrival.save(update_fields=["state"])
    return arrival


def _plans(package: Package) -> Iterable[list[Change]]:
    """Kind by kind, each when the one before was written or is to be looked at: laws first."""
    source = Source(package.edition, package.origin)
    new_laws = plan_laws(package.rows.get("laws", ()), source)
    yield _checked(new_laws, "laws")
    laws = {law.code: law for law in Law.objects.all()}
    laws |= {change.row.code: change.row for change in new_laws if change.row.pk is None}
    for kind, model in DATED.items():
        rows = [_row_in(row, laws, kind) for row in package.rows.get(kind, ())]
        yield _checked(plan_rows(model, "code", rows, source), kind)
    values = package.rows.get("parameters", ())
    yield _checked(plan_rows(Parameter, "key", values, source), "parameters")


def _row_in(row: dict[str, Any], laws: Mapping[str, Law], kind: str) -> dict[str, Any]:
    for name in ("law", "also_law"):
        if row.get(name) is not None and row[name] not in laws:
            why = f"没有名为{row[name]}的法规"
            raise PackageRowWrong(kind=kind, item=f"{row['code']}@{row['valid_from']}", why=why)
    return completed(row, laws, kind, kind)


def _checked(changes: list[Change], kind: str) -> list[Change]:
    """The plan again, if each row that it adds could stand in the table."""
    for change in changes:
        if not change.is_new:
            continue
        problem = _row_trouble(change.row)
        if problem:
            item = getattr(change.row, "version", "") or str(change.row)
            raise PackageRowWrong(kind=kind, item=item, why=problem)
    return changes


def _row_trouble(row: models.Model) -> str:
    try:
        row.clean_fields(exclude={"law", "also_law", "confirmed_by", "id", "value"})
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        return f"{name}：{said[0]}".rstrip("。")
    if any(getattr(row, name, None) and not getattr(row, name).pk for name in ("law", "also_law")):
        return ""  # a law that comes with the package: the table itself judges the row
    for rule in row._meta.constraints:
        if isinstance(rule, models.CheckConstraint):
            try:
                rule.validate(type(row), row)
            except ValidationError:
                return f"违反{rule.name}"
    return _taken_by_another(row) if isinstance(row, PowerHolder) else ""


def _taken_by_another(row: PowerHolder) -> str:
    """Another line about the same power that the county entered under another code."""
    same = PowerHolder.objects.filter(covers=row.covers, area=row.area).exclude(code=row.code)
    for other in same:
        begins_in = holds_on(other.valid_from, other.valid_until, row.valid_from)
        if begins_in or holds_on(row.valid_from, row.valid_until, other.valid_from):
            return f"与本县已有的{other}（{other.version}）有效期间重叠"
    return ""


def _difference(change: Change, on: date) -> Difference:
    row, was = change.row, change.was
    until = getattr(row, "valid_until", None) or getattr(row, "in_force_until", None)
    begins = getattr(row, "valid_from", None) or row.in_force_from
    verdict = ("new" if was is None else "changed") if change.is_new else "ended"
    since = begins if change.is_new else until or begins
    return Difference(
        kind=row._meta.model_name,
        item=getattr(row, "code", "") or row.key,
        title=_title(row),
        verdict=verdict,
        since=since,
        until=until if change.is_new else None,
        is_past=since < on,
        waits=change.is_new and isinstance(row, CitedRow) and row.confidence != Confidence.SOURCE,
        row=row,
        fields=_fields(was, row) if verdict == "changed" else (),
    )


def _fields(was: Any, row: Any) -> tuple[tuple[str, Any, Any], ...]:
    names = [
        field.name
        for field in row._meta.concrete_fields
        if field.name not in _NOT_COMPARED and not field.name.startswith("confirmed")
    ]
    pairs = [(name, _words(was, name), _words(row, name)) for name in names]
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _words(row: Any, name: str) -> Any:
    """A choice by its label, a law by its title; everything else as it is."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return str(value) if isinstance(value, Law) else value


def _title(row: Any) -> str:
    if isinstance(row, Parameter):
        own = county_parameters().get(row.key)
        return own.label if own else statutory_labels()[row.key]
    return str(row)


def _with_laws(model: Any) -> Any:
    names = {field.name for field in model._meta.concrete_fields} & {"law", "also_law"}
    rows = model.objects.order_by("code", "valid_from")
    return rows.select_related(*sorted(names)) if names else rows


def _row_out(row: Any, kind: str) -> dict[str, Any]:
    shape = SHAPES[kind]
    out = {name: _out(getattr(row, name)) for name in shape.required}
    for name in shape.optional:
        value = _out(getattr(row, name))
        if value is not None and value is not False and value not in ("", []):
            out[name] = value
    return out


def _out(value: Any) -> Any:
    return value.code if isinstance(value, Law) else value


def _values_from(day: date) -> Iterable[Parameter]:
    own = county_parameters()
    now = {row.pk for row in Parameter.objects.on(day)}
    for row in Parameter.objects.order_by("key", "valid_from"):
        is_issued = row.key not in own or row.key.partition(".")[0] in _ISSUED
        if is_issued and (row.pk in now or row.valid_from > day):
            yield row


def _value_out(row: Parameter) -> dict[str, Any]:
    names = ("key", "value", "valid_from", "confidence", "mark", "source")
    return {name: getattr(row, name) for name in names}
