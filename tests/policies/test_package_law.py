"""What later tests of a process are given is what the verbs of policies write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from policies.models import Law
from policies.services import load_calendar, load_catalogue
from tests.factories import package_law
from tests.factories.policies import LawFactory
from tests.times import NOON

TABLES = (*package_law.CATALOGUE, *package_law.CALENDAR)
# Moments of writing and what hangs on them differ between any two lines of history.
TOLD = ("kind", "at", "actor_id", "object_type", "object_label", "before", "after", "facts")


def _county() -> list[object]:
    """All that loading writes: without the keys that only number it, laws by their codes."""
    codes = dict(Law.objects.values_list("pk", "code"))
    found: list[object] = []
    for table in TABLES:
        rows = list(table._base_manager.order_by("pk").values())
        for row in rows:
            row.pop("id", None)
            row.update({name: codes.get(row[name]) for name in row if name.endswith("law_id")})
        found.append(rows)
    return [*found, list(AuditEvent.objects.order_by("pk").values_list(*TOLD))]


def _after(*loads: Callable[[], object]) -> list[object]:
    """The county after these, which are then taken back."""
    with transaction.atomic():
        for load in loads:
            load()
        seen = _county()
        transaction.set_rollback(True)
    return seen


def test_the_first_and_the_later_are_as_the_verbs_leave_a_county(county, monkeypatch):
    by_verbs = _after(lambda: load_catalogue(at=NOON), lambda: load_calendar((2021, 2022), at=NOON))
    ours = (package_law.catalogue, lambda: package_law.calendar((2021, 2022)))
    monkeypatch.setattr(package_law, "_kept", {})

    first, later = _after(*ours), _after(*ours)

    assert len(package_law._kept) == 2
    assert first == by_verbs
    assert later == by_verbs


def test_where_something_is_the_verb_decides(county):
    """A catalogue that is there already is left alone, as by the verb."""
    package_law.catalogue()
    before = _county()

    package_law.catalogue()

    assert _county() == before


def test_rows_that_are_made_next_have_keys_of_their_own(county):
    package_law.catalogue()

    law = LawFactory()

    assert Law.objects.order_by("pk").last() == law


def test_guards_stand_over_rows_that_were_kept(county):
    for _ in range(2):
        _after(package_law.catalogue)
    package_law.catalogue()

    with pytest.raises(IntegrityError, match="a rule changes by a new row"):
        Law.objects.update(title="别的法")
