"""Which version of the rules a case is decided by: art. 37, the day of the act or a lighter later law.

What applies is computed for each violation and kept on the notice and on the decision as marks,
``V35@2018-12-29:then``: the dated row, and why it is that one. Only where the catalogue cannot
compare both laws do the officers choose, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.law_errors import DraftOutdated, LawInTimeWrong
from cases.models import Case, CaseViolation, Decision, PriorNotice
from cases.states import LawOf
from common.clock import chinese_date
from policies.models import Violation
from policies.queries import LawInTime, law_in_time

_COMPUTED = {"old": LawOf.THEN, "new": LawOf.NOW, "same": LawOf.SAME}


@dataclass(frozen=True, slots=True)
class Applied:
    """The row that applies to one violation, whose law it is, and the day whose ranges hold."""

    row: Violation
    of: LawOf
    day: date
    why: str

    @property
    def mark(self) -> str:
        return f"{self.row.version}:{self.of}"


def law_of(case: Case, on: date) -> list[Applied]:
    """What applies to each violation of a case if it is decided on a day.

    Raises LawInTimeWrong, CatalogueItemMissing.
    """
    links = case.violations.select_related("violation__law").order_by("no")
    return [_applied(case, link, on) for link in links]


def marks_of(applied: Iterable[Applied]) -> list[str]:
    """What a notice or a decision keeps."""
    return [one.mark for one in applied]


def require_law(case: Case, draft: PriorNotice | Decision, on: date) -> list[Applied]:
    """Go on only if a draft still rests on the law that applies on that day.

    Raises LawInTimeWrong, DraftOutdated, CatalogueItemMissing.
    """
    applied = law_of(case, on)
    if marks_of(applied) != draft.law:
        raise DraftOutdated(thing=draft, what="本案适用的规定有变化")
    return applied


def choices_of(case: Case, on: date) -> list[tuple[CaseViolation, LawInTime]]:
    """Violations of which the catalogue cannot say which law is lighter. Raises …ItemMissing."""
    if case.acted_until is None:
        return []
    links = case.violations.select_related("violation__law").order_by("no")
    held = [(link, _held(case, link, on)) for link in links]
    return [(link, law) for link, law in held if law.must_choose]


def said_of(marks: Iterable[str]) -> list[str]:
    """The marks of a notice or a decision in words, one line each, for a page."""
    lines = []
    for mark in marks:
        version, _, of = mark.partition(":")
        code, _, since = version.partition("@")
        begins = chinese_date(date.fromisoformat(since))
        lines.append(f"{code}：{LawOf(of).label}（{begins}起的条文）")
    return lines


def printed_of(case: Case, marks: Iterable[str]) -> str:
    """What the paper says of it; empty where the rules did not change since the act."""
    told = []
    for mark in marks:
        version, _, of = mark.partition(":")
        if of == LawOf.SAME:
            continue
        code, _, since = version.partition("@")
        row = Violation.objects.select_related("law").get(code=code, valid_from=since)
        link = case.violations.filter(violation__code=code).first()
        why = f"（{link.chosen_reason.rstrip('。')}）" if link and link.chosen_reason else ""
        told.append(f"{row.citation}适用{LawOf(of).label}{why}")
    acted = chinese_date(case.acted_until) if case.acted_until else ""
    return (
        f"违法行为终了于{acted}，此后有关规定有变化，按从旧兼从轻的原则，{'；'.join(told)}。"
        if told
        else ""
    )


def _applied(case: Case, link: CaseViolation, on: date) -> Applied:
    held = _held(case, link, on)
    if held.must_choose:
        of = LawOf(link.chosen) if link.chosen else None
        if of is None:
            why = "的规定自行为发生以后有变化，轻重不能自动比较，请先选择适用的规定并写明理由"
            raise _wrong(case, link, why)
        row = held.then if of == LawOf.THEN else held.now
    else:
        of, row = _COMPUTED[held.comparison.lighter], held.applies
        if link.chosen and of not in (LawOf.SAME, link.chosen):
            why = f"依法适用{of.label}（{held.comparison.why.rstrip('。')}），与所选的不同，请重新选择"
            raise _wrong(case, link, why)
    if row is None:
        raise _wrong(case, link, "在行为发生时还没有规定或者已经失效，不能据以处罚")
    assert case.acted_until is not None, "a case with a violation knows its days"
    return Applied(row, of, on if of == LawOf.NOW else case.acted_until, held.comparison.why)


def _held(case: Case, link: CaseViolation, on: date) -> LawInTime:
    assert case.acted_until is not None, "a case with a violation knows its days"
    return law_in_time(link.violation.code, act_on=case.acted_until, decide_on=on)


def _wrong(case: Case, link: CaseViolation, why: str) -> LawInTimeWrong:
    return LawInTimeWrong(case=case, why=f"“{link.violation}”{why}")
