"""The next number of a class and year: taken under a lock, never given twice."""

from __future__ import annotations

from datetime import date

from common.clock import chinese_date
from common.numbers import notice_number, number_faults
from papers.errors import PaperDayWrong, PaperNumberWrong
from papers.models import OfficialPaper, PaperCounter
from policies.queries import values_on

PATTERN_OF = "paper.number_pattern."
_ORGAN_KEY = "organ.code"


def next_number(number_class: str, day: date) -> tuple[int, str]:
    """(serial, number) for a paper of that day. Holds the counter until the transaction ends.

    Raises PaperNumberWrong, PaperDayWrong, ParameterMissing; then no number is taken, by the
    rollback.
    """
    key = PATTERN_OF + number_class
    held = values_on(day, (key, _ORGAN_KEY))
    pattern = held[key]
    if fault := number_faults(pattern):
        raise PaperNumberWrong(pattern=pattern, why=fault)
    counter = _counter(number_class, day.year)
    _require_day(number_class, day)
    counter.last += 1
    counter.save(update_fields=["last"])
    number = notice_number(pattern, organ=held[_ORGAN_KEY], year=day.year, serial=counter.last)
    if OfficialPaper.objects.filter(number=number).exists():
        raise PaperNumberWrong(pattern=pattern, why=f"会重复已用的文号“{number}”")
    return counter.last, number


def _counter(number_class: str, year: int) -> PaperCounter:
    """The counter, locked. A year that a later one has followed is refused before it is made."""
    later = PaperCounter.objects.filter(number_class=number_class, year__gt=year, last__gt=0)
    if (locking := later.first()) is not None:
        raise PaperDayWrong(day=f"{year}年", why=f"本类文书{locking.year}年的文号已经启用")
    counters = PaperCounter.objects.select_for_update()
    counter = counters.filter(number_class=number_class, year=year).first()
    if counter is None:  # the first paper of its class and year
        PaperCounter.objects.get_or_create(number_class=number_class, year=year)
        counter = counters.get(number_class=number_class, year=year)
    return counter


def _require_day(number_class: str, day: date) -> None:
    """No number is dated before the one before it. Raises PaperDayWrong."""
    numbered = OfficialPaper.objects.filter(number_class=number_class, number__isnull=False)
    last = numbered.filter(dated_on__gt=day).order_by("-dated_on").first()
    if last is not None:
        raise PaperDayWrong(
            day=chinese_date(day), why=f"{last}已经是{chinese_date(last.issued_on)}"
        )
