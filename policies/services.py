"""The verbs of policies: load what the package brings, confirm an article, set a parameter."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from policies.catalogue import (
    DATA,
    FIRST_DAY,
    ParameterDefinition,
    county_parameters,
    read_edition,
    statutory_labels,
)
from policies.errors import (
    ArticleNeedsNoConfirmation,
    ArticleStillOpen,
    CalendarYearLoaded,
    CatalogueFileBroken,
    CatalogueItemMissing,
    ConfirmationNoteMissing,
    ParameterAlreadySet,
    ParameterFixedByLaw,
    ParameterUnknown,
    ParameterValueWrong,
)
from policies.loading import Change, load_laws, load_rows
from policies.models import (
    Basis,
    CalendarDay,
    CalendarYear,
    Confidence,
    Law,
    Parameter,
    RoutedMatter,
    Violation,
)
from policies.published import PublishedDay, published_days, source_name
from policies.rules import names_one_article, value_problem
from tenants.current import county

YEARS = range(2021, 2027)
"""The years whose holiday notices the pinned package knows and a campaign may fall in."""


@transaction.atomic
def load_catalogue(*, by: User | None = None, at: datetime, folder: Path = DATA) -> list[Change]:
    """Bring laws, violations, bases, routed matters and statutory numbers up to the files.

    Twice is safe: the second time nothing changes. A newer file ends changed rows and begins
    new ones (see ``policies.loading``). ``by`` is None when the operator opens a county.

    Returns:
        What was written, in order.

    Raises:
        CatalogueFileBroken, CatalogueConflict, LawConflict: then nothing was written.
    """
    _require_editor(by)
    changes = list(load_laws(read_edition("laws", folder).rows))
    laws = {law.code: law for law in Law.objects.all()}
    for kind, model in (("violations", Violation), ("bases", Basis), ("routed", RoutedMatter)):
        edition = read_edition(kind, folder)
        rows = [_with_laws(row, laws, kind) for row in edition.rows]
        changes += load_rows(model, "code", rows, edition.on)
    edition = read_edition("statutory", folder)
    rows = [_without(row, "label", "kind") for row in edition.rows]
    changes += load_rows(Parameter, "key", rows, edition.on)
    _record_changes(changes, by=by, at=at)
    return changes


@transaction.atomic
def load_calendar(
    years: Iterable[int] = YEARS, *, by: User | None = None, at: datetime
) -> list[int]:
    """Load the published holiday notices of years that are not yet known.

    Twice is safe; days that the county changed stay as they are.

    Returns:
        The years that were loaded.

    Raises:
        CalendarYearUnknown: a notice is not published yet; then nothing was loaded.
    """
    _require_editor(by)
    known = set(CalendarYear.objects.values_list("year", flat=True))
    wanted = [year for year in years if year not in known]
    for year in wanted:
        _write_year(year, published_days(year), source=source_name(), by=by, at=at)
    return wanted


@transaction.atomic
def date_calendar(*, at: datetime) -> None:
    """The years that came with the county's schema count as loaded at its opening.

    The system's own verb, part of opening a county; who opens it tells the history.
    """
    CalendarYear.objects.update(loaded_at=at)


@transaction.atomic
def enter_calendar_year(
    year: int, days: Iterable[PublishedDay], *, source: str, by: User, at: datetime
) -> CalendarYear:
    """Enter a holiday notice by hand, when the software's package is later than the notice.

    Args:
        days: every day the notice names, holidays and make-up days alike.
        source: the notice: issuer, number, date.

    Raises:
        CalendarYearLoaded: the year is known; single days are changed one by one.
    """
    require(by, Permission.POLICY_EDIT)
    if CalendarYear.objects.filter(year=year).exists():
        raise CalendarYearLoaded(year=year)
    return _write_year(year, days, source=source, by=by, at=at)


@transaction.atomic
def change_calendar_day(
    day: date, *, is_working: bool, note: str, by: User, at: datetime
) -> CalendarDay:
    """Say that a day is worked or not, when the notice was changed or read wrongly.

    Due dates already stored stay: they carry the day they were computed from. The same again
    is no change.
    """
    require(by, Permission.POLICY_EDIT)
    stored = CalendarDay.objects.select_for_update().filter(date=day).first()
    if stored is not None and (stored.is_working, stored.note) == (is_working, note):
        return stored
    before = "" if stored is None else _worked(stored.is_working)
    row = stored or CalendarDay(date=day)
    row.is_working, row.note = is_working, note
    row.save()
    record(
        "calendar_day.change",
        row,
        by=by,
        at=at,
        before=before,
        after=_worked(is_working),
        note=note,
    )
    return row


@transaction.atomic
def confirm_article(violation_id: int, *, by: User, at: datetime, note: str) -> Violation:
    """Say that an article's number was read in the official text; papers may cite it then.

    Args:
        note: which official text was read, and where.

    Raises:
        ConfirmationNoteMissing, ArticleNeedsNoConfirmation, ArticleStillOpen.
    """
    require(by, Permission.POLICY_CONFIRM)
    row = Violation.objects.select_for_update(of=("self",)).filter(pk=violation_id).first()
    if row is None:
        raise CatalogueItemMissing(item=violation_id, on=str(localdate(at)))
    if not note.strip():
        raise ConfirmationNoteMissing(item=row.code)
    if row.confidence == Confidence.SOURCE or row.confirmed_at is not None:
        why = f"{row.confirmed_by_name}已确认" if row.confirmed_at else "已核对原文"
        raise ArticleNeedsNoConfirmation(article=row.citation, item=row.code, why=why)
    if not names_one_article(row.article):
        raise ArticleStillOpen(item=row.code, article=row.article)
    row.confirmed_at, row.confirmed_by, row.confirmed_by_name = at, by, by.full_name
    row.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_by_name"])
    record(
        "violation.confirm_article",
        row,
        by=by,
        at=at,
        before=row.confidence,
        after="confirmed",
        note=note.strip(),
        article=row.citation,
        version=row.version,
    )
    return row


@transaction.atomic
def seed_parameters(
    facts: Mapping[str, Any], *, by: User | None = None, at: datetime
) -> list[Parameter]:
    """Give a county the parameters it lacks: the county's own facts, else the package's values.

    Twice is safe: a key that has any value keeps it.

    Args:
        facts: values by key, such as ``organ.name``.

    Raises:
        ParameterUnknown, ParameterFixedByLaw, ParameterValueWrong: then nothing was written.
    """
    _require_editor(by)
    for key, value in facts.items():
        _check_value(_definition(key), value)
    present = set(Parameter.objects.values_list("key", flat=True))
    added = [
        _begin(definition, facts)
        for key, definition in county_parameters().items()
        if key not in present
    ]
    Parameter.objects.bulk_create(added)
    if added:
        keys = [row.key for row in added]
        record("policies.seed_parameters", county(), by=by, at=at, keys=keys)
    return added


@transaction.atomic
def set_parameter(
    key: str, value: Any, valid_from: date, *, by: User, at: datetime, source: str
) -> Parameter:
    """Set a parameter of the county from a day on. What was decided before stays as it was.

    Saying the same again changes nothing.

    Args:
        source: the county's decision: paper, number, date.

    Raises:
        ParameterUnknown, ParameterFixedByLaw, ParameterValueWrong, ParameterAlreadySet.
    """
    require(by, Permission.POLICY_EDIT)
    _check_value(_definition(key), value)
    list(Parameter.objects.select_for_update().filter(key=key))  # one at a time for each key
    stored = Parameter.objects.filter(key=key, valid_from=valid_from).first()
    if stored is not None and stored.value == value:
        return stored
    if stored is not None:
        raise ParameterAlreadySet(key=key, valid_from=valid_from)
    earlier = Parameter.objects.on(valid_from).filter(key=key).first()
    row = Parameter.objects.create(
        key=key, value=value, valid_from=valid_from, confidence=Confidence.DERIVED, source=source
    )
    before = None if earlier is None else earlier.value
    record(
        "parameter.set",
        row,
        by=by,
        at=at,
        was=before,
        value=value,
        valid_from=str(valid_from),
        source=source,
    )
    return row


def _require_editor(by: User | None) -> None:
    """The operator opens a county without a user; a person needs the permission."""
    if by is not None:
        require(by, Permission.POLICY_EDIT)


def _record_changes(changes: list[Change], *, by: User | None, at: datetime) -> None:
    """One line of history for what was added, one for each row that another one ends."""
    added = [str(change.row) for change in changes if change.kind.endswith(".add")]
    for change in changes:
        if change.kind.endswith(".end"):
            record(change.kind, change.row, by=by, at=at, before=change.before, after=change.after)
    if added:
        record("policies.load_catalogue", county(), by=by, at=at, added=added)


def _with_laws(row: dict[str, Any], laws: Mapping[str, Law], kind: str) -> dict[str, Any]:
    """A file's row with its laws looked up and its optional fields filled."""
    if kind == "routed":
        return {"sanction_text": "", "further_department_kinds": [], **row}
    defaults = {} if kind == "bases" else {"also_article": "", "penalty_text": "", "by_whom": ""}
    named = {name: row[name] for name in ("law", "also_law") if name in row}
    for code in named.values():
        if code not in laws:
            raise CatalogueFileBroken(
                file=f"{kind}.yaml", where=f"条目{row['code']}", why=f"没有名为{code}的法规"
            )
    found: dict[str, Any] = {name: laws[code] for name, code in named.items()}
    if kind == "violations":
        found.setdefault("also_law", None)
    return {**defaults, **row, **found}


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _write_year(
    year: int, days: Iterable[PublishedDay], *, source: str, by: User | None, at: datetime
) -> CalendarYear:
    rows = [CalendarDay(date=day.on, is_working=day.is_working, note=day.note) for day in days]
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    loaded = CalendarYear.objects.create(year=year, source=source, loaded_at=at)
    record("calendar_year.load", loaded, by=by, at=at, source=source, days=len(rows))
    return loaded


def _worked(is_working: bool) -> str:
    return "working" if is_working else "rest"


def _definition(key: str) -> ParameterDefinition:
    definition = county_parameters().get(key)
    if definition is not None:
        return definition
    if key in statutory_labels():
        raise ParameterFixedByLaw(key=key, label=statutory_labels()[key])
    raise ParameterUnknown(key=key)


def _check_value(definition: ParameterDefinition, value: Any) -> None:
    problem = value_problem(definition.kind, value)
    if problem:
        raise ParameterValueWrong(key=definition.key, why=problem)


def _begin(definition: ParameterDefinition, facts: Mapping[str, Any]) -> Parameter:
    return Parameter(
        key=definition.key,
        value=facts.get(definition.key, definition.value),
        valid_from=FIRST_DAY,
        confidence=definition.confidence,
        mark=definition.mark,
        source=definition.source,
    )
