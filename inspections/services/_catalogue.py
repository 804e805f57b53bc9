"""The catalogue as it stood on the day of a visit."""

from __future__ import annotations

from datetime import date

from common.clock import chinese_date
from inspections.errors import NotInCatalogue, ViolationNotInForce
from policies.models import RoutedMatter, Violation
from policies.queries import routed_matters_on, violations_on


class Catalogue:
    """Finds rows by their code on one day; a row not in force that day is refused by name."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._violations = {row.code: row for row in violations_on(day)}
        self._routed = {row.code: row for row in routed_matters_on(day)}

    def violation(self, no: int, code: str) -> Violation:
        if code in self._violations:
            return self._violations[code]
        raise self._refusal(no, code, Violation.objects.filter(code=code).first())

    def routed(self, no: int, code: str) -> RoutedMatter:
        if code in self._routed:
            return self._routed[code]
        raise self._refusal(no, code, RoutedMatter.objects.filter(code=code).first())

    def _refusal(
        self, no: int, code: str, other_day: Violation | RoutedMatter | None
    ) -> NotInCatalogue | ViolationNotInForce:
        if other_day is None:
            return NotInCatalogue(no=no, item=code)
        return ViolationNotInForce(
            no=no, item=code, title=other_day.title, day=chinese_date(self.day)
        )
