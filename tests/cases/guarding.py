"""By the shell: what the database itself refuses, each rule by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Decision
from common.clock import localdate
from papers.services import approve_paper
from tests.factories import cases as scenes

LATE = scenes.days(30)


@contextmanager
def refused_by(rule: str) -> Iterator[None]:
    """What happens inside is refused by this constraint or trigger, at the latest at commit."""
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as refusal:
        assert refusal.__cause__.diag.constraint_name == rule  # noqa: PT017 -- which one counts
    else:
        pytest.fail(f"nothing was refused, where {rule} should speak")


def commit_now() -> None:
    """What a commit would check is checked now; later statements wait for theirs again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def change(row: Any, **facts: Any) -> None:
    """An UPDATE that no verb made."""
    type(row).objects.filter(pk=row.pk).update(**facts)


def force(decision: Decision, people, at=LATE, papers=("D36", "D37"), **facts) -> None:
    """Approve a decision by hand, its papers at the same moment: its own guards speak first."""
    told = {
        "state": "approved",
        "approved_at": at,
        "approved_by": people.head,
        "decided_on": localdate(at),
        "endorsed_at": at,
        "endorsed_by": people.section,
        "penalty_count": decision.penalties.count(),
    } | facts
    change(decision, **told)
    for link in decision.papers.filter(paper__code__in=papers).select_related("paper"):
        approve_paper(link.paper.pk, by=people.head, at=at, prints=False)
