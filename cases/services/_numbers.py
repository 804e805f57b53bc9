"""The next case number of a year: taken under a lock, never given twice."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseCounter
from common.numbers import notice_number, number_faults
from enforcement.errors import NumberPatternWrong
from policies.queries import values_on

_PATTERN, _ORGAN = "case.number_pattern", "organ.code"


def next_number(day: date) -> tuple[int, str]:
    """(serial, number) of a case filed that day. Holds the counter until the transaction ends.

    Raises NumberPatternWrong, ParameterMissing; then no number is taken, by the rollback.
    """
    held = values_on(day, (_PATTERN, _ORGAN))
    pattern = held[_PATTERN]
    if fault := number_faults(pattern):
        raise NumberPatternWrong(pattern=pattern, why=fault)
    serial = _next_serial(day.year)
    number = notice_number(pattern, organ=held[_ORGAN], year=day.year, serial=serial)
    if Case.objects.filter(number=number).exists():
        raise NumberPatternWrong(pattern=pattern, why=f"会重复已用的文号“{number}”")
    return serial, number


def _next_serial(year: int) -> int:
    counters = CaseCounter.objects.select_for_update().filter(year=year)
    counter = counters.first()
    if counter is None:  # the first case of its year
        CaseCounter.objects.get_or_create(year=year)
        counter = counters.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
