"""What the verbs that write rules have in common: who may, and what history is told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from policies.errors import CatalogueFileBroken
from policies.loading import Change
from policies.models import (
    Basis,
    Benchmark,
    Law,
    PenaltyKind,
    PowerHolder,
    RoutedMatter,
    Violation,
)
from tenants.current import county

# The kinds of rows with a code, in the order in which they may name each other.
DATED: Mapping[str, type[Any]] = {
    "violations": Violation,
    "bases": Basis,
    "routed": RoutedMatter,
    "penalty_kinds": PenaltyKind,
    "benchmarks": Benchmark,
    "power_holders": PowerHolder,
}

# What a row's fields are that a file or package may leave out.
_LEFT_OUT: Mapping[str, dict[str, Any]] = {
    "violations": {"also_law": None, "also_article": "", "penalty_text": "", "by_whom": ""},
    "routed": {"sanction_text": "", "further_department_kinds": []},
    "benchmarks": {
        **dict.fromkeys(("min_fen", "max_fen", "multiple_min_tenths", "multiple_max_tenths"), None),
        **dict.fromkeys(("min_months", "max_months"), None),
        "is_permanent": False,
    },
    "power_holders": {"area": "", "published_on": None},
}


def one_at_a_time() -> None:
    """Wait until whoever else writes rules in this county is done; held to the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('policies.rules'), %s::regclass::oid::int)",
            [Law._meta.db_table],
        )


def require_editor(by: User | None) -> None:
    """The operator opens a county without a user; a person needs the permission."""
    if by is not None:
        require(by, Permission.POLICY_EDIT)


def completed(row: dict[str, Any], laws: Mapping[str, Law], kind: str, file: str) -> dict[str, Any]:
    """A row with its laws looked up and its optional fields filled.

    Raises:
        CatalogueFileBroken: it names a law that neither the county nor the file has.
    """
    found: dict[str, Any] = {}
    for name in ("law", "also_law"):
        if row.get(name) is None:
            continue
        if row[name] not in laws:
            raise CatalogueFileBroken(
                file=file, where=f"条目{row['code']}", why=f"没有名为{row[name]}的法规"
            )
        found[name] = laws[row[name]]
    return {**_LEFT_OUT.get(kind, {}), **row, **found}


def record_changes(
    changes: Iterable[Change], kind: str, *, by: User | None, at: datetime, **facts: Any
) -> None:
    """One line of history for what was added, one for each row that another one ends."""
    listed = list(changes)
    for change in listed:
        if not change.is_new:
            record(change.kind, change.row, by=by, at=at, before=change.before, after=change.after)
    added = [str(change.row) for change in listed if change.is_new]
    if added:
        record(kind, county(), by=by, at=at, added=added, **facts)
