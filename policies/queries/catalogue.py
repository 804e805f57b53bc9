"""What held on a day: reads for the apps above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django_tenants.utils import quote_schema_name

from common.clock import chinese_date
from policies.catalogue import (
    ParameterDefinition,
    county_parameters,
    files_digest,
    package_values,
    statutory_labels,
)
from policies.errors import (
    ArticleNotConfirmed,
    CatalogueItemMissing,
    LawNotInForce,
    ParameterMissing,
)
from policies.models import (
    Basis,
    CalendarDay,
    CalendarYear,
    CitedRow,
    Confidence,
    Parameter,
    PenaltyKind,
    RoutedMatter,
    Violation,
)
from policies.rules import Due, Unit, WorkingCalendar, due_date, value_problem


def schemas_without_parameters(schemas: Iterable[str]) -> list[str]:
    """Those of these counties' schemas that lack a parameter of this release. One statement.

    It asks of each county only whether it lacks one, for the run over all after an update.
    """
    asked = list(schemas)
    if not asked:
        return []
    lacks = [
        f"SELECT {place} FROM keys WHERE EXISTS (SELECT key FROM unnest(wanted) AS key"  # noqa: S608 -- quoted
        f" EXCEPT SELECT key FROM {quote_schema_name(schema)}.policies_parameter)"
        for place, schema in enumerate(asked)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH keys AS (SELECT %s::text[] AS wanted) {' UNION ALL '.join(lacks)}",
            [list(county_parameters())],
        )
        return [asked[place] for (place,) in cursor.fetchall()]


def schemas_without_catalogue(schemas: Iterable[str]) -> list[str]:
    """Those of these counties' schemas that have not loaded this release's files. One statement."""
    asked = list(schemas)
    if not asked:
        return []
    lacks = [
        f"SELECT {place} FROM wanted WHERE NOT EXISTS (SELECT 1 FROM"  # noqa: S608 -- quoted
        f" {quote_schema_name(schema)}.policies_catalogueedition e WHERE e.digest = wanted.digest)"
        for place, schema in enumerate(asked)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH wanted AS (SELECT %s::text AS digest) {' UNION ALL '.join(lacks)}",
            [files_digest()],
        )
        return [asked[place] for (place,) in cursor.fetchall()]


def calendar() -> WorkingCalendar:
    """The county's working days, as a frozen value for ``rules.due_date``. Two queries."""
    return WorkingCalendar(
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        exceptions=dict(CalendarDay.objects.values_list("date", "is_working")),
    )


def due_after(start: date, *, count: int, unit: Unit) -> Due:
    """The last day of a period that began on ``start``, by the county's days known today."""
    return due_date(start, count=count, unit=unit, calendar=calendar())


def dues_after(starts: Iterable[date], *, count: int, unit: Unit) -> dict[date, date]:
    """The last day of one period for many beginnings, with the calendar read once."""
    days = calendar()
    return {
        start: due_date(start, count=count, unit=unit, calendar=days).due_on
        for start in set(starts)
    }


def violations_on(day: date, kind: str | None = None) -> list[Violation]:
    """The catalogue on a day, in the order of its codes: row and laws in force that day.

    Args:
        day: the day of the act.
        kind: only what can be found at institutions of this kind.

    In force is not yet quotable: ask each row ``is_quotable_on(day)``.
    """
    rows = Violation.objects.on(day).select_related("law", "also_law").order_by("code")
    if kind is not None:
        rows = rows.filter(kinds__contains=[kind])
    return [row for row in rows if row.is_in_force_on(day)]


def get_violation_on(code: str, day: date) -> Violation:
    """The one row of a code that holds on a day. Raises CatalogueItemMissing."""
    rows = Violation.objects.on(day).filter(code=code)
    row: Violation | None = rows.select_related("law", "also_law").first()
    if row is None:
        raise CatalogueItemMissing(item=code, on=chinese_date(day))
    return row


def routed_matters_on(day: date) -> list[RoutedMatter]:
    """Matters of other departments' powers on a day, in the order of their codes."""
    return list(RoutedMatter.objects.on(day).order_by("code"))


def get_routed_matter_on(code: str, day: date) -> RoutedMatter:
    """The one row of a code that holds on a day. Raises CatalogueItemMissing."""
    row: RoutedMatter | None = RoutedMatter.objects.on(day).filter(code=code).first()
    if row is None:
        raise CatalogueItemMissing(item=code, on=chinese_date(day))
    return row


def basis_on(code: str, day: date) -> Basis:
    """The article an order rests on, such as PL28, as it held on a day.

    Raises:
        CatalogueItemMissing: no such article was in force on that day.
    """
    row: Basis | None = Basis.objects.on(day).filter(code=code).select_related("law").first()
    if row is None or not row.is_in_force_on(day):
        raise CatalogueItemMissing(item=code, on=chinese_date(day))
    return row


def require_quotable(row: CitedRow, on: date) -> None:
    """Go on only if a paper about an act of that day may print the article of this row.

    Raises:
        LawNotInForce: the row or a law it cites did not hold on that day.
        ArticleNotConfirmed: nobody has checked the article's number.
    """
    if not row.is_in_force_on(on):
        raise LawNotInForce(article=row.citation, item=row.code, on=chinese_date(on))
    if not row.is_quotable_on(on):
        raise ArticleNotConfirmed(article=row.citation, item=row.code)


