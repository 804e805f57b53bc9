"""What the county's rules say about institutions, and what a changed rule would say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from institutions.models import Institution, InstitutionQuerySet
from institutions.queries.facts import facts_of
from institutions.rules import care, premises, staffing
from institutions.rules.remarks import RUNNING, Remark, Rule
from policies.queries import values_on

RULES: tuple[Rule, ...] = (*staffing.RULES, *premises.RULES, *care.RULES)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Impact:
    """What another value of a parameter would change: who is remarked newly, who no longer.

    ``asked`` is how many institutions the rules of this parameter were asked at.
    """

    asked: int
    newly: tuple[tuple[Institution, str], ...]
    no_longer: tuple[tuple[Institution, str], ...]


def remarks_of(institution: Institution, day: date) -> list[Remark]:
    """What the rules of a day say about one institution; at most eight statements."""
    found = _judged([institution], RULES, day, _values(RULES, day))
    return [remark for _, remarks in found for remark in remarks]


def remarks_by_institution(institutions: InstitutionQuerySet, day: date) -> dict[int, list[Remark]]:
    """The same for many, by key, without those about whom nothing is said."""
    values, told = _values(RULES, day), {}
    for some in _some(institutions):
        for one, remarks in _judged(some, RULES, day, values):
            if remarks:
                told[one.pk] = remarks
    return told


def is_asked_by_rules(key: str) -> bool:
    """Whether a rule of the registry reads this parameter."""
    return any(key in rule.keys for rule in RULES)


def impact_of(key: str, value: Any, day: date) -> Impact:
    """What the registry's rules would say with another value of one parameter, and do not say now.

    All running institutions are asked with what is registered of them on ``day``; nothing is
    stored.
    """
    rules = [rule for rule in RULES if key in rule.keys]
    kinds = {kind for rule in rules for kind in rule.kinds}
    now = _values(rules, day)
    then = now | {key: value}
    asked, newly, no_longer = 0, [], []
    for some in _some(Institution.objects.of_kind_in(kinds).in_state(*RUNNING)):
        asked += len(some)
        before, after = _judged(some, rules, day, now), _judged(some, rules, day, then)
        for (one, old), (_, new) in zip(before, after, strict=True):
            if new and not old:
                newly.append((one, new[0].text))
            elif old and not new:
                no_longer.append((one, old[0].text))
    return Impact(asked, tuple(newly), tuple(no_longer))


def _values(rules: Iterable[Rule], day: date) -> dict[str, Any]:
    return values_on(day, {key for rule in rules for key in rule.keys})


def _judged(
    some: list[Institution], rules: Iterable[Rule], day: date, values: dict[str, Any]
) -> list[tuple[Institution, list[Remark]]]:
    needs = {need for rule in rules for need in rule.needs}
    return [
        (facts.institution, [one for rule in rules for one in rule.remarks(facts, values)])
        for facts in facts_of(some, day, needs)
    ]


def _some(institutions: InstitutionQuerySet) -> Iterator[list[Institution]]:
    rows = institutions.order_by("pk").iterator(chunk_size=_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        yield some
