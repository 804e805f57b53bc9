"""The catalogue: brought up to the software's files, and the confirmation of an article."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from policies.catalogue import DATA, files_digest, read_edition
from policies.errors import (
    ArticleNeedsNoConfirmation,
    ArticleStillOpen,
    CatalogueItemMissing,
    ConfirmationNoteMissing,
)
from policies.loading import Change, Source, plan_laws, plan_rows, write
from policies.models import (
    Basis,
    CatalogueEdition,
    CitedRow,
    Confidence,
    Law,
    Parameter,
    PenaltyKind,
    Violation,
)
from policies.rules import names_one_article
from policies.services._editing import (
    DATED,
    completed,
    one_at_a_time,
    record_changes,
    require_editor,
)

CITED: Mapping[str, type[CitedRow]] = {
    model._meta.model_name or "": model for model in (Violation, Basis, PenaltyKind)
}
"""Rows that papers may cite, by the name under which history knows them."""

OF_CATALOGUE = ("violations", "bases", "routed", "penalty_kinds", "benchmarks")
"""Kinds of which the software brings files; who holds a power is the county's to say."""


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
    require_editor(by)
    one_at_a_time()
    edition = read_edition("laws", folder)
    changes = write(plan_laws(edition.rows, Source(edition.on)))
    laws = {law.code: law for law in Law.objects.all()}
    for kind in OF_CATALOGUE:
        edition = read_edition(kind, folder)
        rows = [completed(row, laws, kind, f"{kind}.yaml") for row in edition.rows]
        changes += write(plan_rows(DATED[kind], "code", rows, Source(edition.on)))
    edition = read_edition("statutory", folder)
    rows = [_without(row, "label", "kind") for row in edition.rows]
    changes += write(plan_rows(Parameter, "key", rows, Source(edition.on)))
    record_changes(changes, "policies.load_catalogue", by=by, at=at)
    CatalogueEdition.objects.get_or_create(digest=files_digest(folder))
    return changes


@transaction.atomic
def confirm_article(violation_id: int, *, by: User, at: datetime, note: str) -> Violation:
    """Say that an article's number was read in the official text; papers may cite it then.

    Args:
        note: which official text was read, and where.

    Raises:
        ConfirmationNoteMissing, ArticleNeedsNoConfirmation, ArticleStillOpen.
    """
    row: Violation = _confirm(Violation, violation_id, by=by, at=at, note=note)
    return row


@transaction.atomic
def confirm_cited_row(kind: str, row_id: int, *, by: User, at: datetime, note: str) -> CitedRow:
    """As ``confirm_article``, for any row that papers may cite.

    Args:
        kind: ``violation``, ``basis`` or ``penaltykind``.

    Raises:
        CatalogueItemMissing: nothing of this kind can be confirmed, or no such row.
        ConfirmationNoteMissing, ArticleNeedsNoConfirmation, ArticleStillOpen.
    """
    if kind not in CITED:
        raise CatalogueItemMissing(item=kind, on=str(localdate(at)))
    row: CitedRow = _confirm(CITED[kind], row_id, by=by, at=at, note=note)
    return row


def _confirm(model: type[Any], row_id: int, *, by: User, at: datetime, note: str) -> Any:
    require(by, Permission.POLICY_CONFIRM)
    row = model.objects.select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise CatalogueItemMissing(item=row_id, on=str(localdate(at)))
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
        f"{model._meta.model_name}.confirm_article",
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


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