def articles_to_confirm(day: date) -> list[Violation]:
    """Violations of a day that no paper may cite until somebody confirms the article."""
    return [row for row in violations_on(day) if not row.is_quotable_on(day)]


def others_to_confirm(day: date) -> list[CitedRow]:
    """What else waits for a confirmation: violations that begin later, bases, penalty kinds.

    Kinds and bases of the past too, since an older act may still be decided.
    """
    unsettled = ~Q(confidence=Confidence.SOURCE) & Q(confirmed_at__isnull=True)
    later = Violation.objects.filter(unsettled, valid_from__gt=day)
    found: list[CitedRow] = list(later.select_related("law", "also_law"))
    for model in (Basis, PenaltyKind):
        found += model.objects.filter(unsettled).select_related("law")
    return found


def parameter(key: str, on: date) -> Any:
    """The value of a key on a day. Raises ParameterMissing."""
    row = Parameter.objects.on(on).filter(key=key).first()
    if row is None:
        raise ParameterMissing(key=key, on=chinese_date(on))
    return row.value


@dataclass(frozen=True, slots=True)
class Rule:
    """A parameter as it held on a day, with its name and what it rests on."""

    key: str
    label: str
    value: Any
    basis: str
    mark: str
    confidence: str


def rule_on(key: str, day: date) -> Rule:
    """The rule of a key on a day, for what freezes it. Raises ParameterMissing."""
    row = Parameter.objects.on(day).filter(key=key).first()
    if row is None:
        raise ParameterMissing(key=key, on=chinese_date(day))
    of_county = county_parameters().get(key)
    label = of_county.label if of_county else statutory_labels().get(key, key)
    return Rule(key, label, row.value, row.source, row.mark, row.confidence)


def rule_or_package_on(key: str, day: date) -> Rule:
    """``rule_on``, or what the package says where the county has set none; as ``values_on``.

    Raises ParameterMissing for a key that neither the county nor the package has.
    """
    try:
        return rule_on(key, day)
    except ParameterMissing:
        if (one := county_parameters().get(key)) is None:
            raise
    return Rule(key, one.label, one.value, one.source, one.mark, one.confidence)


def parameter_values(on: date, *keys: str) -> dict[str, Any]:
    """The values of several keys on a day, in one query. Raises ParameterMissing for the first."""
    held = dict(Parameter.objects.on(on).filter(key__in=keys).values_list("key", "value"))
    for key in keys:
        if key not in held:
            raise ParameterMissing(key=key, on=chinese_date(on))
    return {key: held[key] for key in keys}


def values_on(day: date, keys: Iterable[str]) -> dict[str, Any]:
    """The values of several keys on a day, in one query; the package's where none is set.

    For rules that must be asked also in a county that was opened before they came. Raises
    ParameterMissing for a key that neither the county nor the package has.
    """
    wanted = list(keys)
    held = dict(Parameter.objects.on(day).filter(key__in=wanted).values_list("key", "value"))
    return _with_the_package(wanted, held, day)


def values_through(keys: Iterable[str]) -> Callable[[date], dict[str, Any]]:
    """``values_on`` for many days, asked of the database once."""
    wanted = list(keys)
    every = Parameter.objects.filter(key__in=wanted).order_by("valid_from")
    rows = list(every.values_list("key", "valid_from", "value"))

    def on(day: date) -> dict[str, Any]:
        held = {key: value for key, since, value in rows if since <= day}
        return _with_the_package(wanted, held, day)

    return on


def _with_the_package(wanted: list[str], held: dict[str, Any], day: date) -> dict[str, Any]:
    package = package_values()
    for key in wanted:
        if key not in held and key not in package:
            raise ParameterMissing(key=key, on=chinese_date(day))
    return {key: held.get(key, package.get(key)) for key in wanted}


def described_on(day: date, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For each key its label and the source of the value that holds on a day; one query."""
    wanted = list(keys)
    rows = Parameter.objects.on(day).filter(key__in=wanted)
    sources = dict(rows.values_list("key", "source")) if wanted else {}
    of_county, of_law = county_parameters(), statutory_labels()
    return {
        key: (
            of_county[key].label if key in of_county else of_law[key],
            sources.get(key) or (of_county[key].source if key in of_county else ""),
        )
        for key in wanted
    }


def parameter_since(key: str, day: date) -> str:
    """From when the value of a key holds that holds on a day, in words for a record."""
    row = Parameter.objects.on(day).filter(key=key).first()
    return f"{row.valid_from.isoformat()}起" if row else "随系统载入"


def parameters_on(day: date) -> QuerySet[Parameter]:
    """One row per key, in the order of the keys."""
    return Parameter.objects.on(day)


def parameter_history(key: str) -> QuerySet[Parameter]:
    """Every value a key has had, the latest first."""
    return Parameter.objects.filter(key=key).order_by("-valid_from")


def parameters_of_county() -> dict[str, ParameterDefinition]:
    """The keys a county may set, with label, kind and what it begins with, in the file's order."""
    return county_parameters()


def may_be_value(definition: ParameterDefinition, value: Any) -> bool:
    """Whether a value of this shape could be set at all."""
    return not value_problem(definition.kind, value)


def parameters_of_law() -> dict[str, str]:
    """The keys that the law fixes, with their labels."""
    return statutory_labels()


def parameters_from(day: date) -> QuerySet[Parameter]:
    """Values that begin on that day or later, the earliest first."""
    return Parameter.objects.filter(valid_from__gte=day).order_by("valid_from", "key")
