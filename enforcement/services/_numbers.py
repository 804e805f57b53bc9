"""The next number of a form and year: taken under a lock, never given twice."""

from __future__ import annotations

from datetime import date

from common.numbers import notice_number, number_faults
from enforcement.errors import NumberPatternWrong
from enforcement.models import Notice, NoticeCounter, ReleasedOrder
from papers.models import OfficialPaper
from policies.queries import parameter_values

_ORGAN_KEY = "organ.code"


def next_number(form: str, day: date) -> tuple[int, str]:
    """(serial, number) for a paper of that day. Holds the counter until the transaction ends.

    Raises NumberPatternWrong, ParameterMissing; then no number is taken, by the rollback.
    """
    pattern_key = f"notice.number_pattern.{form}"
    held = parameter_values(day, pattern_key, _ORGAN_KEY)
    pattern = held[pattern_key]
    if fault := number_faults(pattern):
        raise NumberPatternWrong(pattern=pattern, why=fault)
    serial = _next_serial(form, day.year)
    number = notice_number(pattern, organ=held[_ORGAN_KEY], year=day.year, serial=serial)
    if _is_used(number):
        raise NumberPatternWrong(pattern=pattern, why=f"会重复已用的文号“{number}”")
    return serial, number


def _is_used(number: str) -> bool:
    return (
        Notice.objects.filter(number=number).exists()
        or ReleasedOrder.objects.filter(number=number).exists()
        or OfficialPaper.objects.filter(number=number).exists()
    )


def _next_serial(form: str, year: int) -> int:
    counters = NoticeCounter.objects.select_for_update().filter(form=form, year=year)
    counter = counters.first()
    if counter is None:  # the first paper of its form and year
        NoticeCounter.objects.get_or_create(form=form, year=year)
        counter = counters.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
